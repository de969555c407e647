/** Times for people: in UTC, and in their own zone where scripts run (`local-times.ts`). */
import { html } from '../html.js'
import type { Html } from '../html.js'

/** A line of a list; seconds since 1970, `undefined` for what is no time. */
export type TimeRow = readonly [label: string, seconds: number | undefined]

export function timesList(rows: readonly TimeRow[], now: number): Html {
  return html`<h3>Times</h3>
    <p class="quiet">In <span class="zone">UTC</span>, and in seconds since 1970.</p>
    <dl class="facts" id="times">
      ${rows.map(([label, seconds]) => timeRow(label, seconds, now))}
    </dl>`
}

function timeRow(label: string, seconds: number | undefined, now: number): Html {
  return html`<dt>${label}</dt>
    <dd>
      ${
        seconds === undefined
          ? 'not a time'
          : html`${dayAndClock(seconds)}
              <span class="quiet">${distance(seconds, now)}</span>
              <code class="quiet">${Math.round(seconds * 1000) / 1000}</code>`
      }
    </dd>`
}

function dayAndClock(seconds: number): Html {
  const [day, time] = inUtc(seconds)
  if (day === undefined) return html`beyond the calendar`
  return html`<time datetime="${day}T${time}Z"
    ><span class="day">${day}</span> <span class="clock">${time}</span></time
  >`
}

/** The time of day. */
export function clock(seconds: number): Html {
  const [day, time] = inUtc(seconds)
  return html`<time datetime="${day}T${time}Z"><span class="clock">${time}</span></time>
    <span class="zone">UTC</span>`
}

/** The date and the time in UTC, to the second; none beyond the calendar. */
function inUtc(seconds: number): readonly string[] {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? [] : date.toISOString().split(/[T.]/)
}

const MINUTE = 60
const HOUR = 3600

/**
 * How far away, in the largest unit that fits. In whole seconds: Pyramid's cookies have them for the last use, and
 * fractions for the beginning, which else would look like the later one.
 */
export function distance(seconds: number, now: number): string {
  const ahead = Math.floor(seconds) - Math.floor(now)
  const away = Math.abs(ahead)
  if (ahead === 1 || away === 0) return 'now' // rounded up, when it was written
  const [size, unit] =
    away < 2 * MINUTE ? [1, 'second'] : away < 2 * HOUR ? [MINUTE, 'minute'] : [HOUR, 'hour']
  const count = Math.round(away / size)
  const text = `${count} ${unit}${count === 1 ? '' : 's'}`
  return ahead < 0 ? `${text} ago` : `in ${text}`
}
