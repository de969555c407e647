/** Makes a cookie of JSON: what `seal` and `sign` share. */
import { cookieSessionFactory } from '../factories/cookie-session.js'
import { LONGEST_SUBJECT, isSubject } from '../session/subject.js'
import { mintCookie } from '../testing/mint.js'
import type { MintData } from '../testing/mint.js'
import { EXIT } from './command.js'
import type { Call, ExitCode, Options } from './command.js'
import { UsageError } from './errors.js'
import { formatOptions } from './format-options.js'
import { textOf } from './input.js'
import { SECRET_OPTIONS, neededSecrets } from './secrets.js'
import { writerOf } from './writers.js'

export const MAKE_OPTIONS = {
  name: {
    type: 'string',
    value: 'NAME',
    help: "the cookie's name (default: the format's usual one)",
  },
  subject: { type: 'string', value: 'TEXT', help: 'whose session it is' },
  persistent: { type: 'boolean', help: 'the browser keeps it when it is closed' },
  csrf: { type: 'boolean', help: 'with a CSRF token' },
  option: {
    type: 'string',
    multiple: true,
    value: 'NAME=VALUE',
    help: "an option of the format, as its factory has it: 'hashAlg=sha256'",
  },
  'value-only': { type: 'boolean', help: 'print the value without the name' },
  ...SECRET_OPTIONS,
} as const satisfies Options

/** Prints `name=value`, as a Cookie header has it. */
export async function makeCookie(
  call: Call<typeof MAKE_OPTIONS>,
  format: string,
): Promise<ExitCode> {
  const { io, values, positionals } = call
  const writer = writerOf(format)
  const options = formatOptions(values.option, format)
  const data = dataOf(await textOf(io, positionals[0], 'the data as JSON'))
  const secrets = await neededSecrets(call)
  const cookieName = values.name ?? writer.cookieName
  const factory = cookieSessionFactory(writer.make(secrets, options), { cookieName })
  const cookie = mintCookie(factory, data, {
    csrfToken: values.csrf,
    persistent: values.persistent ? true : null,
    subject: subjectOf(values.subject),
  })
  io.print(values['value-only'] ? withoutNames(cookie) : cookie)
  return EXIT.yes
}

function subjectOf(text: string | undefined): string | null {
  if (text === undefined) return null
  if (isSubject(text)) return text
  throw new UsageError(`--subject is text of 1 to ${LONGEST_SUBJECT} characters`)
}

const withoutNames = (cookie: string): string =>
  cookie
    .split('; ')
    .map((pair) => pair.slice(pair.indexOf('=') + 1))
    .join('\n')

/** @throws {UsageError} for what is no object of JSON */
function dataOf(text: string): MintData<Record<string, unknown>> {
  const data = parsed(text)
  const large = integersIn(text).find((digits) => !Number.isSafeInteger(Number(digits)))
  if (data !== undefined && large !== undefined) {
    throw new UsageError('an integer beyond 2^53 would be rounded: give it as text')
  }
  if (typeof data === 'object' && data !== null && !Array.isArray(data)) {
    return data as Record<string, unknown>
  }
  throw new UsageError(`the data are an object of JSON in single quotes, such as '{"userId": 7}'`)
}

/** Those outside of texts. */
const integersIn = (json: string): readonly string[] =>
  json.replace(/"(?:[^"\\]|\\.)*"/g, '""').match(/(?<![\d.eE+-])-?\d+(?![\d.eE])/g) ?? []

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
