/** The benchmark of stored sessions: what they add to a request, round trips, and growth. */
import { measure, median, ratio } from '../measure.js'
import { startEngines } from './engines.js'
import { measureGrowth } from './growth.js'
import { ACTIONS, BARE, librariesOn, requestOf } from './libraries.js'

/** @import { Goal, Part, Section } from '../section.js' */
/** @import { Times } from '../measure.js' */
/** @import { Engine } from './engines.js' */
/** @import { Action, Library } from './libraries.js' */

const COUNTED = 20

/** @type {Part} */
export const stores = {
  name: 'stores',
  run: async ({ rounds, progress }) => {
    const engines = await startEngines()
    try {
      const added = await measureAdded(engines, rounds, progress)
      return [added, await measureGrowth(rounds, progress)]
    } finally {
      for (const { close } of engines) await close()
    }
  },
}

/** @typedef {{ library: Library, figures: Record<string, number>, times: Record<string, number[]> }} Measured */

/** @type {(engines: readonly Engine[], rounds: number, progress: (done: number, total: number) => void) => Promise<Section>} */
async function measureAdded(engines, rounds, progress) {
  const all = engines.flatMap((engine) =>
    librariesOn(engine).map((library) => ({ engine, library })),
  )
  /** @type {Measured[]} */
  const measured = all.map(({ library }) => ({ library, figures: {}, times: {} }))
  for (const action of ACTIONS) {
    const tasks = await tasksOf(
      all.map(({ library }) => library),
      action,
    )
    const times = (await measure({ all: tasks }, { rounds, progress }))['all'] ?? {}
    for (const [index, { engine, library }] of all.entries()) {
      const { figures, times: added } = measured[index] ?? never()
      added[action] = lessBare(times, library)
      figures[action] = median(added[action] ?? []) / 1000
      figures[`${action}Trips`] = await tripsOf(engine, library, action)
    }
  }
  return sectionOf(measured)
}

const never = () => {
  throw new Error('There is a measurement for each')
}

/** @type {(libraries: readonly Library[], action: Action) => Promise<Record<string, { wait: () => Promise<unknown> }>>} */
async function tasksOf(libraries, action) {
  const tasks = { Express: await bareOf('Express'), Fastify: await bareOf('Fastify') }
  const entries = []
  for (const library of libraries) {
    entries.push([library.name, { wait: await requestOf(library, action) }])
  }
  return { ...tasks, ...Object.fromEntries(entries) }
}

/** @param {keyof typeof BARE} framework */
async function bareOf(framework) {
  const send = await BARE[framework]()
  return { wait: () => send('', () => undefined) }
}

/** @type {(times: Times, library: Library) => number[]} */
function lessBare(times, { name, framework }) {
  return (times[name] ?? []).map((time, round) => time - (times[framework]?.[round] ?? NaN))
}

/** @type {(engine: Engine, library: Library, action: Action) => Promise<number>} */
async function tripsOf(engine, library, action) {
  const request = await requestOf(library, action)
  const count = await engine.roundTrips(async () => {
    for (let left = COUNTED; left > 0; left--) await request()
  })
  return count / COUNTED
}

/** @param {readonly Measured[]} measured @returns {Section} */
function sectionOf(measured) {
  return {
    id: 'stores',
    title: 'What a stored session adds to a request',
    notes: [
      'Less the time of the same request without a session; 16 requests are under way at once, on sessions of 1 KB that take turns.',
      'Express: its middleware, called with requests as node:http makes them. Fastify: an application, by inject().',
      'read: one key. touch: the time of the last use is noted besides. write: one key is changed.',
      'express-session and @fastify/session use connect-redis on Redis, and their own stores in memory.',
      'Round trips: commands that the server was sent for one request. What is in the process has none.',
    ],
    columns: [
      ...ACTIONS.map((action) => ({
        key: action,
        title: action,
        unit: /** @type {const} */ ('µs'),
      })),
      ...ACTIONS.map((action) => ({
        key: `${action}Trips`,
        title: `${action}: round trips`,
        unit: /** @type {const} */ ('×'),
      })),
    ],
    rows: measured.map(({ library, figures }) => ({ name: library.name, figures })),
    goals: measured.flatMap((one) => goalsOf(one, measured)),
  }
}

/** @type {(theirs: Measured, all: readonly Measured[]) => Goal[]} */
function goalsOf(theirs, all) {
  const { framework, engine, isOurs } = theirs.library
  if (isOurs || engine !== 'Redis') return []
  const ours = all.find(
    ({ library }) => library.isOurs && library.framework === framework && library.engine === engine,
  )
  return ACTIONS.flatMap((action) => [
    {
      what: `${framework}, Redis, ${action}: time added ÷ that of connect-redis`,
      measured: ratio(ours?.times[action], theirs.times[action]),
      relation: /** @type {const} */ ('≤'),
      target: 1,
    },
    {
      what: `${framework}, Redis, ${action}: round trips less those of connect-redis`,
      measured:
        (ours?.figures[`${action}Trips`] ?? NaN) - (theirs.figures[`${action}Trips`] ?? NaN),
      relation: /** @type {const} */ ('≤'),
      target: 0,
    },
  ])
}
