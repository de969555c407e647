/** Options of the commands that read cookies. */
import { ROWS } from '../inspect/rows/index.js'
import type { FormatId, InspectInput } from '../inspect/index.js'
import type { Options, Values } from './command.js'
import { UsageError } from './errors.js'
import { formatOptions } from './format-options.js'
import { SECRET_OPTIONS } from './secrets.js'

export const READ_OPTIONS = {
  name: {
    type: 'string',
    value: 'NAME',
    help: "the cookie's name: many formats sign it too (default: that of the header)",
  },
  format: {
    type: 'string',
    value: 'FORMAT',
    choices: ROWS.map(({ id }) => id),
    help: 'what it is (default: what it looks like)',
  },
  option: {
    type: 'string',
    multiple: true,
    value: 'NAME=VALUE',
    help: "an option of the format that nobody can guess, as its factory has it: 'salt=own'",
  },
  at: {
    type: 'string',
    value: 'TIME',
    help: 'look at it as at this time, such as 2026-12-31T23:59Z (default: now)',
  },
  'idle-timeout': {
    type: 'string',
    value: 'SECONDS',
    help: "that of the application; 'none': there is none (default: the factory's)",
  },
  'absolute-timeout': { type: 'string', value: 'SECONDS', help: 'the same, since it was made' },
  ...SECRET_OPTIONS,
} as const satisfies Options

/** What they say of a cookie, but for its secrets. */
export type Reading = Pick<
  InspectInput,
  'format' | 'cookieName' | 'options' | 'idleTimeout' | 'absoluteTimeout'
> & { readonly now: number }

/** @throws {UsageError} for values that are none */
export function readingOf(
  values: Omit<Values<typeof READ_OPTIONS>, keyof typeof SECRET_OPTIONS>,
): Reading {
  return {
    format: values.format as FormatId | undefined,
    cookieName: values.name,
    options: formatOptions(values.option, values.format),
    now: timeOf(values.at),
    idleTimeout: timeoutOf(values['idle-timeout']),
    absoluteTimeout: timeoutOf(values['absolute-timeout']),
  }
}

/** Seconds since 1970. Text is ISO 8601, or such seconds. */
function timeOf(text: string | undefined): number {
  if (text === undefined) return Date.now() / 1000
  const time = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Date.parse(text) / 1000
  if (Number.isFinite(time) && Math.abs(time) < LATEST) return time
  throw new UsageError('--at is a time, such as 2026-12-31T23:59Z, or seconds since 1970')
}

/** Seconds; from here on there are no dates, and milliseconds are meant. */
const LATEST = 1e11

function timeoutOf(text: string | undefined): number | null | undefined {
  if (text === undefined) return undefined
  if (text === 'none') return null
  if (/^\d+$/.test(text)) return Number(text)
  throw new UsageError("--idle-timeout and --absolute-timeout are seconds, or 'none'")
}
