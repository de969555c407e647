/** Tables of times, for people. */
import { html } from '../html.js'
import type { Html } from '../html.js'

/** A line of a table; seconds since 1970, `undefined` for what is no time. */
export type TimeRow = readonly [label: string, seconds: number | undefined]

export function timesTable(rows: readonly TimeRow[], now: number): Html {
  return html`<h3 id="times-title">Times</h3>
    <table aria-labelledby="times-title">
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">When, in UTC</th>
          <th scope="col">Seconds since 1970</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(([label, seconds]) => timeRow(label, seconds, now))}
      </tbody>
    </table>`
}

function timeRow(label: string, seconds: number | undefined, now: number): Html {
  return html`<tr>
    <th scope="row">${label}</th>
    ${
      seconds === undefined
        ? html`<td colspan="2">not a time</td>`
        : html`<td>${inUtc(seconds)} <span class="quiet">${distance(seconds - now)}</span></td>
            <td><code>${Math.round(seconds * 1000) / 1000}</code></td>`
    }
  </tr>`
}

/** The date and time in UTC, to the second. */
function inUtc(seconds: number): Html {
  const date = new Date(seconds * 1000)
  if (Number.isNaN(date.getTime())) return html`beyond the calendar`
  const [day, time] = date.toISOString().split(/[T.]/)
  return html`<time datetime="${day}T${time}Z"><span>${day}</span> <span>${time}</span></time>`
}

/** How far away, in the largest unit that fits. */
export function distance(seconds: number): string {
  const away = Math.abs(Math.round(seconds))
  if (away === 0) return 'now'
  const [count, unit] =
    away < 120
      ? [away, 'second']
      : away < 7200
        ? [Math.round(away / 60), 'minute']
        : [Math.round(away / 3600), 'hour']
  const text = `${count} ${unit}${count === 1 ? '' : 's'}`
  return seconds < 0 ? `${text} ago` : `in ${text}`
}
