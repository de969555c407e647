/** The session's life: made, written, and when it ends. */
import type { End, Times } from '../inspect/index.js'
import { card, h } from './dom.js'
import { dateText, distanceText, durationText } from './times.js'

interface Moment {
  readonly name: string
  readonly at: number
  readonly kind: 'past' | 'now' | 'end'
  readonly note?: string | undefined
}

/** `undefined` where the cookie tells no time. */
export function timesView(times: Times, now: number): HTMLElement | undefined {
  const moments = momentsOf(times)
  if (moments.length === 0) return undefined
  const all = [...moments, { name: 'Now', at: now, kind: 'now' } as const].toSorted(
    (one, other) => one.at - other.at,
  )
  return card('Times', '', lineOf(all), listOf(all, now))
}

function momentsOf(times: Times): Moment[] {
  return [
    ...past('Created', times.created),
    ...past('Good from', times.notBefore),
    ...past('Last used', times.renewed),
    ...end('Idle timeout', times.idleEnd),
    ...end('Absolute timeout', times.absoluteEnd),
    ...end('Expires', times.expires),
  ]
}

const past = (name: string, at: number | undefined): Moment[] =>
  at === undefined ? [] : [{ name, at, kind: 'past' }]

const end = (name: string, end: End | undefined): Moment[] =>
  end === undefined ? [] : [{ name, at: end.at, kind: 'end', note: noteOf(end) }]

function noteOf({ timeout, isAssumed }: End): string | undefined {
  if (timeout === undefined) return 'as the cookie says'
  return `after ${durationText(timeout)}${isAssumed ? ', the default' : ''}`
}

/** Not to scale: seconds would be lost beside days. Each stretch is as long as the logarithm of its time. */
function lineOf(moments: readonly Moment[]): HTMLElement {
  const gaps = moments.slice(1).map(({ at }, index) => Math.log2(2 + at - moments[index]!.at))
  const whole = gaps.reduce((sum, gap) => sum + gap, 0) || 1
  const line = h('div', { class: 'line', 'aria-hidden': 'true' })
  let left = 0
  for (const [index, { kind }] of moments.entries()) {
    const dot = h('i', { class: kind })
    dot.style.left = `${(left / whole) * 100}%`
    line.append(dot)
    left += gaps[index] ?? 0
  }
  return line
}

function listOf(moments: readonly Moment[], now: number): HTMLElement {
  return h(
    'ol',
    { class: 'moments' },
    moments.map(({ name, at, kind, note }) =>
      h(
        'li',
        { class: kind },
        h('strong', {}, name),
        kind !== 'now' && h('span', {}, distanceText(at, now), note !== undefined && `, ${note}`),
        h('time', { class: 'quiet', datetime: isoOf(at) }, `${dateText(at)} UTC`),
      ),
    ),
  )
}

const isoOf = (at: number): string => `${dateText(at).replace(' ', 'T')}Z`
