/** On `node:sqlite`, where the runtime has it, as Node from 22.13 on: `npm run test:runtimes` runs them all. */
import { describe } from 'vitest'
import { sqliteRevocationList, sqliteStore } from '../../src/stores/sqlite.js'
import type { SqliteDatabase } from '../../src/stores/sqlite.js'
import { describeRevocations } from '../contracts/revocations.js'
import { describeStore } from '../contracts/store/index.js'

interface Module {
  readonly DatabaseSync: new (path: string, options?: object) => SqliteDatabase
}

const builtin = (globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } })
  .process
const { DatabaseSync } = usable(builtin?.getBuiltinModule?.('node:sqlite') ?? {})

/** That of workerd is there, and makes no databases. */
function usable(module: Partial<Module>): Partial<Module> {
  try {
    const database = module.DatabaseSync && new module.DatabaseSync(':memory:')
    return database === undefined ? {} : module
  } catch {
    return {}
  }
}

/** What the options of a connection make of its answers. */
const MANNERS = {
  'as it is': {},
  'with bigints': { readBigInts: true },
  'with arrays': { returnArrays: true },
}

describe.skipIf(DatabaseSync === undefined)('node:sqlite', () => {
  describe.each(Object.entries(MANNERS))('%s', (name, manner) => {
    let database: SqliteDatabase
    describeStore(`sqlite, ${name}`, {
      open: (clock) => {
        database = new DatabaseSync!(':memory:', manner)
        return sqliteStore(database, { clock })
      },
      openAgain: (clock) => sqliteStore(database, { clock }),
    })
  })

  let database: SqliteDatabase
  describeRevocations(
    'sqlite',
    (clock) => {
      database = new DatabaseSync!(':memory:')
      return sqliteRevocationList(database, { clock })
    },
    () => database.prepare('SELECT key FROM cartouche_revocations').all().length,
  )
})
