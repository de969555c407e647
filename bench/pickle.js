/**
 * The part of the benchmark that reads and writes pickles alone, against what else a JavaScript program
 * could use: pickleparser for reading, JSON for reading and writing.
 */
import { dumps, loads } from 'cartouche/pickle'
import { Parser } from 'pickleparser'
import { measure, median, ratio, TURNS } from './measure.js'
import { REASONS } from './reasons.js'
import { SESSIONS } from './sessions.js'

/** @import { Tasks, Times } from './measure.js' */
/** @import { Goal, Part, Row } from './section.js' */

const PROTOCOLS = /** @type {const} */ ([5, 2])

/** How many times as fast as pickleparser reading should be. */
const PICKLEPARSER = 1.3
/** How many times as long as JSON may be taken, from 1 KB on. */
const JSON_TIMES = 2

/**
 * @typedef {object} Case
 * @property {'read' | 'write'} operation
 * @property {string} session
 * @property {number} protocol
 * @property {number} bytes the length of the pickle
 * @property {Tasks} tasks
 */

/** @type {(session: (typeof SESSIONS)[number], protocol: 2 | 5) => Case[]} */
function casesOf({ name: session, triple, json }, protocol) {
  const pickle = dumps(triple, { protocol })
  const text = JSON.stringify(json)
  const common = { session, protocol, bytes: pickle.length }
  return [
    {
      ...common,
      operation: 'read',
      tasks: {
        cartouche: () => loads(pickle, { dicts: 'auto' }),
        pickleparser: () => new Parser().parse(pickle),
        JSON: () => JSON.parse(text),
      },
    },
    {
      ...common,
      operation: 'write',
      tasks: {
        cartouche: () => dumps(triple, { protocol }),
        JSON: () => JSON.stringify(json),
      },
    },
  ]
}

const nameOf = (/** @type {Case} */ { operation, session, protocol }) =>
  `${operation} ${session}, protocol ${protocol}`

/** @type {(given: Case, times: Times) => Row} */
function rowOf(given, { cartouche = [], pickleparser, JSON: json }) {
  return {
    name: nameOf(given),
    figures: {
      bytes: given.bytes,
      ns: median(cartouche),
      ...(pickleparser && { pickleparser: ratio(pickleparser, cartouche) }),
      JSON: ratio(cartouche, json),
    },
  }
}

/** @type {(given: Case, figures: Row['figures']) => Goal[]} */
function goalsOf({ operation, session, protocol }, { pickleparser, JSON: json = NaN }) {
  const what = `${operation} a pickle, protocol ${protocol}`
  /** @type {Goal[]} */
  const goals = []
  if (pickleparser !== undefined) {
    goals.push({
      what: `${what}: times as fast as pickleparser`,
      at: session,
      measured: pickleparser,
      relation: '≥',
      target: PICKLEPARSER,
      why: REASONS.json,
    })
  }
  if (session !== SESSIONS[0]?.name) {
    goals.push({
      what: `${what}: times as long as JSON`,
      at: session,
      measured: json,
      relation: '≤',
      target: JSON_TIMES,
      why: REASONS.json,
    })
  }
  return goals
}

/** @type {Part} */
export const pickle = {
  name: 'pickle',
  async run({ rounds, progress }) {
    const cases = PROTOCOLS.flatMap((protocol) =>
      SESSIONS.flatMap((session) => casesOf(session, protocol)),
    )
    const groups = Object.fromEntries(cases.map((given) => [nameOf(given), given.tasks]))
    const times = await measure(groups, { rounds: rounds * TURNS, progress })
    const rows = cases.map((given) => rowOf(given, times[nameOf(given)] ?? {}))
    return [
      {
        id: 'pickle',
        title: 'Pickles alone',
        notes: [
          'read: loads; write: dumps; against JSON.parse and JSON.stringify of the same data.',
        ],
        columns: [
          { key: 'bytes', title: 'pickle', unit: 'B' },
          { key: 'pickleparser', title: 'as fast as pickleparser', unit: '×' },
          { key: 'JSON', title: 'as long as JSON', unit: '×' },
        ],
        rows,
        goals: cases.flatMap((given, index) => goalsOf(given, rows[index]?.figures ?? {})),
      },
    ]
  },
}
