/** The engines that sessions are measured on, each with our store and with those of others where they have one. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { connect } from 'node:net'
import Database from 'better-sqlite3'
import { memoryStore } from 'cartouche/stores/memory'
import { createTable, postgresStore } from 'cartouche/stores/postgres'
import { redisStore } from 'cartouche/stores/redis'
import { sqliteStore } from 'cartouche/stores/sqlite'
import { RedisStore } from 'connect-redis'
import { Pool } from 'pg'
import { createClient } from 'redis'
import { startPostgres, startRedis } from './servers.js'

/** @import { SessionStore } from 'cartouche' */

/**
 * @typedef {object} Engine
 * @property {string} name
 * @property {SessionStore} store
 * @property {(() => unknown) | undefined} theirs makes a store for the other libraries, where one is measured
 * @property {(act: () => Promise<unknown>) => Promise<string[]>} commands the names of those that the server is sent while something is done
 * @property {(id: string, count: number) => unknown} multiply copies a session, to the ids of 1 and so on: faster than the store could
 * @property {() => Promise<void> | void} close
 */

const FACTOR = 2_654_435_761
const MODULUS = 4_294_967_296
const ID_LENGTH = 43

/** Of sessions that are multiplied: seconds since 1970. */
export const EXPIRES = 4_000_000_000

/** Numbers in disorder: what follows each other in time does not in an index. */
/** @param {number} n */
export const idOf = (n) => String((n * FACTOR) % MODULUS).padStart(ID_LENGTH, '0')

/** What is in this process has none. */
/** @type {Engine['commands']} */
const none = () => Promise.resolve([])

/** @returns {Engine} */
const memory = () => ({
  name: 'memory',
  store: memoryStore(),
  theirs: () => undefined,
  commands: none,
  multiply: () => undefined,
  close: () => undefined,
})

/** Node's own where it has one: the add-on is for the version of Node that it was installed with. */
/** @param {string} file @returns {import('better-sqlite3').Database} */
function openDatabase(file) {
  const { DatabaseSync = Database } = /** @type {any} */ (
    process.getBuiltinModule('node:sqlite') ?? {}
  )
  return new DatabaseSync(file)
}

/** KiB of the connection's cache as SQLite has it, and while many sessions are made. */
const CACHE = { usual: 2000, filling: 400_000 }

/** @returns {Engine} */
export function sqlite() {
  const folder = mkdtempSync(join(tmpdir(), 'cartouche-bench-'))
  const database = openDatabase(join(folder, 'sessions.db'))
  database.exec('PRAGMA synchronous = NORMAL')
  const close = () => {
    database.close()
    rmSync(folder, { recursive: true })
  }
  const store = sqliteStore(database)
  /** @type {Engine['multiply']} */
  const multiply = async (id, count) => {
    const fields = (await store.read(id)) ?? new Map()
    database.exec(`PRAGMA cache_size = -${CACHE.filling}; BEGIN`)
    for (let n = 1; n <= count; n++) {
      await store.create(idOf(n), { fields, subject: undefined, expires: EXPIRES })
    }
    database.exec(`COMMIT; PRAGMA cache_size = -${CACHE.usual}`)
  }
  return { name: 'SQLite', store, theirs: undefined, commands: none, multiply, close }
}

/** @returns {Promise<Engine | undefined>} */
export async function redis() {
  const server = await startRedis()
  if (server === undefined) return undefined
  const client = createClient({ url: server.url })
  await client.connect()
  const close = async () => {
    client.destroy()
    await server.stop()
  }
  return {
    name: 'Redis',
    store: redisStore(client),
    theirs: () => new RedisStore({ client: /** @type {any} */ (client) }),
    commands: (act) => commandsDuring(server.port, act),
    multiply: async (id, count) => {
      for (let from = 1; from <= count; from += BATCH) {
        const to = Math.min(count, from + BATCH - 1)
        await client.eval(COPIES, { arguments: [id, String(from), String(to)] })
      }
    },
    close,
  }
}

/** A script keeps others waiting. */
const BATCH = 10_000
const COPIES = `
  for n = ARGV[2], ARGV[3] do
    local id = string.format('%0${ID_LENGTH}.0f', n * ${FACTOR} % ${MODULUS})
    redis.call('COPY', 'cartouche:' .. ARGV[1], 'cartouche:' .. id)
  end`

/** Milliseconds after which a server has told of all. */
const SETTLED = 200

/**
 * The commands that a server is sent, without those that scripts run.
 *
 * @param {number} port
 * @param {() => Promise<unknown>} act
 */
async function commandsDuring(port, act) {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8')
  let heard = ''
  socket.on('data', (text) => (heard += text))
  socket.write('MONITOR\r\n')
  await setTimeout(SETTLED)
  await act()
  await setTimeout(SETTLED)
  socket.destroy()
  return [...heard.matchAll(/^\+[\d.]+ \[\d+ (?!lua)[^\]]*\] "(\w+)"/gm)].map(
    ([, name]) => name ?? '',
  )
}

/** @returns {Promise<Engine | undefined>} */
export async function postgres() {
  const server = await startPostgres()
  if (server === undefined) return undefined
  const pool = new Pool({ connectionString: server.url })
  pool.on('error', () => undefined)
  await whenUp(() => createTable(pool))
  /** @type {string[]} */
  let sent = []
  const query = pool.query.bind(pool)
  pool.query = /** @type {any} */ (
    (/** @type {[any, any]} */ ...args) =>
      (sent.push(nameOf(args[0])), query(...args))
  )
  const close = async () => {
    await pool.end()
    await server.stop()
  }
  /** @type {Engine['commands']} */
  const commands = async (act) => {
    sent = []
    await act()
    return sent
  }
  /** @type {Engine['multiply']} */
  const multiply = async (id, count) => {
    await query(
      `INSERT INTO cartouche_sessions SELECT (jsonb_populate_record(one, jsonb_build_object('id',
        lpad((n::bigint * ${FACTOR} % ${MODULUS})::text, ${ID_LENGTH}, '0')))).*
      FROM cartouche_sessions one, generate_series(1, $2) n WHERE one.id = $1`,
      [id, count],
    )
    await query('ANALYZE cartouche_sessions')
  }
  const store = postgresStore(pool)
  return { name: 'PostgreSQL', store, theirs: undefined, commands, multiply, close }
}

/** The first word of a statement. */
/** @param {string | { text: string }} query */
const nameOf = (query) =>
  (typeof query === 'string' ? query : query.text).trim().split(/\s/, 1)[0] ?? ''

/** A server of PostgreSQL takes connections before it answers. */
/** @param {() => Promise<unknown>} act */
async function whenUp(act) {
  for (;;) {
    try {
      return await act()
    } catch (error) {
      if (/** @type {{ code?: string }} */ (error).code !== STARTING) throw error
      await setTimeout(SETTLED)
    }
  }
}

/** PostgreSQL's code for a server that starts. */
const STARTING = '57P03'

/** Those that the machine has. */
export async function startEngines() {
  const all = [memory(), sqlite(), await redis(), await postgres()]
  return all.filter((engine) => engine !== undefined)
}
