/** Ours against the native calls that they cannot do without. */
import { median, ratio } from '../measure.js'
import { REASONS } from '../reasons.js'
import { COOKIE_SESSIONS } from '../sessions.js'
import { FORMATS } from './formats.js'
import { FUNCTIONS } from './functions.js'
import { floorName, groupName, SEALED_FLOOR } from './groups.js'
import { SEALED, SIGNED } from './modern.js'

/** @import { Times } from '../measure.js' */
/** @import { Goal, Row, Section } from '../section.js' */

/** How many times as long as the floor ours may take, from 1 KB on: JSON, pickles, and what is sealed. */
const JSON_TARGETS = { read: 1.35, write: 1.35 }
const PICKLE_TARGETS = { read: 1.3, write: 1.5 }
const SEALED_TARGETS = { read: 1.5, write: 1.5 }

const SUBJECTS = [
  { name: SEALED.name, floor: SEALED_FLOOR, targets: SEALED_TARGETS },
  { name: SIGNED.name, floor: floorName('sha256'), targets: JSON_TARGETS },
  ...FORMATS.map(({ id, name, short }) => ({
    name,
    floor: floorName(id),
    targets: short.endsWith('JSON') ? JSON_TARGETS : PICKLE_TARGETS,
  })),
]

/** Here what does not depend on the size counts most, and nothing is asked. */
const SMALLEST = COOKIE_SESSIONS[0]?.name

const CELLS = /** @type {const} */ (['read', 'write']).flatMap((operation) =>
  COOKIE_SESSIONS.map(({ name: session }) => ({
    operation,
    session,
    group: groupName(operation, session),
  })),
)

/** @param {Record<string, Times>} times @returns {Section} */
export function floorSection(times) {
  const rows = SUBJECTS.map(({ name, floor }) => rowOf(name, floor, times))
  const functions = FORMATS.map(({ id }) => rowOf(FUNCTIONS[id].name, floorName(id), times))
  return {
    id: 'floor',
    title: 'Times as long as the floor',
    notes: [
      'The floor: two native hashes, base64, and JSON.parse or JSON.stringify of the same data. Below what is sealed: the native calls of AES, in place of the hashes.',
      'Less is faster. The functions have no cookie header, no session and no Set-Cookie line.',
    ],
    columns: CELLS.map(({ group }) => ({ key: group, title: group, unit: '×' })),
    rows: [...rows, ...functions],
    goals: rows.flatMap((row, at) => goalsOf(row, SUBJECTS[at]?.targets ?? JSON_TARGETS)),
  }
}

/** @type {(name: string, under: string, times: Record<string, Times>) => Row} */
function rowOf(name, under, times) {
  const figures = CELLS.flatMap(({ group }) => {
    const floor = times[group]?.[under]
    return [
      [group, ratio(times[group]?.[name], floor)],
      [`${group}, ns`, median(times[group]?.[name] ?? [])],
      [`${group}, ns of the floor`, median(floor ?? [])],
    ]
  })
  return { name, figures: Object.fromEntries(figures) }
}

/** @type {(row: Row, targets: { read: number, write: number }) => Goal[]} */
const goalsOf = ({ name, figures }, targets) =>
  CELLS.filter(({ session }) => session !== SMALLEST).map(({ operation, session, group }) => ({
    what: `${operation}, ${name}: times as long as the floor`,
    at: session,
    measured: figures[group] ?? NaN,
    relation: '≤',
    target: targets[operation],
    why: REASONS.floor,
  }))
