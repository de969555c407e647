import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createStorage, prefixStorage } from 'unstorage'
import { createStorage as createOldStorage } from 'unstorage-oldest'
import fsDriver from 'unstorage/drivers/fs'
import { describe, expect, test, vi } from 'vitest'
import { OptionError } from '../../src/index.js'
import { unstorageStore } from '../../src/stores/unstorage.js'
import type { UnstorageLike, UnstorageStoreOptions } from '../../src/stores/unstorage.js'
import { describeStore } from '../contracts/store/index.js'

const lacks = { atomic: 'a driver reads and writes whole sessions' }

let storage = createStorage()
describeStore('unstorage', {
  open: (clock) => unstorageStore((storage = createStorage()), { clock }),
  openAgain: (clock) => unstorageStore(storage, { clock }),
  lacks,
})

let older = createOldStorage()
describeStore('unstorage 1.10', {
  open: (clock) => unstorageStore((older = createOldStorage()), { clock }),
  openAgain: (clock) => unstorageStore(older, { clock }),
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

const NOW = 1_700_000_000
const clock = (): number => NOW + 0.5
const FIELDS = new Map([['a', '1']])
const session = { fields: FIELDS, subject: 'ann', expires: NOW + 60 }
const changes = { set: new Map(), delete: [], expect: new Map(), expires: NOW + 60 }
const ID = 'i'.repeat(43)
const ENTRY = `cartouche:sessions:${ID}`

/** A store over a storage whose writes are noted. */
function watched(options: UnstorageStoreOptions = {}) {
  const storage = createStorage()
  const set = vi.spyOn(storage, 'setItem')
  const written = () => set.mock.calls.splice(0).map(([key, , given]) => [key, given])
  return { storage, store: unstorageStore(storage, { clock, ...options }), written }
}

test('drivers are told in seconds how long to keep a session, and its place in the list', async () => {
  const { store, written } = watched()
  const listing = expect.stringMatching(/^cartouche:subjects:[\w-]{43}:i{43}$/)
  await store.create(ID, session)
  expect(written()).toEqual([
    [ENTRY, { ttl: 60 }],
    [listing, { ttl: 60 }],
  ])
  await store.update(ID, { ...changes, expires: NOW + 90 })
  expect(written()).toEqual([
    [ENTRY, { ttl: 90 }],
    [listing, { ttl: 90 }],
  ])
  await store.update(ID, { ...changes, expires: null })
  expect(written()).toEqual([
    [ENTRY, {}],
    [listing, {}],
  ])
})

test('an update that changes no times leaves the list as it is, and one of nothing is not written', async () => {
  const { store, written } = watched()
  await store.create(ID, session)
  written()
  await store.update(ID, { ...changes, set: FIELDS })
  expect(written()).toEqual([[ENTRY, { ttl: 60 }]])
  await store.update(ID, changes)
  expect(written()).toEqual([])
})

test('a session of nobody is in no list', async () => {
  const { store, written } = watched()
  await store.create(ID, { ...session, subject: undefined })
  expect(written()).toEqual([[ENTRY, { ttl: 60 }]])
})

test('stores of two prefixes, or over two prefixes of one storage, do not know each other', async () => {
  const { storage, store } = watched()
  const others = [
    unstorageStore(storage, { clock, prefix: 'other:one' }),
    unstorageStore(prefixStorage(storage, 'below'), { clock }),
  ]
  await store.create(ID, session)
  for (const other of others) {
    expect(await other.read(ID)).toBeUndefined()
    expect(await other.ofSubject('ann')).toEqual(new Map())
    expect(await other.create(ID, session)).toBe(true)
  }
  expect([...(await store.ofSubject('ann')).keys()]).toEqual([ID])
})

test('the list of a subject forgets what is not there any more', async () => {
  const { storage, store } = watched()
  await store.create(ID, session)
  await storage.removeItem(ENTRY)
  expect(await storage.getKeys()).toHaveLength(1)
  expect(await store.ofSubject('ann')).toEqual(new Map())
  expect(await storage.getKeys()).toEqual([])
})

describe.each([
  ['refuses it', false],
  ['does it, and the answer is lost', true],
])('where the driver %s, the place in the list of a subject', (_, isDone) => {
  function failing() {
    const storage = createStorage()
    const { setItem } = storage
    let isFailing = false
    const set = vi.spyOn(storage, 'setItem').mockImplementation(async (key, value, options) => {
      const fails = isFailing && key.includes(':subjects:')
      if (!fails || isDone) await setItem(key, value, options)
      if (!fails) return
      isFailing = false
      throw new Error('EIO')
    })
    const written = () =>
      set.mock.calls.splice(0).flatMap(([key, , given]) => (key === ENTRY ? [] : [[key, given]]))
    const failOnce = (): void => void (isFailing = true)
    return { store: unstorageStore(storage, { clock }), written, failOnce }
  }

  test('is made when a new session is asked for again', async () => {
    const { store, failOnce } = failing()
    failOnce()
    await expect(store.create(ID, session)).rejects.toThrow('EIO')
    expect(await store.create(ID, session)).toBe(true)
    expect([...(await store.ofSubject('ann')).keys()]).toEqual([ID])
  })

  test('is kept for as long as its session once that is changed again', async () => {
    const { store, written, failOnce } = failing()
    await store.create(ID, session)
    failOnce()
    const longer = { ...changes, expires: NOW + 90 }
    await expect(store.update(ID, longer)).rejects.toThrow('EIO')
    written()
    await store.update(ID, { ...longer, set: new Map([['a', '2']]) })
    expect(written()).toEqual([[expect.stringContaining(':subjects:'), { ttl: 90 }]])
  })
})

test('a session that another process has ended stays ended where its place in the list cannot be written', async () => {
  const storage = createStorage()
  const [store, other] = [storage, storage].map((one) => unstorageStore(one, { clock }))
  await store!.create(ID, session)
  const { setItem } = storage
  vi.spyOn(storage, 'setItem').mockImplementation(async (key, value, options) => {
    if (!key.includes(':subjects:')) return setItem(key, value, options)
    await other!.delete(ID)
    throw new Error('EIO')
  })
  await expect(store!.update(ID, { ...changes, expires: NOW + 90 })).rejects.toThrow('EIO')
  expect(await store!.read(ID)).toBeUndefined()
})

test('what is deleted or cleaned up leaves nothing', async () => {
  const { storage, store } = watched()
  await store.create(ID, session)
  await store.delete(ID)
  expect(await storage.getKeys()).toEqual([])
  await store.create(ID, session)
  const later = unstorageStore(storage, { clock: () => NOW + 60 })
  expect(await later.cleanup(10)).toBe(1)
  expect(await storage.getKeys()).toEqual([])
})

test('cleaning up finds what has expired among many that have not', async () => {
  const { storage, store } = watched()
  for (let n = 0; n < 130; n++) {
    const expires = n % 13 === 0 ? NOW + 60 : NOW + 600
    await store.create(`id${n}`, { ...session, subject: undefined, expires })
  }
  const later = unstorageStore(storage, { clock: () => NOW + 60 })
  expect([await later.cleanup(6), await later.cleanup(6), await later.cleanup(6)]).toEqual([
    6, 4, 0,
  ])
  expect(await storage.getKeys()).toHaveLength(120)
})

test('half an entry is read again, for it may be being written', async () => {
  const { storage, store } = watched()
  await store.create(ID, session)
  const read = vi.spyOn(storage, 'getItem')
  read.mockResolvedValueOnce('{"version":1,"id').mockResolvedValueOnce('')
  expect(await store.read(ID)).toEqual(FIELDS)
})

test.each(['', '{"version":1,"fi', '7', '{"fields":[]}', '[]', 'null'])(
  'an entry that is no session (%j) is none, and makes room for one',
  async (text) => {
    const { storage, store } = watched()
    await storage.setItem(ENTRY, text)
    expect(await store.read(ID)).toBeUndefined()
    expect(await store.update(ID, changes)).toBe('gone')
    expect(await store.delete(ID)).toBe(false)
    expect(await store.create(ID, session)).toBe(true)
    expect(await store.read(ID)).toEqual(FIELDS)
  },
)

test('the session of an id that differs in case is another, where names of files do not', async () => {
  const { storage, store } = watched()
  await store.create(ID, session)
  const text = await storage.getItem<object>(ENTRY)
  await storage.setItem(ENTRY.toUpperCase().replace(/.*:/, 'cartouche:sessions:'), text)
  expect(await store.read(ID.toUpperCase())).toBeUndefined()
})

test('the errors of a driver pass through, and the next one is answered', async () => {
  const { storage, store } = watched()
  const down = new Error('down')
  vi.spyOn(storage, 'getItem').mockRejectedValueOnce(down)
  await expect(store.read(ID)).rejects.toBe(down)
  expect(await store.create(ID, session)).toBe(true)
})

test.each([
  [undefined, 'must be a Storage of unstorage: it has no getItem(), no setItem()'],
  [new Map(), 'must be a Storage of unstorage: it has no getItem(), no setItem()'],
  [Promise.resolve(createStorage()), 'is a promise: await it'],
])('no storage (%o) is refused', (storage, problem) => {
  const make = () => unstorageStore(storage as unknown as UnstorageLike)
  expect(make).toThrow(OptionError)
  expect(make).toThrow(`storage ${problem}`)
})

test.each([
  [{ prefix: '' }, 'prefix must be letters'],
  [{ prefix: 'a:' }, 'prefix must be letters'],
  [{ prefix: '../a' }, 'prefix must be letters'],
  [{ base: 'a' }, 'base is not an option; there are prefix, clock'],
])('options %o are refused', (options, message) => {
  expect(() => unstorageStore(createStorage(), options as UnstorageStoreOptions)).toThrow(message)
})
