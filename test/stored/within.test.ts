/** What one request does to its session in any order, and how often it is written, comes to the same in the store. */
import { describe, expect, test } from 'vitest'
import { sealedCookieSessionFactory, sealedFormat } from '../../src/index.js'
import type { SessionStore } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import type { MemoryStore } from '../../src/stores/memory.js'
import { Browser, Clock, KEY, later, makeFactory } from './support.js'
import type { AnySession } from './support.js'

/** A store that does what it is asked and then fails, as one whose answer comes too late: so often. */
function forgetful(store: SessionStore, operation: 'create' | 'update' | 'delete', times: number) {
  let left = times
  const forget = async (...args: unknown[]): Promise<unknown> => {
    const answer: unknown = await Reflect.apply(store[operation] as () => unknown, store, args)
    if (left-- > 0) throw new Error('The connection was lost')
    return answer
  }
  return { ...store, [operation]: forget } as SessionStore
}

const count = (session: AnySession): AnySession =>
  session.transform('count', (old) => Number(old ?? 0) + 1)

describe.each([
  ['at once', (store: MemoryStore): SessionStore => store],
  ['later', (store: MemoryStore): SessionStore => later(store)],
])('a store that answers %s', (_, of) => {
  test.each<[string, (session: AnySession) => unknown]>([
    ['regenerate(), invalidate()', (session) => (session.regenerate(), session.invalidate())],
    ['regenerate(), destroy()', (session) => (session.regenerate(), session.destroy())],
    [
      'subject = undefined, invalidate()',
      (session) => ((session.subject = undefined), session.invalidate()),
    ],
    [
      'regenerate(), save(), invalidate()',
      async (session) => {
        session.regenerate()
        await session.save()
        session.invalidate()
      },
    ],
    [
      'save() that nobody awaits, regenerate(), invalidate()',
      (session) => {
        session.set('a', 2)
        void session.save()
        session.regenerate()
        session.invalidate()
      },
    ],
    [
      'regenerate(), save() that nobody awaits, invalidate()',
      (session) => {
        session.regenerate()
        void session.save()
        session.invalidate()
      },
    ],
  ])('%s leaves no session', async (__, act) => {
    for (const rotationGrace of [0, 60]) {
      const store = memoryStore()
      const browser = new Browser(makeFactory(of(store), { rotationGrace }))
      await browser.visit((session) => (session.subject = 'user'))
      const copy = browser.copy()
      await browser.visit(act)
      if (rotationGrace === 0) expect(store.size).toBe(0)
      expect(browser.cookie).toBeUndefined()
      expect(await copy.visit((session) => session.new)).toBe(true)
    }
  })

  test('of a session that begins, likewise', async () => {
    const store = memoryStore()
    const browser = new Browser(makeFactory(of(store)))
    await browser.visit(async (session) => {
      session.set('a', 1)
      await session.save()
      session.regenerate()
      session.invalidate()
    })
    await browser.visit((session) => {
      session.set('a', 1)
      void session.save()
      session.invalidate()
    })
    expect(store.size).toBe(0)
  })

  test('save() that nobody awaits is no second session, and what follows goes out too', async () => {
    const store = memoryStore()
    const browser = new Browser(makeFactory(of(store)))
    await browser.visit((session) => {
      session.set('a', 1)
      void session.save()
      void session.save()
      session.set('b', 2)
    })
    expect(store.size).toBe(1)
    expect(browser.lines).toHaveLength(1)
    await browser.visit((session) => {
      expect([...session.entries()]).toEqual([
        ['a', 1],
        ['b', 2],
      ])
      session.set('c', 3)
      void session.save()
      session.regenerate()
      session.set('d', 4)
    })
    expect(store.size).toBe(1)
    expect(await browser.visit((session) => [...session.keys()])).toEqual(['a', 'b', 'c', 'd'])
  })

  test('a message that is flashed while several wait for a write is one', async () => {
    const store = memoryStore()
    const browser = new Browser(makeFactory(of(store)))
    await browser.visit((session) => session.set('a', 1))
    await browser.visit((session) => {
      for (let times = 0; times < 3; times++) void session.save()
      session.flash('Saved.')
    })
    expect(await browser.visit((session) => session.peekFlash())).toEqual(['Saved.'])
    await browser.visit((session) => {
      void session.save()
      session.flash('Again.')
      void session.save()
      void session.save()
      session.set('b', 1)
    })
    expect(await browser.visit((session) => session.popFlash())).toEqual(['Saved.', 'Again.'])
  })

  test('what regenerate() gives while a session is created is the one that stays', async () => {
    const store = memoryStore()
    const browser = new Browser(makeFactory(of(store)))
    const id = await browser.visit((session) => {
      session.set('a', 1)
      void session.save()
      session.regenerate()
      return session.id
    })
    expect(store.size).toBe(1)
    expect(await browser.visit((session) => [session.id, session.get('a')])).toEqual([id, 1])
  })

  test('a counter counts each time, also while it is being written', async () => {
    const browser = new Browser(makeFactory(of(memoryStore())))
    await browser.visit((session) => session.set('a', 0))
    const [one, two] = [await browser.begin(), await browser.begin()]
    for (const { session } of [one, two]) {
      count(session)
      void session.save()
      count(session)
    }
    await Promise.all([one.commit(), two.commit()])
    expect(await browser.visit((session) => session.get('count'))).toBe(4)
  })

  test('messages that are popped while they are being written are gone, and those after them are not', async () => {
    const browser = new Browser(makeFactory(of(memoryStore())))
    await browser.visit((session) => session.flash('saved'))
    await browser.visit((session) => {
      session.set('a', 1)
      void session.save()
      session.popFlash()
      session.flash('saved')
      session.flash('other')
    })
    expect(await browser.visit((session) => session.popFlash())).toEqual(['saved', 'other'])
  })

  test('changes inside of values after save() go out too', async () => {
    const browser = new Browser(makeFactory(of(memoryStore())))
    await browser.visit((session) => session.set('cart', ['apples']))
    await browser.visit(async (session) => {
      const cart = session.get('cart') as string[]
      await session.save()
      cart.push('pears')
    })
    expect(await browser.visit((session) => session.get('cart'))).toEqual(['apples', 'pears'])
  })

  test('"remember me" and its end after save() go out too', async () => {
    const browser = new Browser(makeFactory(of(memoryStore())))
    for (const persistent of [true, false]) {
      await browser.visit(async (session) => {
        session.set('a', persistent)
        await session.save()
        session.persistent = persistent
      })
      expect(browser.lines).toHaveLength(1)
      expect(browser.lines[0]!.includes('Max-Age')).toBe(persistent)
      expect(await browser.visit((session) => session.persistent)).toBe(persistent)
    }
  })

  test('a session of another factory that regenerates as it moves into the store is there', async () => {
    const store = memoryStore()
    const sealed = sealedCookieSessionFactory(KEY).open()
    sealed.session.subject = 'user'
    sealed.session.set('a', 1)
    const factory = makeFactory(of(store), {
      cookieName: '__Host-stored',
      acceptFormats: [
        { format: sealedFormat(KEY), until: '2037-01-01', cookieName: '__Host-session' },
      ],
    })
    const browser = new Browser(factory, sealed.commit()[0]![1].split(';')[0])
    await browser.visit((session) => session.invalidateOthers())
    expect(browser.lines).toHaveLength(2)
    const moved = new Browser(factory, browser.lines[0]!.split(';')[0])
    expect(await moved.visit((session) => [session.subject, session.get('a')])).toEqual(['user', 1])
  })
})

describe('a store that does what it was asked, and whose answer is lost', () => {
  test('create: who tries again has one session, with what was last in it', async () => {
    const store = memoryStore()
    const browser = new Browser(makeFactory(forgetful(store, 'create', 1)))
    await browser.visit(async (session) => {
      session.set('a', 1).set('gone', 1).flash('first')
      await expect(Promise.resolve(session.save())).rejects.toMatchObject({ operation: 'create' })
      session.set('a', 2).delete('gone')
      session.flash('second')
    })
    expect(store.size).toBe(1)
    expect(browser.lines).toHaveLength(1)
    await browser.visit((session) => {
      expect(session.popFlash()).toEqual(['first', 'second'])
      expect([...session.entries()]).toEqual([['a', 2]])
    })
  })

  test('create, by regenerate(): likewise, and the one before is gone', async () => {
    const store = memoryStore()
    const browser = new Browser(makeFactory(store))
    await browser.visit((session) => session.set('a', 1))
    const other = new Browser(makeFactory(forgetful(store, 'create', 1)), browser.cookie)
    await other.visit(async (session) => {
      session.regenerate()
      await expect(Promise.resolve(session.save())).rejects.toMatchObject({ operation: 'create' })
      session.set('b', 2)
    })
    expect(store.size).toBe(1)
    expect(await other.visit((session) => [...session.keys()])).toEqual(['a', 'b'])
  })

  test.each([
    ['create', 0],
    ['update', 0],
    ['update', 60],
  ] as const)('%s, at a sign-in: who tries again ends the one before', async (way, grace) => {
    const store = memoryStore()
    const browser = new Browser(makeFactory(store))
    await browser.visit((session) => (session.subject = 'user'))
    const old = browser.copy()
    const factory = makeFactory(forgetful(store, way, way === 'update' ? 2 : 1), {
      rotationGrace: grace,
    })
    const other = new Browser(factory, browser.cookie)
    await other.visit(async (session) => {
      session.subject = 'another'
      await expect(Promise.resolve(session.save())).rejects.toMatchObject({ operation: way })
      session.set('b', 2)
    })
    expect(other.lines).toHaveLength(1)
    expect(await other.visit((session) => [session.subject, session.get('b')])).toEqual([
      'another',
      2,
    ])
    await old.visit((session) => session.set('a', 1))
    expect(await factory.sessionsOf('user')).toEqual([])
  })

  test('update, which was not done: who tries again ends the one before', async () => {
    const store = memoryStore()
    let fails = true
    const update: SessionStore['update'] = (id, changes) => {
      if (fails) throw new Error('down')
      return store.update(id, changes)
    }
    const browser = new Browser(makeFactory({ ...store, update }))
    await browser.visit((session) => session.set('a', 1))
    const old = browser.copy()
    await browser.visit(async (session) => {
      session.regenerate()
      await expect((async () => session.save())()).rejects.toMatchObject({ operation: 'update' })
      fails = false
      session.set('a', 1)
    })
    expect(browser.lines).toHaveLength(1)
    expect(await old.visit((session) => session.new)).toBe(true)
    expect(await browser.visit((session) => session.get('a'))).toBe(1)
  })
})

test('who only reads a session decides no conflict', async () => {
  const clock = new Clock()
  const seen: unknown[] = []
  const factory = makeFactory(memoryStore({ clock: clock.read }), {
    clock: clock.read,
    onConflict: ({ mine }) => {
      seen.push([...mine])
      return mine
    },
  })
  const browser = new Browser(factory)
  await browser.visit((session) => session.set('a', 1))
  clock.now += 100
  const [reads, writes, writesToo] = await Promise.all([1, 2, 3].map(() => browser.begin()))
  reads!.session.get('a')
  writes!.session.set('a', 2)
  writesToo!.session.set('b', 3)
  await writes!.commit()
  await reads!.commit()
  expect(seen).toEqual([])
  expect(await browser.visit((session) => session.get('a'))).toBe(2)
  await writesToo!.commit()
  expect(seen).toHaveLength(1)
})

test('revoke() asks no store for what is no id', async () => {
  const asked: unknown[] = []
  const store = memoryStore()
  const remove = (id: string): boolean => {
    asked.push(id)
    return store.delete(id)
  }
  const factory = makeFactory({ ...store, delete: remove })
  for (const id of ['', '*', 'a}b', 'A'.repeat(44), `${'A'.repeat(43)}\n`, undefined, ['x']]) {
    expect(await factory.revoke(id as string)).toBe(false)
  }
  expect(asked).toEqual([])
})

describe.each([false, true])('with rotationGrace, sealed: %s', (encrypt) => {
  const begin = async () => {
    const store = memoryStore()
    const factory = makeFactory(later(store), { rotationGrace: 60, encrypt })
    const browser = new Browser(factory)
    await browser.visit((session) => (session.subject = 'user'))
    const old = browser.copy()
    const late = await old.begin()
    await browser.visit((session) => session.regenerate())
    await browser.visit((session) => session.regenerate())
    return { store, factory, browser, old, late }
  }

  test('who signs out is signed out by all ids of before, too', async () => {
    const { browser, old } = await begin()
    expect(await old.copy().visit((session) => session.subject)).toBe('user')
    await browser.visit((session) => session.invalidate())
    expect(await old.visit((session) => session.new)).toBe(true)
  })

  test('so is whose session is ended from elsewhere', async () => {
    const { browser, factory, old } = await begin()
    expect(await factory.revoke((await browser.visit((session) => session.id))!)).toBe(true)
    expect(await old.visit((session) => session.new)).toBe(true)
  })

  test.each(['late', 'old'] as const)(
    'and who signs out by an old id (%s), by all',
    async (who) => {
      const all = await begin()
      const request = who === 'late' ? all.late : await all.old.begin()
      request.session.invalidate()
      await request.commit()
      expect(await all.factory.sessionsOf('user')).toEqual([])
      expect(all.store.size).toBeLessThanOrEqual(1)
      expect(await all.browser.copy().visit((session) => session.new)).toBe(true)
    },
  )
})
