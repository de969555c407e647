/** Whether a session takes longer to read and to write where the store has many. */
import { measure, median, ratio } from '../measure.js'
import { REASONS } from '../reasons.js'
import { EXPIRES, idOf, mappedSqlite, postgres, redis, sqlite } from './engines.js'

/** @import { Row, Section } from '../section.js' */
/** @import { Engine } from './engines.js' */

const FEW = 100
/** @type {readonly { engine: () => Engine | Promise<Engine | undefined>, sizes: readonly number[] }[]} */
const SUBJECTS = [
  { engine: sqlite, sizes: [FEW, 10_000, 1_000_000] },
  { engine: mappedSqlite, sizes: [FEW, 10_000, 1_000_000] },
  { engine: redis, sizes: [FEW, 10_000, 1_000_000] },
  { engine: postgres, sizes: [FEW, 10_000, 100_000] },
]

const FIELDS = new Map(Array.from({ length: 3 }, (_, n) => [`field ${n}`, 'x'.repeat(40)]))

/** @param {Engine} engine @param {number} size */
async function fill({ store, multiply }, size) {
  await store.create(idOf(0), { fields: FIELDS, subject: undefined, expires: EXPIRES })
  await multiply(idOf(0), size - 1)
}

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
      'Sessions of three fields of 40 characters are read and changed, any of those that are there; the stores of all sizes take turns.',
      `×: times as long as in a store of ${FEW} sessions.`,
    ],
    columns: [
      { key: 'read', title: 'read', unit: 'µs' },
      { key: 'readTimes', title: '×', unit: '×' },
      { key: 'write', title: 'write', unit: 'µs' },
      { key: 'writeTimes', title: '×', unit: '×' },
    ],
    rows,
    goals: rows
      .filter(({ figures }) => figures['size'] !== FEW)
      .flatMap(({ name, figures }) =>
        ['read', 'write'].map((action) => ({
          what: `stores with many sessions, ${action}: times as long as in one of ${FEW}`,
          at: name,
          measured: figures[`${action}Times`] ?? NaN,
          relation: /** @type {const} */ ('≤'),
          target: 1.5,
          why: REASONS.sqlite,
        })),
      ),
  }
}

/** @type {(make: () => Engine | Promise<Engine | undefined>, sizes: readonly number[], rounds: number, progress: (done: number, total: number) => void) => Promise<Row[]>} */
async function rowsOf(make, sizes, rounds, progress) {
  /** @type {Engine[]} */
  const engines = []
  try {
    for (const size of sizes) {
      const engine = await make()
      if (engine === undefined) return []
      engines.push(engine)
      await fill(engine, size)
    }
    const groups = { read: tasksOf(engines, sizes, read), write: tasksOf(engines, sizes, write) }
    const times = await measure(groups, { rounds, progress })
    return sizes.map((size) => rowOf(engines[0]?.name ?? '', size, times))
  } finally {
    for (const { close } of engines) await close()
  }
}

/** @type {(engines: readonly Engine[], sizes: readonly number[], act: (engine: Engine, size: number) => unknown) => Record<string, { wait: () => Promise<unknown> }>} */
const tasksOf = (engines, sizes, act) =>
  Object.fromEntries(
    engines.map((engine, at) => {
      const size = sizes[at] ?? FEW
      return [String(size), { wait: async () => act(engine, size) }]
    }),
  )

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
function rowOf(name, size, { read = {}, write = {} }) {
  const few = String(FEW)
  return {
    name: `${name}, ${size.toLocaleString('en')} sessions`,
    figures: {
      size,
      read: median(read[size] ?? []) / 1000,
      readTimes: ratio(read[size], read[few]),
      write: median(write[size] ?? []) / 1000,
      writeTimes: ratio(write[size], write[few]),
    },
  }
}
