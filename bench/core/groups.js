/** What is measured next to what: what is in one group is compared. */
import { COOKIE_SESSIONS } from '../sessions.js'
import { RIVALS } from '../rivals/index.js'
import { checkSubject } from './check.js'
import { floorOf, sealedFloorOf } from './floor.js'
import { FORMATS } from './formats.js'
import { FUNCTIONS } from './functions.js'
import { MODERN } from './modern.js'
import { tasksOf, textOf } from './subject.js'

/** @import { Task, Tasks } from '../measure.js' */
/** @import { State } from '../sessions.js' */
/** @import { FormatName } from './formats.js' */

/** @typedef {'read' | 'write' | 'change'} Operation */

/** @type {(operation: Operation, session: string) => string} */
export const groupName = (operation, session) => `${operation} ${session}`

/** @param {FormatName} format */
export const floorName = (format) => `floor of ${format}`
/** Signing has the floor of SHA-256, JSON. */
export const SEALED_FLOOR = 'floor of sealed'

/** In the order in which they run: those that promise, and take long, after the others. */
const SUBJECTS = [...FORMATS, ...MODERN, ...Object.values(FUNCTIONS), ...RIVALS]

/** Sees that every library does on every session what it is measured for. */
export async function checkAll() {
  for (const { state } of COOKIE_SESSIONS) {
    for (const subject of SUBJECTS) await checkSubject(subject, state)
  }
}

/**
 * The libraries, and the floors below ours, on each session.
 *
 * @returns {Promise<Record<string, Tasks>>}
 */
export async function libraryGroups() {
  /** @type {Record<string, Tasks>} */
  const groups = {}
  for (const { name, state } of COOKIE_SESSIONS) {
    for (const [operation, tasks] of Object.entries(await tasksOn(state))) {
      groups[groupName(/** @type {Operation} */ (operation), name)] = tasks
    }
  }
  return groups
}

/**
 * @param {State} state
 * @returns {Promise<Record<Operation, Tasks>>}
 */
async function tasksOn(state) {
  /** @type {Record<Operation, Record<string, Task>>} */
  const tasks = { read: {}, write: {}, change: {} }
  for (const [name, { read, write }] of await floorsOn(state)) {
    tasks.read[name] = read
    tasks.write[name] = write
  }
  for (const subject of SUBJECTS) {
    const { read, write, change } = await tasksOf(subject, state)
    tasks.read[subject.name] = read
    tasks.write[subject.name] = write
    if (change !== undefined) tasks.change[subject.name] = change
  }
  return tasks
}

/**
 * @param {State} state
 * @returns {Promise<(readonly [name: string, floor: import('./floor.js').Floor])[]>}
 */
async function floorsOn(state) {
  const pyramid = FORMATS.map(async ({ id }) => {
    const text = await textOf(await FUNCTIONS[id].prepare(state))
    return /** @type {const} */ ([floorName(id), floorOf(id, text, state)])
  })
  return [...(await Promise.all(pyramid)), [SEALED_FLOOR, sealedFloorOf(state)]]
}
