import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { sqliteStore } from '../../src/stores/sqlite.js'
import { describeStore } from '../contracts/store/index.js'

let folder = ''
const open: Database.Database[] = []
function database(): Database.Database {
  const made = new Database(join(folder, 'sessions.db'))
  open.push(made)
  return made
}

describeStore('sqlite', {
  open: (clock) => {
    folder = mkdtempSync(join(tmpdir(), 'cartouche-sqlite-'))
    return sqliteStore(database(), { clock })
  },
  openAgain: (clock) => sqliteStore(database(), { clock }),
  close: () => {
    for (const made of open.splice(0)) made.close()
    rmSync(folder, { recursive: true })
  },
})
