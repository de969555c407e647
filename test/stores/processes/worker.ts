/**
 * One of several processes that work on the same sessions at once. Its argument is an {@link Order} as JSON; it says
 * when it is ready, begins when it is told to, and says what came of it.
 */
import { once } from 'node:events'
import Database from 'better-sqlite3'
import { Pool } from 'pg'
import { postgresStore } from '../../../src/stores/postgres.js'
import type { SessionStore, StoredChanges } from '../../../src/stores/shared-store.js'
import { sqliteStore } from '../../../src/stores/sqlite.js'
import type { Engine, Order, Task } from './run.js'

/** How much one process does at once, where the engine lets it. */
const AT_ONCE = 4

interface Opened {
  readonly store: SessionStore
  readonly close: () => Promise<void> | void
}

const openers: Record<Engine, (address: string) => Opened> = {
  sqlite: (address) => {
    // Without a time to wait of its own: the store's is enough.
    const database = new Database(address, { timeout: 0 })
    return { store: sqliteStore(database), close: () => void database.close() }
  },
  postgres: (address) => {
    const pool = new Pool({ connectionString: address, max: AT_ONCE })
    return { store: postgresStore(pool), close: () => pool.end() }
  },
}

const changes = (parts: Partial<StoredChanges>): StoredChanges => ({
  set: new Map(),
  delete: [],
  expect: new Map(),
  expires: null,
  ...parts,
})

/** Adds one to a field, whoever else does; a conflict must tell of what another one has counted. */
async function increment({ store, ids }: Work): Promise<string> {
  const id = ids[0]!
  let seen = (await store.read(id))!.get('count')!
  for (;;) {
    const set = new Map([['count', String(Number(seen) + 1)]])
    const came = await store.update(id, changes({ expect: new Map([['count', seen]]), set }))
    if (typeof came === 'string') return came
    const now = came.get('count')!
    if (!(Number(now) > Number(seen))) throw new Error(`A conflict of ${seen} tells of ${now}`)
    seen = now
  }
}

async function writeOwnField({ store, ids, index, of }: Work, n: number): Promise<string> {
  const set = new Map([[`field ${n * of + index}`, '1']])
  return String(await store.update(ids[0]!, changes({ set })))
}

/** More than are under way at once elsewhere, so that some come before the delete and some after. */
const TIMES = 4

/**
 * Writes to each of the sessions some times, with an expectation in one of the processes; the first one deletes it in the
 * midst of that. Gives what came, in turn.
 */
async function writeOrDelete({ store, ids, index }: Work, n: number): Promise<string> {
  const expect = new Map(index === 1 ? [['a', '1']] : [])
  const came: string[] = []
  for (let times = 0; times < TIMES; times++) {
    const parts = { expect, set: new Map([['b', String(times)]]) }
    if (index === 0 && times === TIMES / 2) came.push(String(await store.delete(ids[n]!)))
    came.push(String(await store.update(ids[n]!, changes(parts))))
  }
  return came.join(' ')
}

/** Writes the same to three fields, until it is ended. */
async function writeForever({ store, ids }: Work, n: number): Promise<string> {
  for (let count = 0; ; count++) {
    const text = String(count)
    const set = new Map(['a', 'b', 'c'].map((name) => [name, text]))
    await store.update(ids[n]!, changes({ set }))
  }
}

interface Work extends Order {
  readonly store: SessionStore
}

const tasks: Record<Task, (work: Work, n: number) => Promise<string>> = {
  increment,
  writeOwnField,
  writeOrDelete,
  writeForever,
}

const order = JSON.parse(process.argv[2]!) as Order
const { store, close } = openers[order.engine](order.address)
process.send!('ready')
await once(process, 'message')

const outcomes: string[] = []
let next = 0
async function work(): Promise<void> {
  while (next < order.times) {
    const n = next++
    outcomes[n] = await tasks[order.task]({ ...order, store }, n)
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, work))
await close()
process.send!(outcomes)
process.disconnect()
