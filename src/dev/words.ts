/** How the page says times, keys and errors. */
import { inspect } from 'node:util'
import { orWord } from '../session/show.js'

const MINUTE = 60
const HOUR = 3600
const DAY = 86_400

/** A span of seconds in the largest unit of which there are two: "90 seconds", "15 minutes". */
export function spanText(seconds: number): string {
  if (seconds < 2 * MINUTE) return count(seconds, 'second')
  if (seconds < 2 * HOUR) return count(seconds / MINUTE, 'minute')
  if (seconds < 2 * DAY) return count(seconds / HOUR, 'hour')
  return count(seconds / DAY, 'day')
}

function count(number: number, unit: string): string {
  const whole = Math.round(number)
  return `${whole} ${unit}${whole === 1 ? '' : 's'}`
}

const LONGEST_KEY = 60

/** A key of the session's data: whose session it is may see it. */
export function nameOf(key: unknown): string {
  const text = typeof key === 'string' ? key : orWord(() => inspect(key, { depth: 1 }))
  return cut(text, LONGEST_KEY)
}

/** A text, or its beginning. */
export function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text
}

/** What an error says, of whatever type it is. */
export function messageOf(error: unknown): string {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  const text = typeof message === 'string' ? message : 'something that is no Error was thrown'
  return typeof code === 'string' ? `${code}: ${text}` : text
}
