import { createRequire } from 'node:module'
import { vi } from 'vitest'
import { expressSessionStore } from '../../src/stores/express-session.js'
import type { ExpressSessionStoreLike } from '../../src/stores/express-session.js'
import { describeStore } from '../contracts/store/index.js'

/** What express-session says of its stores, without its types: they would give all requests a session. */
type StoreClass = new (options?: object) => ExpressSessionStoreLike
const require = createRequire(import.meta.url)
const expressSession = require('express-session') as { MemoryStore: StoreClass }
const makeMemoryStore = require('memorystore') as (session: object) => StoreClass

const lacks = {
  forever: 'such a store keeps nothing for ever',
  atomic: 'such a store reads and writes whole sessions',
  expired: 'such a store removes by itself what has expired',
}

/** Such stores go by the time of the machine. */
function goBy(clock: () => number): void {
  vi.spyOn(Date, 'now').mockImplementation(() => clock() * 1000)
}
const close = (): void => void vi.restoreAllMocks()

let memory = new expressSession.MemoryStore()
describeStore('MemoryStore of express-session', {
  open: (clock) => {
    goBy(clock)
    return expressSessionStore((memory = new expressSession.MemoryStore()))
  },
  openAgain: () => expressSessionStore(memory),
  close,
  lacks,
})

const MemoryStore = makeMemoryStore(expressSession)
/** As many are: without what the documentation of express-session calls optional. */
const newLeast = (): ExpressSessionStoreLike =>
  Object.assign(new MemoryStore({}), { all: undefined as never })
let least = newLeast()
describeStore('memorystore, without all()', {
  open: (clock) => {
    goBy(clock)
    return expressSessionStore((least = newLeast()))
  },
  openAgain: () => expressSessionStore(least),
  close,
  lacks: { ...lacks, subjects: 'not every such store can list what it has' },
})
