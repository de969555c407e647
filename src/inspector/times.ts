/** Times for people. */

const UNITS = [
  ['year', 31_557_600],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** A stretch of time by its largest unit: `20 minutes`. */
export function durationText(seconds: number): string {
  const size = Math.round(Math.abs(seconds))
  const [name, unit] = UNITS.find(([, unit]) => size >= unit) ?? UNITS[4]
  const count = Math.round((size / unit) * (unit > 60 ? 10 : 1)) / (unit > 60 ? 10 : 1)
  return `${count} ${name}${count === 1 ? '' : 's'}`
}

/** `in 20 minutes`, `5 seconds ago`. */
export function distanceText(time: number, now: number): string {
  if (Math.abs(time - now) < 1) return 'now'
  return time > now ? `in ${durationText(time - now)}` : `${durationText(now - time)} ago`
}

/** Seconds since 1970 as a date in UTC: `2026-11-27 04:09:54`. */
export function dateText(time: number): string {
  const date = new Date(time * 1000)
  return Number.isNaN(date.getTime())
    ? 'no date'
    : date
        .toISOString()
        .replace('T', ' ')
        .replace(/\.\d+Z$/, '')
}
