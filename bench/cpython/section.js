/** Our signed functions against the same two in CPython. */
import { median, ratio } from '../measure.js'
import { REASONS } from '../reasons.js'
import { COOKIE_SESSIONS } from '../sessions.js'
import { PROTOCOLS } from './process.js'

/** @import { Times } from '../measure.js' */
/** @import { Goal, Row, Section } from '../section.js' */

/** How many times as fast as CPython's ours should be. */
const TARGET = 1
const OPERATIONS = /** @type {const} */ (['read', 'write'])
const NAMES = { read: 'signedDeserialize', write: 'signedSerialize' }

/** @type {(operation: 'read' | 'write', session: string, protocol: number) => string} */
export const cpythonGroup = (operation, session, protocol) =>
  `CPython, ${operation} ${session}, protocol ${protocol}`

/** @param {Record<string, Times>} times @param {string} [version] @returns {Section} */
export function cpythonSection(times, version) {
  const rows = version === undefined ? [] : PROTOCOLS.map((protocol) => rowOf(protocol, times))
  return {
    id: 'cpython',
    title: "Times as fast as Pyramid's functions in CPython",
    notes: [
      version === undefined
        ? 'Not measured: there is no python3.'
        : `CPython ${version}, its pickle, hashes and base64 in C, on the same text and the same data.`,
      'read: signedDeserialize; write: signedSerialize. More is faster.',
    ],
    columns: OPERATIONS.flatMap((operation) =>
      COOKIE_SESSIONS.map(({ name }) => {
        const key = `${operation} ${name}`
        return { key, title: key, unit: '×' }
      }),
    ),
    rows,
    goals: rows.flatMap(goalsOf),
  }
}

/** @type {(protocol: number, times: Record<string, Times>) => Row} */
function rowOf(protocol, times) {
  const figures = OPERATIONS.flatMap((operation) =>
    COOKIE_SESSIONS.flatMap(({ name }) => {
      const { cartouche, CPython } = times[cpythonGroup(operation, name, protocol)] ?? {}
      return [
        [`${operation} ${name}`, ratio(CPython, cartouche)],
        [`${operation} ${name}, ns`, median(cartouche ?? [])],
        [`${operation} ${name}, ns of CPython`, median(CPython ?? [])],
      ]
    }),
  )
  return { name: `pickle protocol ${protocol}`, figures: Object.fromEntries(figures) }
}

/** @param {Row} row @returns {Goal[]} */
function goalsOf({ name, figures }) {
  return OPERATIONS.flatMap((operation) =>
    COOKIE_SESSIONS.map(({ name: session }) => ({
      what: `${NAMES[operation]}, ${name}: times as fast as CPython`,
      at: session,
      measured: figures[`${operation} ${session}`] ?? NaN,
      relation: /** @type {const} */ ('≥'),
      target: TARGET,
      why: REASONS.pickler,
    })),
  )
}
