/** Whether a session takes longer to read and to write where the store has many. */
import { measure, median, ratio } from '../measure.js'
import { REASONS } from '../reasons.js'
import { EXPIRES, idOf, postgres, redis, sqlite } from './engines.js'
import { bareOf, begin, librariesOn, requestOf } from './libraries.js'

/** @import { Row, Section } from '../section.js' */
/** @import { Engine } from './engines.js' */

const FEW = 100
/** @type {readonly { engine: () => Engine | Promise<Engine | undefined>, sizes: readonly number[] }[]} */
const SUBJECTS = [
  { engine: sqlite, sizes: [FEW, 10_000, 1_000_000] },
  { engine: redis, sizes: [FEW, 10_000, 1_000_000] },
  { engine: postgres, sizes: [FEW, 10_000, 100_000] },
]
/** How many of them requests use, where there are as many: more than a cache of 2 MB has room for. */
const USED = 5000

const FIELDS = new Map(Array.from({ length: 3 }, (_, n) => [`field ${n}`, 'x'.repeat(40)]))

/** What is measured: the store by itself, and requests to Express. @typedef {{ read: () => Promise<unknown>, write: () => Promise<unknown>, readRequest: () => Promise<unknown>, writeRequest: () => Promise<unknown> }} Measures */

const ACTIONS = /** @type {const} */ ([
  { key: 'readRequest', title: 'a request that reads' },
  { key: 'writeRequest', title: 'a request that writes' },
  { key: 'read', title: 'the store, read' },
  { key: 'write', title: 'the store, write' },
])
const BARE = 'without a session'

/** @type {(rounds: number, progress: (done: number, total: number) => void) => Promise<Section>} */
export async function measureGrowth(rounds, progress) {
  /** @type {Row[]} */
  const rows = []
  for (const { engine, sizes } of SUBJECTS) {
    rows.push(...(await rowsOf(engine, sizes, rounds, progress)))
  }
  return {
    id: 'stores-growth',
    title: 'Stores with many sessions',
    notes: [
      `A request to Express, less the time of one without a session, on sessions of 1 KB: ${USED.toLocaleString('en')} of those that are there take turns.`,
      'The store by itself: sessions of three fields of 40 characters, any of those that are there.',
      `×: times as long as in a store of ${FEW} sessions. The stores of all sizes take turns.`,
    ],
    columns: ACTIONS.flatMap(({ key, title }) => [
      { key, title, unit: /** @type {const} */ ('µs') },
      { key: `${key}Times`, title: '×', unit: /** @type {const} */ ('×') },
    ]),
    rows,
    goals: rows.filter(({ figures }) => figures['size'] !== FEW).flatMap(goalsOf),
  }
}

/** @param {Row} row */
const goalsOf = ({ name, figures }) =>
  ACTIONS.map(({ key, title }) => ({
    what: `stores with many sessions, ${title}: times as long as in one of ${FEW}`,
    at: name,
    measured: figures[`${key}Times`] ?? NaN,
    relation: /** @type {const} */ ('≤'),
    target: 1.5,
    why: REASONS.sqlite,
  }))

/** @type {(make: () => Engine | Promise<Engine | undefined>, sizes: readonly number[], rounds: number, progress: (done: number, total: number) => void) => Promise<Row[]>} */
async function rowsOf(make, sizes, rounds, progress) {
  /** @type {Engine[]} */
  const engines = []
  try {
    /** @type {Measures[]} */
    const all = []
    for (const size of sizes) {
      const engine = await make()
      if (engine === undefined) return []
      engines.push(engine)
      all.push(await filled(engine, size))
    }
    const bare = await bareOf('Express')
    const groups = ACTIONS.map(({ key }) => [
      key,
      {
        [BARE]: bare,
        ...Object.fromEntries(all.map((one, at) => [sizes[at], { wait: one[key] }])),
      },
    ])
    const times = await measure(Object.fromEntries(groups), { rounds, progress })
    return sizes.map((size) => rowOf(engines[0]?.name ?? '', size, times))
  } finally {
    for (const { close } of engines) await close()
  }
}

/**
 * Fills a store: with those that requests use, and with copies of one.
 *
 * @param {Engine} engine
 * @param {number} size
 * @returns {Promise<Measures>}
 */
async function filled(engine, size) {
  const [library] = librariesOn(engine)
  if (library === undefined) throw new Error('Sessions on an engine are measured in Express')
  const used = Math.min(USED, size / 2)
  const cookies = await begin(await library.make('read'), used)
  await engine.store.create(idOf(0), { fields: FIELDS, subject: undefined, expires: EXPIRES })
  await engine.multiply(idOf(0), size - used - 1)
  return {
    read: () => read(engine, size - used),
    write: () => write(engine, size - used),
    readRequest: await requestOf(library, 'read', cookies),
    writeRequest: await requestOf(library, 'write', cookies),
  }
}

/** @param {number} size */
const anyOf = (size) => idOf(Math.floor(Math.random() * size))

/** @param {Engine} engine @param {number} size */
async function read({ store }, size) {
  if ((await store.read(anyOf(size))) === undefined) throw new Error('The session is not there')
}

/** @param {Engine} engine @param {number} size */
async function write({ store }, size) {
  const set = new Map([['field 1', String(Math.random())]])
  const changes = { set, delete: [], expect: new Map(), expires: EXPIRES }
  const came = await store.update(anyOf(size), changes)
  if (came !== 'saved') throw new Error('The session is not there')
}

/** @type {(name: string, size: number, times: Record<string, Record<string, number[]>>) => Row} */
function rowOf(name, size, times) {
  /** @type {Record<string, number>} */
  const figures = { size }
  for (const { key } of ACTIONS) {
    const [own, few] = [size, FEW].map((of) => added(key, times[key] ?? {}, of))
    figures[key] = median(own ?? []) / 1000
    figures[`${key}Times`] = ratio(own, few)
  }
  return { name: `${name}, ${size.toLocaleString('en')} sessions`, figures }
}

/** @type {(key: string, times: Record<string, number[]>, size: number) => number[]} */
const added = (key, times, size) =>
  (times[size] ?? []).map(
    (time, round) => time - (key.endsWith('Request') ? (times[BARE]?.[round] ?? NaN) : 0),
  )
