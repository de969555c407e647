/** Options of a format, on the command line. */
import { UsageError } from './errors.js'

/** Formats that nothing but their keys decides. */
const WITHOUT_OPTIONS: ReadonlySet<string | undefined> = new Set([
  'signed',
  'starlette',
  'cookie-parser',
])

/**
 * `NAME=VALUE`, of which the value is JSON where it can be, and text elsewhere.
 *
 * @param format whose they are; `undefined` where nobody knows
 * @param flag by which they were given, for the message
 * @throws {UsageError} for what is no such pair, and where the format has no options
 */
export function formatOptions(
  given: readonly string[],
  format: string | undefined,
  flag = '--option',
): Readonly<Record<string, unknown>> {
  const entries = given.map((pair) => {
    const [, name, text] = /^(\w+)=(.*)$/s.exec(pair) ?? []
    if (name === undefined) throw new UsageError(`${flag} is NAME=VALUE, such as hashAlg=sha256`)
    return [name, valueOf(text!)] as const
  })
  if (given.length > 0 && WITHOUT_OPTIONS.has(format)) {
    throw new UsageError(`${format} has no options: leave ${flag} out`)
  }
  return Object.fromEntries(entries)
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
