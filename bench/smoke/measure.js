/**
 * What the smoke run measures: two of Pyramid's formats and our own, on a small session and one of 1 KB, and the floors
 * below them; and what a sealed session adds in a server.
 */
import { checkSubject } from '../core/check.js'
import { floorOf, sealedFloorOf } from '../core/floor.js'
import { FORMATS } from '../core/formats.js'
import { FUNCTIONS } from '../core/functions.js'
import { SEALED, SIGNED } from '../core/modern.js'
import { tasksOf, textOf } from '../core/subject.js'
import { measureFramework } from '../http/rounds.js'
import { VARIANTS } from '../http/variants.js'
import { measure, ratio } from '../measure.js'
import { COOKIE_SESSIONS } from '../sessions.js'

/** @import { SyncTask, Tasks } from '../measure.js' */
/** @import { Floor } from '../core/floor.js' */
/** @import { FormatName } from '../core/formats.js' */
/** @import { Subject } from '../core/subject.js' */
/** @import { State } from '../sessions.js' */
/** @import { Ratios } from './compare.js' */

/** So many, and so short, that what disturbs the machine disturbs ours and the floor alike. */
const ROUNDS = 100
const MILLISECONDS = 0.5

/**
 * @param {number} slower how many times everything of ours is done
 * @returns {Promise<Record<string, Tasks>>}
 */
export async function smokeGroups(slower = 1) {
  const sessions = COOKIE_SESSIONS.filter(({ name }) => SIZES.includes(name))
  return Object.assign({}, ...(await Promise.all(sessions.map((one) => groupsOf(one, slower)))))
}

/** What each session takes, whatever is in it, shows where there is little. */
const SIZES = ['157 B', '1 KB']

/** @type {(session: { name: string, state: State }, slower: number) => Promise<Record<string, Tasks>>} */
async function groupsOf({ name, state }, slower) {
  /** @type {Record<string, Tasks>} */
  const groups = {}
  for (const [format, floor] of await pairsOn(state)) {
    await checkSubject(format, state)
    const ours = await tasksOf(format, state)
    for (const operation of /** @type {const} */ (['read', 'write'])) {
      const task = /** @type {SyncTask} */ (ours[operation])
      groups[`${operation} ${name}, ${format.short}`] = {
        ours: repeated(task, slower),
        floor: floor[operation],
      }
    }
  }
  return groups
}

/**
 * Our formats, each with the floor below it.
 *
 * @param {State} state
 * @returns {Promise<(readonly [format: Subject & { short: string }, floor: Floor])[]>}
 */
async function pairsOn(state) {
  /** @param {FormatName} id */
  const floor = async (id) => floorOf(id, await textOf(await FUNCTIONS[id].prepare(state)), state)
  const pyramid = FORMATS.filter(({ id }) => id === 'hex' || id === 'sha512')
  return [
    ...(await Promise.all(
      pyramid.map(async (format) => /** @type {const} */ ([format, await floor(format.id)])),
    )),
    [SEALED, sealedFloorOf(state)],
    [SIGNED, await floor('sha256')],
  ]
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

const SERVED = 'server: sealed, read and reissued, cookie-session as the floor'
const SERVER_ROUNDS = 15
/** Requests. The benchmark has more: here it need not be the whole truth, and soon. */
const WARM_UP = 5000

/**
 * The processor time that a sealed session adds to a request of node:http, next to that of cookie-session.
 *
 * @param {number} slower how many times everything of ours is done
 * @returns {Promise<Ratios>}
 */
export async function measureServer(slower = 1) {
  const names = ['cartouche, sealed: read and reissued', 'cookie-session: read and reissued']
  const variants = VARIANTS.filter(({ name }) => names.includes(name)).map((variant) =>
    slower > 1 && variant.library === 'cartouche, sealed'
      ? { ...variant, library: /** @type {const} */ (`cartouche, sealed × ${slower}`) }
      : variant,
  )
  const times = await measureFramework('node:http', variants, SERVER_ROUNDS, {
    warmUp: WARM_UP,
  })
  const [ours, theirs] = names.map((name) =>
    (times.get(name) ?? []).map(({ variant, baseline }) => variant / baseline - 1),
  )
  return { [SERVED]: ratio(ours, theirs) }
}
