/** Options of a format, on the command line. */
import { UsageError } from './errors.js'

/** `NAME=VALUE`, of which the value is JSON where it can be, and text elsewhere. */
export function formatOptions(given: readonly string[]): Readonly<Record<string, unknown>> {
  const entries = given.map((pair) => {
    const [, name, text] = /^(\w+)=(.*)$/s.exec(pair) ?? []
    if (name === undefined) throw new UsageError('--option is NAME=VALUE, such as hashAlg=sha256')
    return [name, valueOf(text!)] as const
  })
  return Object.fromEntries(entries)
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
