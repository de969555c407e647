/** The benchmark of stored sessions: what they add to a request, round trips, and growth. */
import { AT_ONCE, measure, median, ratio } from '../measure.js'
import { REASONS } from '../reasons.js'
import { startEngines } from './engines.js'
import { measureGrowth } from './growth.js'
import { ACTIONS, bareOf, librariesOn, requestOf } from './libraries.js'

/** @import { Goal, Part, Section } from '../section.js' */
/** @import { Times } from '../measure.js' */
/** @import { Engine } from './engines.js' */
/** @import { Action, Library } from './libraries.js' */

const COUNTED = 20
/** Requests before the first that is measured: a server is compiled by then. */
const FIRST = 4000

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
      figures[`${action}Trips`] = (await commandsOf(engine, library, action)).length / COUNTED
    }
  }
  for (const [index, { engine, library }] of all.entries()) {
    const sent = await commandsOf(engine, library, 'same')
    const { figures } = measured[index] ?? never()
    figures['sameWrites'] = sent.filter((name) => !READING.has(name)).length / COUNTED
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
    const wait = await requestOf(library, action)
    await warmUp(wait)
    entries.push([library.name, { wait }])
  }
  return { ...tasks, ...Object.fromEntries(entries) }
}

/** @param {() => Promise<unknown>} request */
async function warmUp(request) {
  for (let left = FIRST; left > 0; left -= AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, request))
  }
}

/** @type {(times: Times, library: Library) => number[]} */
function lessBare(times, { name, framework }) {
  return (times[name] ?? []).map((time, round) => time - (times[framework]?.[round] ?? NaN))
}

/** What only reads, on any engine. */
const READING = new Set(['GET', 'LRANGE', 'SELECT'])

/** @type {(engine: Engine, library: Library, action: Action) => Promise<string[]>} */
async function commandsOf(engine, library, action) {
  const request = await requestOf(library, action)
  return engine.commands(async () => {
    for (let left = COUNTED; left > 0; left--) await request()
  })
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
      'Nothing changed: commands that write, for a request that reads one key, with all settings as the library has them.',
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
      { key: 'sameWrites', title: 'nothing changed: writes', unit: '×' },
    ],
    rows: measured.map(({ library, figures }) => ({ name: library.name, figures })),
    goals: measured.flatMap((one) => goalsOf(one, measured)),
  }
}

/** @type {(ours: Measured) => Goal} */
const goalOfSame = ({ library: { framework, engine }, figures }) => ({
  what: 'stored sessions, nothing changed: commands that write',
  at: `${framework}, ${engine}`,
  measured: figures['sameWrites'] ?? NaN,
  relation: '≤',
  target: 0,
  why: REASONS.stored,
})

/** @type {(theirs: Measured, all: readonly Measured[]) => Goal[]} */
function goalsOf(theirs, all) {
  const { framework, engine, isOurs } = theirs.library
  if (isOurs && (engine === 'Redis' || engine === 'PostgreSQL')) return [goalOfSame(theirs)]
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
      why: REASONS.stored,
    },
    {
      what: `${framework}, Redis, ${action}: round trips less those of connect-redis`,
      measured:
        (ours?.figures[`${action}Trips`] ?? NaN) - (theirs.figures[`${action}Trips`] ?? NaN),
      relation: /** @type {const} */ ('≤'),
      target: 0,
      why: REASONS.stored,
    },
  ])
}
