/** Ours and the other libraries, against the core of cookie-session. */
import { AT_ONCE, median, ratio } from '../measure.js'
import { RIVALS, YARDSTICK } from '../rivals/index.js'
import { COOKIE_SESSIONS } from '../sessions.js'
import { FORMATS } from './formats.js'
import { floorName, groupName, SEALED_FLOOR } from './groups.js'
import { MODERN, modernGoals, SEALED } from './modern.js'

/** @import { Times } from '../measure.js' */
/** @import { Column, Goal, Row, Section } from '../section.js' */
/** @import { Operation } from './groups.js' */

const OPERATIONS = /** @type {const} */ (['read', 'write', 'change'])
/** How many times as fast as cookie-session's core ours should be. */
const TARGETS = { read: 4, write: 1.6 }

const CELLS = OPERATIONS.flatMap((operation) =>
  COOKIE_SESSIONS.map(({ name: session }) => ({ operation, session })),
)

/** @param {Record<string, Times>} times @returns {Section} */
export function librarySection(times) {
  const rows = FORMATS.map(({ name }) => rowOf(name, name, times))
  const modern = MODERN.map(({ name }) => rowOf(name, name, times))
  const rivals = RIVALS.map(({ name }) => rowOf(name, name, times))
  const floors = FORMATS.map(({ id, short }) => rowOf(`floor: ${short}`, floorName(id), times))
  return {
    id: 'libraries',
    title: `Times as fast as ${YARDSTICK.name}`,
    notes: [
      'read: what a request brings → a session that was asked for one key',
      'write: the data of a new session → what the response carries',
      'change: read, one value changed, written again',
      `More is faster. Of the libraries that answer with promises ${AT_ONCE} calls are under way at once.`,
      'floor: the native calls alone that the format cannot do without, JSON in place of a pickle.',
    ],
    columns: CELLS.map(columnOf),
    rows: [
      ...modern,
      ...rows,
      ...rivals,
      rowOf(`floor: ${SEALED.short}`, SEALED_FLOOR, times),
      ...floors,
    ],
    goals: [...rows.flatMap(goalsOf), ...modernGoals(times)],
  }
}

/** @type {(cell: { operation: Operation, session: string }) => Column} */
const columnOf = ({ operation, session }) => ({
  key: groupName(operation, session),
  title: groupName(operation, session),
  unit: '×',
})

/** @type {(name: string, task: string, times: Record<string, Times>) => Row} */
function rowOf(name, task, times) {
  /** @type {Record<string, number>} */
  const figures = {}
  for (const { operation, session } of CELLS) {
    const group = groupName(operation, session)
    const mine = times[group]?.[task]
    if (mine === undefined) continue
    figures[group] = ratio(times[group]?.[YARDSTICK.name], mine)
    figures[`${group}, ns`] = median(mine)
  }
  return { name, figures }
}

/** @param {Row} row @returns {Goal[]} */
function goalsOf({ name, figures }) {
  return Object.entries(TARGETS).flatMap(([operation, target]) =>
    COOKIE_SESSIONS.map(({ name: session }) => ({
      what: `${operation}, ${name}: times as fast as ${YARDSTICK.name}`,
      at: session,
      measured: figures[groupName(/** @type {Operation} */ (operation), session)] ?? NaN,
      relation: /** @type {const} */ ('≥'),
      target,
    })),
  )
}
