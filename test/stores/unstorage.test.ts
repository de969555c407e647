import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createStorage } from 'unstorage'
import fsDriver from 'unstorage/drivers/fs'
import { unstorageStore } from '../../src/stores/unstorage.js'
import { describeStore } from '../contracts/store/index.js'

const lacks = { atomic: 'a driver reads and writes whole sessions' }

let storage = createStorage()
describeStore('unstorage', {
  open: (clock) => unstorageStore((storage = createStorage()), { clock }),
  openAgain: (clock) => unstorageStore(storage, { clock }),
  lacks,
})

const base = mkdtempSync(join(tmpdir(), 'cartouche-unstorage-'))
const openFolder = (clock: () => number) =>
  unstorageStore(createStorage({ driver: fsDriver({ base }) }), { clock })
describeStore('unstorage in a folder', {
  open: openFolder,
  openAgain: openFolder,
  close: () => rmSync(base, { recursive: true, force: true }),
  lacks,
})
