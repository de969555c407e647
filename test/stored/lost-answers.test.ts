/** A store that does what it was asked, and whose answer is lost: who asks again is not taken for somebody else. */
import { describe, expect, test } from 'vitest'
import type { SessionStore, StoredSessionFactory } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import type { MemoryStore } from '../../src/stores/memory.js'
import { Browser, Clock, later, makeFactory } from './support.js'
import type { AnySession } from './support.js'

type Operation = 'create' | 'update' | 'delete'

/** Loses the answers of an operation, as often as it is told to; what else happens before the store is asked, or after. */
class Lossy {
  left = 0
  asked = 0
  before: () => unknown = () => undefined
  after: () => unknown = () => undefined
  readonly store: SessionStore

  constructor(store: SessionStore, operation: Operation) {
    const lose = async (...args: unknown[]): Promise<unknown> => {
      this.asked++
      if (this.left === 0) return Reflect.apply(store[operation] as () => unknown, store, args)
      const left = this.left - 1
      // What happens meanwhile loses nothing.
      this.left = 0
      await this.before()
      const answer: unknown = await Reflect.apply(store[operation] as () => unknown, store, args)
      await this.after()
      this.left = left
      throw new Error(`The connection was lost, and ${String(answer)} with it`)
    }
    this.store = { ...store, [operation]: lose } as SessionStore
  }
}

const STORES = [
  ['at once', (store: MemoryStore): SessionStore => store],
  ['later', (store: MemoryStore): SessionStore => later(store)],
] as const

interface Shop {
  readonly factory: StoredSessionFactory<Record<string, unknown>>
  readonly lossy: Lossy
  readonly store: MemoryStore
  readonly browser: Browser
  readonly heard: string[]
}

describe.each(STORES)('a store that answers %s', (_, of) => {
  describe.each([false, true])('sealed: %s', (encrypt) => {
    describe.each([
      [0, 'update', 1],
      [0, 'update', 2],
      [0, 'delete', 1],
      [60, 'update', 1],
      [60, 'update', 2],
    ] as const)('with rotationGrace %s, whose answer to %s is lost, times: %s', (...lost) => {
      const [grace, operation, times] = lost

      const open = async (): Promise<Shop> => {
        const store = memoryStore()
        const heard: string[] = []
        const lossy = new Lossy(of(store), operation)
        const onEvent = ({ type }: { type: string }): void => void heard.push(type)
        const factory = makeFactory(lossy.store, { rotationGrace: grace, encrypt, onEvent })
        const browser = new Browser(factory)
        await browser.visit((session) => {
          session.subject = 'user'
          session.set('a', 1)
        })
        lossy.left = times
        return { factory, lossy, store, browser, heard }
      }

      const savedTwice = async (session: AnySession): Promise<void> => {
        const saving = Promise.resolve(session.save())
        if (times === 2) await expect(saving).rejects.toMatchObject({ operation })
        else await saving
        await session.save()
      }

      test.each<[string, (session: AnySession) => unknown]>([
        ['regenerate()', (session) => session.regenerate()],
        ['another subject', (session) => (session.subject = 'another')],
      ])('who is given another id (%s) keeps the session', async (__, act) => {
        const { browser, heard } = await open()
        const old = browser.copy()
        await browser.visit(async (session) => {
          act(session)
          await savedTwice(session)
          session.set('b', 2)
        })
        expect(browser.lines).toHaveLength(1)
        expect(heard).toEqual(['revoked'])
        await browser.visit((session) => {
          expect(session.subject).toBeDefined()
          expect([...session.entries()]).toEqual([
            ['a', 1],
            ['b', 2],
          ])
        })
        const isOver = await old.visit((session) => (session.set('c', 1), session.new))
        expect(isOver).toBe(grace === 0)
        expect(await browser.visit((session) => session.has('c'))).toBe(false)
      })

      test('and where it gets one more before the store is asked again', async () => {
        const { browser, heard, factory } = await open()
        await browser.visit(async (session) => {
          session.regenerate()
          await Promise.resolve(session.save()).catch(() => undefined)
          session.regenerate()
        })
        expect(heard).not.toContain('gone')
        expect(await browser.visit((session) => session.get('a'))).toBe(1)
        expect(await factory.sessionsOf('user')).toHaveLength(1)
      })

      test('and who does not ask again has the new cookie, where one answer was lost', async () => {
        const { browser, lossy } = await open()
        lossy.left = 1
        await browser.visit((session) => session.regenerate())
        expect(browser.lines).toHaveLength(1)
        expect(await browser.visit((session) => session.get('a'))).toBe(1)
      })

      test.each(['before', 'after'] as const)(
        'a sign-out by another request, just %s it, still ends it',
        async (when) => {
          const { browser, lossy, factory } = await open()
          const other = browser.copy()
          const signOut = await other.begin()
          signOut.session.invalidate()
          lossy[when] = () => signOut.commit()
          await browser.visit(async (session) => {
            session.regenerate()
            await savedTwice(session)
            session.set('b', 2)
          })
          expect(await factory.sessionsOf('user')).toEqual([])
          expect(await browser.visit((session) => session.new)).toBe(true)
        },
      )

      test('so does one whose sessions are all ended', async () => {
        for (const when of ['before', 'after'] as const) {
          const { browser, lossy, factory } = await open()
          lossy[when] = () => factory.revokeAll('user')
          await browser.visit(async (session) => {
            session.regenerate()
            await savedTwice(session)
            session.set('b', 2)
          })
          expect(await factory.sessionsOf('user')).toEqual([])
          expect(await browser.visit((session) => session.new)).toBe(true)
        }
      })
    })
  })
})

test('who has lost to a sign-out ends, however often the store fails to end it', async () => {
  const store = memoryStore()
  const lossy = new Lossy({ ...store }, 'delete')
  const down: SessionStore = {
    ...lossy.store,
    delete: (id) => {
      if (lossy.left-- > 0) throw new Error('down')
      return store.delete(id)
    },
  }
  const factory = makeFactory(down)
  const browser = new Browser(factory)
  await browser.visit((session) => session.set('a', 1))
  const other = browser.copy()
  const moves = await browser.begin()
  await other.visit((session) => session.invalidate())
  moves.session.regenerate()
  lossy.left = 2
  for (let times = 0; times < 2; times++) {
    await expect((async () => moves.session.save())()).rejects.toMatchObject({
      operation: 'delete',
    })
  }
  await moves.commit()
  expect(browser.lines).toEqual([])
  expect(store.size).toBe(0)
})

test('without a grace nobody reads what another one has taken the place of, even where it could not be removed', async () => {
  const clock = new Clock()
  const store = memoryStore({ clock: clock.read })
  const remove = (): never => {
    throw new Error('down')
  }
  const factory = makeFactory({ ...store, delete: remove }, { clock: clock.read })
  const browser = new Browser(factory)
  await browser.visit((session) => (session.subject = 'user'))
  const old = browser.copy()
  await browser.visit((session) => session.regenerate())
  expect(await browser.visit((session) => session.subject)).toBe('user')
  expect(await old.visit((session) => session.new)).toBe(true)
  expect(await factory.sessionsOf('user')).toHaveLength(1)
  expect(store.size).toBe(2)
  clock.now += 1800 + 1800 / 32 + 61
  expect(store.cleanup(10)).toBe(2)
})

test('clocks that differ are no reason to lose a session that is given another id', async () => {
  const clock = new Clock()
  const behind = () => clock.now - 600
  const browser = new Browser(makeFactory(memoryStore({ clock: clock.read }), { clock: behind }))
  await browser.visit((session) => session.set('a', 1))
  await browser.visit((session) => session.regenerate())
  expect(await browser.visit((session) => session.get('a'))).toBe(1)
})

describe('who saves again after a failure', () => {
  const down = () => {
    const store = memoryStore()
    const state = { isDown: true, asked: 0 }
    const create: SessionStore['create'] = (id, session) => {
      state.asked++
      if (state.isDown) throw new Error('down')
      return store.create(id, session)
    }
    return { state, browser: new Browser(makeFactory({ ...store, create })) }
  }
  const fails = async (session: AnySession): Promise<void> => {
    await expect((async () => session.save())()).rejects.toMatchObject({ operation: 'create' })
  }

  test('asks the store again, though nothing was changed', async () => {
    const { state, browser } = down()
    await browser.visit(async (session) => {
      session.set('a', 1)
      await fails(session)
      await fails(session)
      expect(state.asked).toBe(2)
      state.isDown = false
      await session.save()
      await session.save()
    })
    expect(state.asked).toBe(3)
    expect(await browser.visit((session) => session.get('a'))).toBe(1)
  })

  test('by the end of the request, likewise', async () => {
    const { state, browser } = down()
    await browser.visit(async (session) => {
      session.set('a', 1)
      await fails(session)
      state.isDown = false
    })
    expect(state.asked).toBe(2)
    expect(await browser.visit((session) => session.get('a'))).toBe(1)
  })

  test('who has not, and whose session is nowhere, does not ask again for the answer to the error', async () => {
    const store = memoryStore()
    let asked = 0
    const create = (): never => {
      asked++
      throw new Error('down')
    }
    const request = makeFactory({ ...store, create }).open()
    ;(await request.load()).set('a', 1)
    await request.flush()
    await request.flush({ exception: new Error('as the store said') })
    expect(() => request.headers()).toThrow(expect.objectContaining({ code: 'STORE_UNAVAILABLE' }))
    expect(asked).toBe(1)
  })
})

test('a session that was made, with its answer lost, is told however often its change fails', async () => {
  const inner = memoryStore()
  const lost = new Set(['create', 'update'])
  const losing = <Args extends unknown[], T>(name: string, ask: (...args: Args) => T) =>
    (async (...args: Args): Promise<Awaited<T>> => {
      const answer = await ask(...args)
      if (lost.delete(name)) throw new Error('The connection was lost')
      return answer
    }) as never
  const store: SessionStore = {
    ...inner,
    create: losing('create', inner.create),
    update: losing('update', inner.update),
  }
  const factory = makeFactory(store)
  const opened = factory.open()
  const session = (await opened.load()) as AnySession
  session.subject = 'user 7'
  for (const tries of [1, 2]) {
    session.set('tries', tries)
    await expect(session.save()).rejects.toThrow('store')
  }
  session.set('tries', 3)
  const [line] = await opened.commit()
  const next = factory.open(line![1].split(';')[0])
  expect(((await next.load()) as AnySession).get('tries')).toBe(3)
})

describe.each([0, 30])('with rotationGrace %s, a sign-out', (rotationGrace) => {
  test.each(['read', 'update'] as const)(
    'ends what takes the place of the successor right after the store’s %s of it',
    async (operation) => {
      const inner = memoryStore()
      const watch = { countdown: Infinity, hook: async (): Promise<unknown> => undefined }
      const hooked = async (...args: never[]): Promise<unknown> => {
        const answer: unknown = await (inner[operation] as (...all: never[]) => unknown)(...args)
        if (--watch.countdown === 0) await watch.hook()
        return answer
      }
      const factory = makeFactory({ ...inner, [operation]: hooked } as SessionStore, {
        rotationGrace,
      })
      const begun = factory.open()
      const first = (await begun.load()) as AnySession
      first.set('user', 7)
      first.subject = 'user 7'
      const cookie = (await begun.commit())[0]![1].split(';')[0]
      const [leaving, turning] = [factory.open(cookie), factory.open(cookie)]
      const left = (await leaving.load()) as AnySession
      const turned = (await turning.load()) as AnySession
      turned.regenerate()
      await turned.save()
      turned.regenerate()
      let lines: readonly (readonly [string, string])[] | undefined
      watch.hook = async () => (lines = await turning.commit())
      // The old one is marked first, and that is an update.
      watch.countdown = operation === 'update' ? 2 : 1
      left.invalidate()
      await leaving.commit()
      lines ??= await turning.commit()
      const last = lines.length === 0 ? undefined : lines[0]![1].split(';')[0]
      const seen = (await factory.open(last).load()) as AnySession
      expect(seen.get('user')).toBeUndefined()
      expect(await factory.sessionsOf('user 7')).toEqual([])
    },
  )
})
