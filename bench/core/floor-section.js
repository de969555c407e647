/** Ours against the native calls that they cannot do without. */
import { median, ratio } from '../measure.js'
import { COOKIE_SESSIONS } from '../sessions.js'
import { FORMATS } from './formats.js'
import { FUNCTIONS } from './functions.js'
import { floorName, groupName } from './groups.js'

/** @import { Times } from '../measure.js' */
/** @import { Goal, Row, Section } from '../section.js' */
/** @import { FormatName } from './formats.js' */

/** How many times as long as the floor ours may take. */
const TARGET = 1.6

const CELLS = /** @type {const} */ (['read', 'write']).flatMap((operation) =>
  COOKIE_SESSIONS.map(({ name: session }) => ({
    operation,
    session,
    group: groupName(operation, session),
  })),
)

/** @param {Record<string, Times>} times @returns {Section} */
export function floorSection(times) {
  const rows = FORMATS.map(({ id, name }) => rowOf(name, id, times))
  return {
    id: 'floor',
    title: 'Times as long as the floor',
    notes: [
      'The floor: two native hashes, base64, and JSON.parse or JSON.stringify of the same data.',
      'Less is faster. The functions have no cookie header, no session and no Set-Cookie line.',
    ],
    columns: CELLS.map(({ group }) => ({ key: group, title: group, unit: '×' })),
    rows: [...rows, ...FORMATS.map(({ id }) => rowOf(FUNCTIONS[id].name, id, times))],
    goals: rows.flatMap(goalsOf),
  }
}

/** @type {(name: string, format: FormatName, times: Record<string, Times>) => Row} */
function rowOf(name, format, times) {
  const figures = CELLS.flatMap(({ group }) => {
    const floor = times[group]?.[floorName(format)]
    return [
      [group, ratio(times[group]?.[name], floor)],
      [`${group}, ns`, median(times[group]?.[name] ?? [])],
      [`${group}, ns of the floor`, median(floor ?? [])],
    ]
  })
  return { name, figures: Object.fromEntries(figures) }
}

/** @param {Row} row @returns {Goal[]} */
function goalsOf({ name, figures }) {
  return CELLS.map(({ operation, session, group }) => ({
    what: `${operation}, ${name}: times as long as the floor`,
    at: session,
    measured: figures[group] ?? NaN,
    relation: '≤',
    target: TARGET,
  }))
}
