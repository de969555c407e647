/** The steps of the visits, as lines. */
import type { Paint } from '../colours.js'
import { safe } from '../safe-text.js'
import { namesSent, namesSet } from './visit.js'
import type { Step } from './visit.js'

export function stepLine(step: Step, paint: Paint): string {
  const { url, method, answer } = step
  const status = paint(answer.status < 400 ? 'green' : 'red', String(answer.status))
  const sent = listOf('sends', namesSent(step))
  const set = listOf('is given', namesSet(step))
  return `${method} ${safe(url.href)} → ${status}  ${paint('dim', [sent, set].filter(Boolean).join(', ') || 'no cookies')}`
}

const listOf = (verb: string, names: readonly string[]): string =>
  names.length === 0 ? '' : `${verb} ${[...new Set(names)].map(safe).join(' and ')}`
