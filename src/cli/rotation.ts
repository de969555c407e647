/** One cookie, by another secret or in another format. */
import { MOST_COOKIE_BYTES, cookieSpecs } from '../cookie/attributes.js'
import { quote } from '../cookie/write.js'
import { CartoucheError, CookieTooLargeError } from '../errors.js'
import type { SessionFormat } from '../formats/shared-format.js'
import { randomBytes } from '../crypto/random.js'
import { inspectCookie, rewrite } from '../inspect/index.js'
import type {
  CookieText,
  FormatId,
  InspectInput,
  Inspection,
  InspectSecret,
} from '../inspect/index.js'
import type { SessionRecord } from '../session/record.js'
import { newId } from '../session/state.js'
import { cookiesIn, inputOfCookie } from './cookies-in.js'
import { CliError, UsageError } from './errors.js'
import { formatOptions } from './format-options.js'
import type { Reading } from './inspect-options.js'
import type { GivenSecret } from './secrets.js'
import { writerOf } from './writers.js'

export interface RotationOptions {
  readonly reading: Reading
  readonly secrets: readonly InspectSecret[]
  readonly newSecrets: readonly GivenSecret[]
  /** The new format; `undefined` for the same. */
  readonly to: string | undefined
  readonly 'new-name': string | undefined
  readonly 'new-option': readonly string[]
  readonly 'include-expired': boolean
}

/**
 * What is made of a line: as it was, a value or a pair with its name.
 *
 * @returns throws a CliError where the cookie is not valid, or cannot be written
 * @throws {UsageError} for a new name or options that are none
 */
export function rotation(options: RotationOptions): (line: string) => string {
  checkName(options['new-name'])
  const write = options.to === undefined ? undefined : writerFor(options, options.to, {})
  const inspect = inspectorOfMany()
  return (line) => {
    const { secrets, reading } = options
    const cookie = onlyCookie(line, reading.cookieName)
    const input = inputOfCookie(cookie, { ...reading, secrets })
    const inspection = inspect(input)
    checkGood(inspection, options['include-expired'])
    const cookies = orCliError(() => {
      const made = (write ?? writerOfSame(options, inspection, input))(inspection)
      made.forEach(checkSize)
      return made
    })
    const isNamed = [cookie.name, reading.cookieName, options['new-name']].some(Boolean)
    return cookie.name === undefined && cookies.length === 1
      ? cookies[0]!.text
      : pairsOf(cookies, isNamed)
  }
}

function checkName(name: string | undefined): void {
  const problem = name === undefined ? undefined : cookieSpecs.cookieName.check(name)
  if (problem !== undefined) throw new UsageError(`--new-name ${problem}`)
}

/** Of several the values alone would not tell which is which, and their names are signed. */
function pairsOf(cookies: readonly CookieText[], isNamed: boolean): string {
  if (isNamed) return cookies.map(pairOf).join('; ')
  throw new CliError('becomes several cookies, which need names: say by --new-name')
}

/** @throws {CookieTooLargeError} for one that browsers drop */
function checkSize({ name = '', text }: CookieText): void {
  const [size, limit] = [quote(text).length, MOST_COOKIE_BYTES - name.length]
  if (size > limit) throw new CookieTooLargeError(size, limit)
}

/** Cookies that come one after another are of one format, mostly: it is tried before all others. */
function inspectorOfMany(): (input: InspectInput) => Inspection {
  let last: FormatId | undefined
  return (input) => {
    const first = inspectCookie({ ...input, format: input.format ?? last })
    const isRight = first.fit !== undefined || last === undefined || input.format !== undefined
    const inspection = isRight ? first : inspectCookie(input)
    if (inspection.fit !== undefined) last = inspection.format
    return inspection
  }
}

const pairOf = ({ name, text }: CookieText): string => `${name}=${quote(text)}`

function onlyCookie(line: string, name: string | undefined): ReturnType<typeof cookiesIn>[number] {
  const [first, second] = cookiesIn(line, name)
  if (second !== undefined) throw new CliError('has several cookies: say which by --name')
  return first!
}

function checkGood({ verdict, problem }: Inspection, takesExpired: boolean): void {
  if (verdict === 'valid' || (verdict === 'expired' && takesExpired)) return
  throw new CliError(`${verdict}: ${problem?.message ?? ''}`)
}

function orCliError<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof CartoucheError) throw new CliError(`cannot be written: ${error.message}`)
    throw error
  }
}

type Write = (inspection: Inspection) => readonly CookieText[]

/** In its own format the cookie stays as it was but for its signature; under another name its settings do. */
function writerOfSame(
  options: RotationOptions,
  { format, fit }: Inspection,
  input: InspectInput,
): Write {
  if (options['new-name'] !== undefined || options['new-option'].length > 0) {
    return writerFor(options, format!, fit?.settings ?? {})
  }
  const { newSecrets, secrets } = options
  const isGorilla = format === 'gorilla'
  const fitting = isGorilla ? secrets : [secrets[fit!.index]!]
  // With a time it would count as used then.
  const untouched = { ...input, format, secrets: fitting, now: undefined }
  const secret = isGorilla && newSecrets.length === 2 ? newSecrets : newSecrets[0]!
  return () => rewrite(untouched, () => {}, secret).cookies
}

function writerFor(options: RotationOptions, to: string, settings: object): Write {
  const writer = writerOf(to)
  const format = writer.make(options.newSecrets, {
    ...settings,
    ...formatOptions(options['new-option'], to, '--new-option'),
  })
  return (inspection) => {
    const name = options['new-name'] ?? inspection.cookieName ?? writer.cookieName
    const text = format.write(recordOf(inspection, format, options.reading.now), name)
    const parts = format.cookies?.split(text, name) ?? [[name, text]]
    return parts.map(([name, text]) => ({ name, text }))
  }
}

/** The session as it was, its times included; but that what carries no id tells of no sign-in: see `acceptFormats`. */
function recordOf(
  { data, times, ...inspection }: Inspection,
  format: SessionFormat,
  now: number,
): SessionRecord {
  if (data === undefined) throw new CliError('holds no data: its session is in a store')
  const { id } = format.carriesId ? newId({ randomBytes }) : { id: undefined }
  const renewed = times.renewed ?? now
  const isTold = inspection.id !== undefined || !format.carriesId
  return {
    id: inspection.id ?? id,
    subject: inspection.subject,
    persistent: inspection.persistent ?? false,
    data: new Map(data),
    created: (isTold ? times.created : undefined) ?? renewed,
    renewed,
    accessed: undefined,
  }
}
