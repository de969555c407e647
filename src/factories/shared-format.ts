/** Formats of applications, which are called as others promise: at once, and with answers of the right type. */
import { OptionError } from '../errors.js'
import { isUrlsafe, urlsafeWriter } from '../formats/shared-format.js'
import type { SessionFormat, SeveralCookies } from '../formats/shared-format.js'
import { readPayload } from '../formats/shared.js'
import { atOnce } from '../lib/hook.js'
import { isMap } from '../lib/kinds.js'
import { isFunction, isToken } from '../lib/options.js'
import type { Check } from '../lib/options.js'
import type { ReadRecord } from '../session/record.js'

/** Says whether a value is a format. */
export const isFormat: Check = (value) => {
  const { name, read, write, dataText } = (value ?? {}) as Partial<SessionFormat>
  const isOne = typeof name === 'string' && [read, write, dataText].every((f) => !isFunction(f))
  return isOne ? undefined : 'must be a session format, such as sealedFormat(keys)'
}

/**
 * The format, with answers that are what they must be.
 *
 * @throws {OptionError} its functions, for a promise or a value of another type
 * @throws {DeserializeError} its `read`, `BAD_PAYLOAD` for whatever else that throws
 */
export function checkedFormat(format: SessionFormat): SessionFormat {
  const { name, isAuthenticated, carriesId, carriesPersistent, times } = format
  const write: SessionFormat['write'] = (record, cookieName, dataText) =>
    textOf('write', format.write(record, cookieName, dataText))
  return {
    name,
    isAuthenticated,
    carriesId,
    carriesPersistent,
    times,
    newCsrfToken: format.newCsrfToken && ((random) => tokenOf(format.newCsrfToken!(random))),
    queueOf: format.queueOf && ((queue) => textOf('queueOf', format.queueOf!(queue))),
    read: (text, cookieName) =>
      recordOf(readPayload(() => atOnce('format', 'read', format.read(text, cookieName)))),
    write: isUrlsafe(format) ? urlsafeWriter(write) : write,
    dataText: (data, origin) => textOf('dataText', format.dataText(data, origin)),
    ...(format.cookies && { cookies: checkedCookies(format.cookies) }),
  }
}

function checkedCookies(cookies: SeveralCookies): SeveralCookies {
  return {
    join: (valuesOf, cookieName) => {
      const texts = atOnce('format', 'join', cookies.join(valuesOf, cookieName))
      return isListOf(texts, isText) ? texts : refuse('a list of texts from join()')
    },
    split: (text, cookieName) => {
      const parts = atOnce('format', 'split', cookies.split(text, cookieName))
      return isListOf(parts, isPart) && parts[0]?.[0].startsWith(cookieName)
        ? parts
        : refuse('pairs of name and value from split(), first that of the cookie')
    },
  }
}

const isText = (value: unknown): boolean => typeof value === 'string'

const isPart = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 2 && isToken(value[0]) && isText(value[1])

const isListOf = (value: unknown, isOne: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isOne)

function refuse(what: string): never {
  throw new OptionError('format', `must give ${what}`)
}

function recordOf(answer: unknown): ReadRecord {
  const { data } = (answer ?? {}) as Partial<ReadRecord>
  const isOne = typeof answer === 'object' && answer !== null
  if (isOne && (data === undefined || isMap(data))) return answer as ReadRecord
  throw new OptionError('format', 'must give a record with a Map as its data from read()')
}

function tokenOf(answer: unknown): string {
  const token = textOf('newCsrfToken', answer)
  if (token !== '') return token
  throw new OptionError('format', 'must give text that is not empty from newCsrfToken()')
}

function textOf(name: string, answer: unknown): string {
  if (typeof atOnce('format', name, answer) === 'string') return answer as string
  throw new OptionError('format', `must give text from ${name}()`)
}
