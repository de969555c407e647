/** The times of a session, by the rules of its factory. */
import type { SessionSettings } from '../session/settings.js'
import type { SessionState } from '../session/state.js'
import { html } from './html.js'
import type { Markup, Part } from './html.js'
import { list } from './list.js'
import { spanText } from './words.js'

type Row = readonly [name: string, time: number | undefined | null]

const DUE = 'Reading writes it again'

export function timesOf({ record }: SessionState, { life, clock }: SessionSettings): Markup {
  const { created, renewed, expires } = record
  const { idleTimeout, absoluteTimeout, reissueTime } = life
  const due = typeof reissueTime === 'number' ? renewed + reissueTime : undefined
  const rows: readonly Row[] = [
    ['Made', created],
    ['Last written', renewed],
    [DUE, due],
    ['Ends if it is not used', idleTimeout === null ? null : renewed + idleTimeout],
    ['Ends in any case', absoluteTimeout === null ? null : created + absoluteTimeout],
    ['Its text is good until', expires],
  ]
  const now = clock()
  const textOf = ([name, time]: Row): Part => {
    if (time === undefined) return undefined
    return name === DUE && Number(time) < now ? 'at the next access' : timeText(time, now)
  }
  return list(rows.map((row) => [row[0], textOf(row)]))
}

const MILLISECONDS = 1000
/** The last moment that a Date has, in seconds. */
const LAST = 8.64e12

function timeText(time: unknown, now: number): Markup {
  if (time === null) return html`never`
  // The oldest cookies of Pyramid may hold anything in its place.
  if (typeof time !== 'number' || !(Math.abs(time) <= LAST)) return html`no time`
  const iso = new Date(time * MILLISECONDS).toISOString()
  return html`${agoText(time, now)}
    <time class="quiet" datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')} UTC</time>`
}

/** "12 seconds ago", "in 30 minutes", "now". */
export function agoText(time: number, now: number): string {
  if (Math.abs(now - time) < 1) return 'now'
  const span = spanText(Math.abs(now - time))
  return time > now ? `in ${span}` : `${span} ago`
}
