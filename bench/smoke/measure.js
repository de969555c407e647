/** What the smoke run measures: our two main formats, on a session of 1 KB, and the floors below them. */
import { checkSubject } from '../core/check.js'
import { floorOf } from '../core/floor.js'
import { FORMATS } from '../core/formats.js'
import { FUNCTIONS } from '../core/functions.js'
import { tasksOf, textOf } from '../core/subject.js'
import { measure, ratio } from '../measure.js'
import { COOKIE_SESSIONS } from '../sessions.js'

/** @import { SyncTask, Tasks } from '../measure.js' */
/** @import { Ratios } from './compare.js' */

/** So many, and so short, that what disturbs the machine disturbs ours and the floor alike. */
const ROUNDS = 100
const MILLISECONDS = 0.5

/**
 * @param {number} slower how many times everything of ours is done
 * @returns {Promise<Record<string, Tasks>>}
 */
export async function smokeGroups(slower = 1) {
  const state = COOKIE_SESSIONS.find(({ name }) => name === '1 KB')?.state ?? {}
  /** @type {Record<string, Tasks>} */
  const groups = {}
  for (const format of FORMATS.filter(({ id }) => id === 'hex' || id === 'sha512')) {
    await checkSubject(format, state)
    const ours = await tasksOf(format, state)
    const text = await textOf(await FUNCTIONS[format.id].prepare(state))
    const floor = floorOf(format.id, text, state)
    for (const operation of /** @type {const} */ (['read', 'write'])) {
      const task = /** @type {SyncTask} */ (ours[operation])
      groups[`${operation}, ${format.short}`] = {
        ours: repeated(task, slower),
        floor: floor[operation],
      }
    }
  }
  return groups
}

/** @type {(task: SyncTask, times: number) => SyncTask} */
function repeated(task, times) {
  if (times === 1) return task
  return () => {
    let result
    for (let left = times; left > 0; left--) result = task()
    return result
  }
}

/**
 * How many times as long as its floor each takes.
 *
 * @param {Record<string, Tasks>} groups
 * @returns {Promise<Ratios>}
 */
export async function measureRatios(groups) {
  const times = await measure(groups, {
    rounds: ROUNDS,
    unkept: ROUNDS,
    milliseconds: MILLISECONDS,
  })
  return Object.fromEntries(
    Object.entries(times).map(([name, { ours, floor }]) => [name, ratio(ours, floor)]),
  )
}
