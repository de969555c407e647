/** Ours and the other libraries, against the core of cookie-session. */
import { AT_ONCE, median, ratio } from '../measure.js'
import { REASONS } from '../reasons.js'
import { NATIVE, RIVALS, YARDSTICK } from '../rivals/index.js'
import { COOKIE_SESSIONS } from '../sessions.js'
import { FORMATS } from './formats.js'
import { floorName, groupName, SEALED_FLOOR } from './groups.js'
import { MODERN, modernGoals, SEALED } from './modern.js'

/** @import { Times } from '../measure.js' */
/** @import { Column, Goal, Row, Section } from '../section.js' */
/** @import { Operation } from './groups.js' */

const OPERATIONS = /** @type {const} */ (['read', 'write', 'change'])
/** Where ours should be level with a library that has a native add-on. */
const LARGEST = '3 KB'

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
    goals: [...[...modern, ...rows].flatMap((row) => goalsOf(row, rivals)), ...modernGoals(times)],
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

/** @type {(ours: Row, rivals: readonly Row[]) => Goal[]} */
function goalsOf(ours, rivals) {
  const native = rivals.filter(({ name }) => name === NATIVE.name)
  const others = rivals.filter(({ name }) => name !== NATIVE.name)
  return /** @type {const} */ (['read', 'write']).flatMap((operation) => [
    ...COOKIE_SESSIONS.map(({ name: at }) => ({
      what: `${operation}, ${ours.name}: times as fast as the fastest library without a native add-on`,
      at,
      measured: lead(ours, others, groupName(operation, at)),
      why: REASONS.rivals,
      ...AHEAD,
    })),
    {
      what: `${operation}, ${ours.name}: times as fast as ${NATIVE.name}`,
      at: LARGEST,
      measured: lead(ours, native, groupName(operation, LARGEST)),
      why: REASONS.libsodium,
      ...AHEAD,
    },
  ])
}

const AHEAD = { relation: /** @type {const} */ ('≥'), target: 1 }

/** @type {(ours: Row, rivals: readonly Row[], key: string) => number} */
const lead = (ours, rivals, key) =>
  (ours.figures[key] ?? NaN) / Math.max(...rivals.map(({ figures }) => figures[key] ?? 0))
