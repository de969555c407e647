/** Several requests of one browser at once: what each changes is kept, and what was ended stays ended. */
import { describe, expect, test } from 'vitest'
import { memoryStore } from '../../src/stores/memory.js'
import { Browser, Clock, counted, later, makeFactory } from './support.js'
import type { AnySession } from './support.js'

const count = (session: AnySession): AnySession =>
  session.transform('count', (old) => ((old as number | undefined) ?? 0) + 1)

describe.each([
  ['at once', memoryStore],
  ['later', () => later(memoryStore())],
])('a store that answers %s', (_, makeStore) => {
  test('different keys never get into each other’s way', async () => {
    const browser = new Browser(makeFactory(makeStore()))
    await browser.visit((session) => session.set('kept', 0).set('removed', 0))
    const requests = await Promise.all(Array.from({ length: 20 }, () => browser.begin()))
    for (const [at, { session }] of requests.entries()) session.set(`key ${at}`, at)
    requests[7]!.session.delete('removed')
    await Promise.all(requests.map(({ commit }) => commit()))
    const keys = await browser.visit((session) => [...session.keys()].toSorted())
    expect(keys).toEqual(
      [...Array.from({ length: 20 }, (__, at) => `key ${at}`), 'kept'].toSorted(),
    )
  })

  test('of one key the later counts', async () => {
    const browser = new Browser(makeFactory(makeStore()))
    await browser.visit((session) => session.set('a', 0))
    const [one, two] = [await browser.begin(), await browser.begin()]
    one.session.set('a', 1)
    two.session.set('a', 2)
    await two.commit()
    await one.commit()
    expect(await browser.visit((session) => session.get('a'))).toBe(1)
  })

  test('a counter by transform() is exact', async () => {
    const browser = new Browser(makeFactory(makeStore()))
    await browser.visit((session) => session.set('a', 0))
    const requests = await Promise.all(Array.from({ length: 100 }, () => browser.begin()))
    for (const { session } of requests) count(session)
    await Promise.all(requests.map(({ commit }) => commit()))
    expect(await browser.visit((session) => session.get('count'))).toBe(100)
  })

  test('by two factories, as of two processes, too', async () => {
    const store = makeStore()
    const browser = new Browser(makeFactory(store))
    await browser.visit((session) => session.set('a', 0))
    const browsers = [browser, new Browser(makeFactory(store), browser.cookie)]
    const requests = await Promise.all(
      Array.from({ length: 60 }, (__, at) => browsers[at % 2]!.begin()),
    )
    for (const { session } of requests) count(count(session))
    await Promise.all(requests.map(({ commit }) => commit()))
    expect(await browser.visit((session) => session.get('count'))).toBe(120)
  })

  test('transform() while a write waits for its turn goes out with that write, and is not made once more', async () => {
    const store = makeStore()
    const browser = new Browser(makeFactory(store))
    await browser.visit((session) => session.set('count', 0))
    const [one, two] = [await browser.begin(), await browser.begin()]
    one.session.transform('other', () => 1)
    const first = one.commit()
    const saved = count(two.session).save()
    count(two.session)
    await Promise.all([first, saved])
    await new Browser(makeFactory(store), browser.cookie).visit((session) =>
      session.transform('count', (old) => (old as number) + 10),
    )
    two.session.set('more', 1)
    await two.commit()
    expect(await browser.visit((session) => session.get('count'))).toBe(12)
  })

  test('what transform() gave can be written over; undefined removes the key', async () => {
    const browser = new Browser(makeFactory(makeStore()))
    await browser.visit((session) => session.set('count', 1).set('gone', 1))
    const [one, two] = [await browser.begin(), await browser.begin()]
    count(one.session).set('count', 50)
    count(two.session).transform('gone', () => undefined)
    await two.commit()
    await one.commit()
    expect(await browser.visit((session) => [...session.entries()])).toEqual([['count', 50]])
  })

  test('transform() sees what another request has removed', async () => {
    const browser = new Browser(makeFactory(makeStore()))
    await browser.visit((session) => session.set('count', 41))
    const [one, two] = [await browser.begin(), await browser.begin()]
    one.session.delete('count')
    count(two.session)
    await one.commit()
    await two.commit()
    expect(await browser.visit((session) => session.get('count'))).toBe(1)
  })

  test('save() twice in one request counts once each', async () => {
    const browser = new Browser(makeFactory(makeStore()))
    const first = await browser.begin()
    count(first.session)
    await first.session.save()
    count(first.session)
    await first.session.save()
    await first.commit()
    expect(await browser.visit((session) => session.get('count'))).toBe(2)
  })

  test('messages of all requests are kept, and what was shown does not come back', async () => {
    const browser = new Browser(makeFactory(makeStore()))
    await browser.visit((session) => session.flash('first'))
    const [show, push, other] = [
      await browser.begin(),
      await browser.begin(),
      await browser.begin(),
    ]
    expect(show.session.popFlash()).toEqual(['first'])
    push.session.flash('second')
    other.session.flash('third')
    other.session.set('a', 1)
    await show.commit()
    await push.commit()
    await other.commit()
    const shown = await browser.visit((session) => session.popFlash())
    expect(shown.toSorted()).toEqual(['second', 'third'])
    expect(await browser.visit((session) => session.popFlash())).toEqual([])
  })

  test('a message that says what another said is another', async () => {
    const browser = new Browser(makeFactory(makeStore()))
    await browser.visit((session) => session.flash('saved'))
    const [one, two] = [await browser.begin(), await browser.begin()]
    for (const { session } of [one, two]) {
      session.popFlash()
      session.flash('saved')
    }
    await one.commit()
    await two.commit()
    expect(await browser.visit((session) => session.popFlash())).toEqual(['saved', 'saved'])
  })

  test('a session that was ended is not brought back by requests still under way', async () => {
    const heard: string[] = []
    const factory = makeFactory(makeStore(), { onEvent: ({ type }) => void heard.push(type) })
    const browser = new Browser(factory)
    await browser.visit((session) => (session.subject = 'user'))
    const copy = browser.copy()
    const [out, write, touch, move] = await Promise.all([1, 2, 3, 4].map(() => browser.begin()))
    out!.session.invalidate()
    write!.session.set('a', 1)
    touch!.session.get('a')
    move!.session.regenerate()
    await out!.commit()
    expect(browser.cookie).toBeUndefined()
    for (const { commit } of [write!, touch!, move!]) {
      await commit()
      expect(browser.lines).toEqual([])
    }
    expect(heard.filter((type) => type === 'gone')).toHaveLength(2)
    expect(await copy.visit((session) => session.new)).toBe(true)
    expect(await factory.sessionsOf('user')).toEqual([])
  })

  test('who signs in while the session before is ended has signed in', async () => {
    const browser = new Browser(makeFactory(makeStore()))
    await browser.visit((session) => session.set('cart', 1))
    const [one, two] = [await browser.begin(), await browser.begin()]
    one.session.subject = 'user'
    two.session.subject = 'user'
    await one.commit()
    await two.commit()
    expect(browser.lines).toHaveLength(1)
    expect(await browser.visit((session) => session.subject)).toBe('user')
  })

  test('with rotationGrace the old id can be read for a while, and not written', async () => {
    const clock = new Clock()
    const heard: string[] = []
    const store = memoryStore({ clock: clock.read })
    const factory = makeFactory(store, {
      clock: clock.read,
      rotationGrace: 10,
      onEvent: ({ type }) => void heard.push(type),
    })
    const browser = new Browser(factory)
    await browser.visit((session) => session.set('a', 1))
    const old = browser.copy()
    await browser.visit((session) => {
      session.regenerate()
      session.set('a', 2)
    })
    clock.now += 5
    expect(await old.visit((session) => session.get('a'))).toBe(1)
    heard.length = 0
    await old.visit((session) => session.set('a', 3))
    expect(heard).toEqual(['gone'])
    expect(await browser.visit((session) => session.get('a'))).toBe(2)
    clock.now += 6
    expect(await old.visit((session) => session.new)).toBe(true)
  })

  test('without it the old id is worth nothing at once', async () => {
    const browser = new Browser(makeFactory(makeStore()))
    await browser.visit((session) => session.set('a', 1))
    const old = browser.copy()
    await browser.visit((session) => session.regenerate())
    expect(await old.visit((session) => session.new)).toBe(true)
    expect(await browser.visit((session) => session.get('a'))).toBe(1)
  })
})

describe('onConflict', () => {
  test.each<[string, (base: number, mine: number, theirs: number) => number]>([
    ['takes what differs from the base', (base, mine, theirs) => (mine === base ? theirs : mine)],
    ['adds up the differences', (base, mine, theirs) => mine + theirs - base],
  ])('a counter is exact where it %s', async (_, merge) => {
    const browser = new Browser(
      makeFactory(memoryStore(), {
        onConflict: ({ base, mine, theirs }) => {
          const [from, to, other] = [base, mine, theirs].map((data) => data.get('n') as number)
          return new Map(mine).set('n', merge(from!, to!, other!))
        },
      }),
    )
    await browser.visit((session) => session.set('n', 1))
    const requests = await Promise.all([1, 2, 3].map(() => browser.copy().begin()))
    for (const { session } of requests) session.transform('n', (n = 0) => (n as number) + 1)
    for (const { commit } of requests) await commit()
    expect(await browser.visit((session) => session.get('n'))).toBe(4)
  })

  test('decides what is written where both have changed the session', async () => {
    const seen: unknown[] = []
    const factory = makeFactory(memoryStore(), {
      onConflict: ({ base, mine, theirs }) => {
        seen.push([...base], [...mine], [...theirs])
        return new Map([...theirs, ['a', Number(theirs.get('a')) + Number(mine.get('a'))]])
      },
    })
    const browser = new Browser(factory)
    await browser.visit((session) => session.set('a', 1))
    const [one, two] = [await browser.begin(), await browser.begin()]
    one.session.set('a', 10).set('b', 'one')
    two.session.set('a', 100).set('c', 'two')
    await one.commit()
    await two.commit()
    expect(seen).toEqual([
      [['a', 1]],
      [
        ['a', 100],
        ['c', 'two'],
      ],
      [
        ['a', 10],
        ['b', 'one'],
      ],
    ])
    expect(await browser.visit((session) => [...session.entries()])).toEqual([
      ['a', 110],
      ['b', 'one'],
    ])
  })

  test('many at once lose nothing of what it adds up', async () => {
    const factory = makeFactory(later(memoryStore()), {
      onConflict: ({ base, mine, theirs }) =>
        new Map([['a', Number(theirs.get('a')) + Number(mine.get('a')) - Number(base.get('a'))]]),
    })
    const browser = new Browser(factory)
    await browser.visit((session) => session.set('a', 0))
    const requests = await Promise.all(Array.from({ length: 30 }, () => browser.begin()))
    for (const { session } of requests) session.set('a', Number(session.get('a')) + 1)
    await Promise.all(requests.map(({ commit }) => commit()))
    expect(await browser.visit((session) => session.get('a'))).toBe(30)
  })

  test('that gives a promise or no Map is an error', async () => {
    for (const answer of [Promise.resolve(new Map()), {}]) {
      const browser = new Browser(makeFactory(memoryStore(), { onConflict: () => answer as never }))
      await browser.visit((session) => session.set('a', 1))
      const [one, two] = [await browser.begin(), await browser.begin()]
      one.session.set('a', 2)
      two.session.set('a', 3)
      await one.commit()
      await expect(two.commit()).rejects.toMatchObject({ code: /BAD_(OPTION|VALUE)/ })
    }
  })
})

describe('what is asked of the store', () => {
  test('one call to read, one to write, none where nothing was changed', async () => {
    const { store, calls } = counted(memoryStore())
    const browser = new Browser(makeFactory(store))
    await browser.visit((session) => session.get('a'))
    expect(calls).toEqual([])
    await browser.visit((session) => session.set('a', 1))
    expect(calls.splice(0)).toEqual(['create'])
    await browser.visit(() => undefined)
    expect(calls.splice(0)).toEqual(['read'])
    await browser.visit((session) => session.get('a'))
    await browser.visit((session) => session.set('a', 1))
    await browser.visit((session) => session.changed())
    expect(calls.splice(0)).toEqual(['read', 'read', 'read'])
    await browser.visit((session) => session.set('a', 2))
    expect(calls.splice(0)).toEqual(['read', 'update'])
    await browser.visit((session) => session.regenerate())
    expect(calls.splice(0)).toEqual(['read', 'create', 'update', 'delete'])
    await browser.visit((session) => session.invalidate())
    expect(calls.splice(0)).toEqual(['read', 'update', 'delete'])
  })

  test('a use is noted when it is due', async () => {
    const clock = new Clock()
    const { store, calls } = counted(memoryStore({ clock: clock.read }))
    const browser = new Browser(
      makeFactory(store, { clock: clock.read, idleTimeout: 600, reissueTime: 60 }),
    )
    await browser.visit((session) => session.set('a', 1))
    calls.length = 0
    for (let at = 0; at < 20; at++) {
      clock.now += 50
      expect(await browser.visit((session) => session.get('a'))).toBe(1)
    }
    expect(calls.filter((call) => call === 'update')).toHaveLength(10)
    clock.now += 601
    expect(await browser.visit((session) => session.new)).toBe(true)
  })

  test('a session that is over is so whatever the store keeps of it', async () => {
    const clock = new Clock()
    const reasons: string[] = []
    const factory = makeFactory(memoryStore({ clock: () => 0 }), {
      clock: clock.read,
      absoluteTimeout: 1000,
      onEvent: (event) => event.type === 'invalid' && void reasons.push(event.reason),
    })
    const browser = new Browser(factory)
    await browser.visit((session) => session.set('a', 1))
    clock.now += 1001
    expect(await browser.visit((session) => session.new)).toBe(true)
    expect(reasons).toEqual(['EXPIRED'])
  })
})
