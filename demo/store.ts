/** Where the stored sessions of the demo are: in memory, or in a database of SQLite by `SESSION_STORE=sqlite`. */
import { mkdirSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { memoryStore } from 'cartouche/stores/memory'
import { sqliteStore } from 'cartouche/stores/sqlite'
import type { SessionStore } from 'cartouche/stores/sqlite'
import { codeOf } from './code.js'

export interface DemoStore {
  readonly store: SessionStore
  /** For people. */
  readonly place: string
  /** The code that made it. */
  readonly code: string
}

/** Sessions that have expired, removed at once. */
const SWEPT = 1000

const FILE = fileURLToPath(new URL('../sessions.db', import.meta.url))

const STORES: Readonly<Record<string, () => DemoStore | Promise<DemoStore>>> = {
  memory: inMemory,
  sqlite: async () => ({
    store: await openSqlite(FILE),
    place: relative('.', FILE),
    code: codeOf(openSqlite),
  }),
}

/** Where stored sessions are unless something else is said. */
export function inMemory(): DemoStore {
  return { store: openMemory(), place: 'memory', code: codeOf(openMemory) }
}

function openMemory(): SessionStore {
  return memoryStore()
}

/** @throws {Error} with words for people, for a name that there is none of */
export async function openStore(name = 'memory'): Promise<DemoStore> {
  const open = Object.hasOwn(STORES, name) ? STORES[name] : undefined
  if (open !== undefined) return await open()
  const names = Object.keys(STORES).join(' or ')
  throw new Error(`SESSION_STORE must be ${names}, not ${JSON.stringify(name)}`)
}

async function openSqlite(file: string): Promise<SessionStore> {
  mkdirSync(dirname(file), { recursive: true })
  const { default: Database } = await import('better-sqlite3')
  const store = sqliteStore(new Database(file))
  while ((await store.cleanup(SWEPT)) === SWEPT);
  return store
}
