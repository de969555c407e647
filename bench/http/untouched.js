/** What a session costs a request that does not touch it: too little to be seen over a connection. */
import { median } from '../measure.js'
import { REASONS } from '../reasons.js'
import { startChild } from './child.js'

/** @import { Row, Section } from '../section.js' */
/** @import { Question, Times } from './untouched-child.js' */

/** A round takes no longer than a millisecond or two: so many for each that the runner asks for. */
const ROUNDS = 10

const GOAL = 0.3

/** @type {readonly Pick<Question, 'framework' | 'library'>[]} */
const SUBJECTS = [
  { framework: 'node:http', library: 'cartouche, SHA-1 hex' },
  { framework: 'Express', library: 'cartouche, SHA-1 hex' },
  { framework: 'node:http', library: 'cookie-session' },
  { framework: 'Express', library: 'cookie-session' },
  { framework: 'node:http', library: 'a plain property' },
  { framework: 'Express', library: 'a plain property' },
]

/** How many steps {@link measureUntouched} takes. */
export const UNTOUCHED_STEPS = SUBJECTS.length

/**
 * @param {number} rounds
 * @param {() => void} done is called after each step
 * @returns {Promise<Section>}
 */
export async function measureUntouched(rounds, done) {
  const rows = []
  for (const subject of SUBJECTS) {
    rows.push(rowOf(subject, await ask({ ...subject, rounds: rounds * ROUNDS })))
    done()
  }
  return {
    id: 'untouched',
    title: 'A session that the request does not touch, in process',
    notes: [
      'The binding is called with requests and responses as node:http makes them, 250 at a time, in turn with the bare handler.',
      'A plain property: no more than request.session = {}. On requests of Express, whose prototype it exchanges, a new property costs more than on those of node:http.',
      "That Express calls one more middleware is Express's, and not counted. Neither is collecting the garbage.",
    ],
    columns: [
      { key: 'added', title: 'added', unit: 'µs' },
      { key: 'bare', title: 'bare handler', unit: 'µs' },
    ],
    rows,
    goals: [
      {
        what: 'a session that is not touched, node:http: µs added to a request',
        measured: addedBy('node:http: cartouche', rows),
        relation: '≤',
        target: GOAL,
        why: REASONS.server,
      },
      {
        what: 'a session that is not touched, Express: time added ÷ a plain property',
        measured: addedBy('Express: cartouche', rows) / addedBy('Express: a plain property', rows),
        relation: '≤',
        target: 1,
        why: REASONS.property,
      },
    ],
  }
}

/** @type {(name: string, rows: readonly Row[]) => number} */
const addedBy = (name, rows) => rows.find((row) => row.name === name)?.figures['added'] ?? NaN

/** @type {(question: Question) => Promise<Times>} */
async function ask(question) {
  const child = startChild(new URL('untouched-child.js', import.meta.url))
  try {
    return await child.ask(question)
  } finally {
    child.stop()
  }
}

/** @type {(subject: (typeof SUBJECTS)[number], times: Times) => Row} */
function rowOf({ framework, library }, { bare, bound }) {
  const added = bound.map((time, round) => time - (bare[round] ?? NaN))
  return {
    name: `${framework}: ${library.replace(/,.*/, '')}`,
    figures: { added: median(added) / 1000, bare: median(bare) / 1000 },
  }
}
