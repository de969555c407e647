/** Times in words. */

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** The largest unit and the one below it: `2 hours 5 minutes`. */
export function durationOf(seconds: number): string {
  const whole = Math.floor(Math.abs(seconds))
  const at = Math.max(
    0,
    UNITS.findIndex(([, size]) => whole >= size),
  )
  if (whole < 1) return 'less than a second'
  const [unit, size] = UNITS[at]!
  const below = UNITS[at + 1]
  const rest = below === undefined ? 0 : Math.floor((whole % size) / below[1])
  const first = counted(Math.floor(whole / size), unit)
  return rest === 0 ? first : `${first} ${counted(rest, below![0])}`
}

export const counted = (count: number, thing: string): string =>
  `${count.toLocaleString('en-US')} ${thing}${count === 1 ? '' : 's'}`

/** `2026-11-27 03:44:00 UTC`. */
export function dateOf(seconds: number): string {
  const date = new Date(seconds * 1000)
  if (Number.isNaN(date.getTime())) return 'no date'
  return date
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC')
}
