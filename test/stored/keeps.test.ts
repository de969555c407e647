/** What a stored session keeps, and what its cookie and its store hold. */
import { describe, expect, test } from 'vitest'
import { DeserializeError, SessionTooLargeError } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import { Browser, Clock, counted, KEY, later, makeFactory } from './support.js'

const DATA: readonly [string | number, unknown][] = [
  ['text', 'é 😀 "quoted" \u0000 \uD800'],
  ['number', 1.5],
  ['minus zero', -0],
  ['not a number', Number.NaN],
  ['bigint', 2n ** 70n],
  ['date', new Date(1e12)],
  [
    'map',
    new Map<unknown, unknown>([
      [1, 'one'],
      ['two', new Set([2])],
    ]),
  ],
  ['bytes', Uint8Array.of(0, 255)],
  ['nested', { list: [1, { a: null }], flag: true }],
  ['__proto__', 'a key like others'],
  ['constructor', 1],
  ['', 'empty'],
  [7, 'a number as key'],
  ['7', 'and its text'],
  ['~', 'like a field of ours'],
  ['~s', 'another'],
  ['^"_f_":1', 'like a message'],
]

const MESSAGES: readonly unknown[][] = [
  [undefined],
  [undefined, 'x'],
  ['x', undefined],
  [undefined, undefined],
  ['x', undefined, 'y', undefined, undefined, 'z'],
  DATA.map(([, value]) => value),
]

/** Messages, and how many seconds the clock goes on before each: of machines whose clocks differ, too. */
const ORDER: readonly (readonly [string, number])[] = Array.from('23456789', (text, at) => [
  text,
  [0, -0.5, 0.001, -1, 0, 2, 0, -60][at]!,
])

describe.each([
  ['as it is', false],
  ['sealed', true],
])('what is kept %s', (_, encrypt) => {
  describe.each([
    ['at once', memoryStore],
    ['later', () => later(memoryStore())],
  ])('by a store that answers %s', (__, makeStore) => {
    test('every kind of value comes back, in the order of its keys', async () => {
      const browser = new Browser(makeFactory(makeStore(), { encrypt }))
      await browser.visit((session) => {
        for (const [key, value] of DATA) session.set(key as string, value)
      })
      expect(await browser.visit((session) => [...session.entries()])).toEqual(DATA)
    })

    test('the order stays where keys are changed, removed and set again', async () => {
      const browser = new Browser(makeFactory(makeStore(), { encrypt }))
      await browser.visit((session) => session.update({ a: 1, b: 2, c: 3, d: 4 }))
      await browser.visit((session) => {
        session.delete('b')
        session.set('a', 10).set('e', 5).set('b', 20)
      })
      expect(await browser.visit((session) => [...session.entries()])).toEqual([
        ['a', 10],
        ['c', 3],
        ['d', 4],
        ['e', 5],
        ['b', 20],
      ])
      expect(await browser.visit((session) => session.popItem())).toEqual(['b', 20])
    })

    test('changes inside of values are noticed', async () => {
      const browser = new Browser(makeFactory(makeStore(), { encrypt }))
      await browser.visit((session) => session.set('cart', { apples: ['red'] }))
      await browser.visit((session) => {
        ;(session.get('cart') as { apples: string[] }).apples.push('green')
      })
      expect(await browser.visit((session) => session.get('cart'))).toEqual({
        apples: ['red', 'green'],
      })
    })

    test('far more than a cookie can', async () => {
      const browser = new Browser(makeFactory(makeStore(), { encrypt }))
      const long = 'x'.repeat(60_000)
      await browser.visit((session) => {
        for (let at = 0; at < 10; at++) session.set(`key ${at}`, long)
      })
      expect(browser.cookie!.length).toBeLessThan(150)
      expect(await browser.visit((session) => session.get('key 9'))).toBe(long)
    })

    test.each([
      ['of escapes', '\u0001'.repeat(12_000)],
      ['as long as what can be read', `"${'a'.repeat(65_533)}`],
      ['longer than that with its value', 'a'.repeat(65_534)],
    ])('a key that is too long to be read is refused: %s', async (_what, key) => {
      const browser = new Browser(makeFactory(makeStore(), { encrypt }))
      await expect(browser.visit((session) => session.set(key, 1))).rejects.toMatchObject({
        code: 'LIMIT',
      })
    })

    test('a key of the most characters is read', async () => {
      const browser = new Browser(makeFactory(makeStore(), { encrypt }))
      const key = 'a'.repeat(65_533)
      await browser.visit((session) => session.set(key, 1))
      expect(await browser.visit((session) => session.get(key))).toBe(1)
    })

    test('what holds itself is told, and where', async () => {
      const browser = new Browser(makeFactory(makeStore(), { encrypt }))
      const loop: Record<string, unknown> = {}
      loop['me'] = loop
      const told = browser.visit((session) => session.set('x', loop))
      await expect(told).rejects.toMatchObject({
        code: 'BAD_VALUE',
        path: 'x.me',
        message: expect.stringContaining('cannot hold what holds itself'),
      })
    })

    test('messages, tokens, the subject, the label and "remember me"', async () => {
      const browser = new Browser(makeFactory(makeStore(), { encrypt }))
      const token = await browser.visit((session) => {
        session.subject = 'user 7'
        session.label = 'Firefox on a phone'
        session.persistent = true
        session.flash('saved')
        session.flash({ text: 'twice' }, 'errors')
        return session.getCsrfToken()
      })
      expect(browser.lines[0]).toContain('Max-Age=1800')
      await browser.visit((session) => {
        expect(session.subject).toBe('user 7')
        expect(session.label).toBe('Firefox on a phone')
        expect(session.persistent).toBe(true)
        expect(session.getCsrfToken()).toBe(token)
        expect(session.popFlash()).toEqual(['saved'])
        expect(session.popFlash('errors')).toEqual([{ text: 'twice' }])
      })
      expect(await browser.visit((session) => session.peekFlash())).toEqual([])
    })

    test.each(MESSAGES)('messages of every kind, in their order: %o', async (...messages) => {
      const browser = new Browser(makeFactory(makeStore(), { encrypt }))
      await browser.visit((session) => session.set('cart', ['apples']))
      await browser.visit((session) => {
        for (const message of messages) session.flash(message)
      })
      await browser.visit((session) => session.flash('last', 'other'))
      expect(await browser.visit((session) => session.peekFlash())).toEqual(messages)
      expect(await browser.visit((session) => session.get('cart'))).toEqual(['apples'])
      expect(await browser.visit((session) => session.popFlash())).toEqual(messages)
      expect(await browser.visit((session) => session.peekFlash())).toEqual([])
      expect(await browser.visit((session) => session.popFlash('other'))).toEqual(['last'])
    })

    test('a queue that was set as a list with holes', async () => {
      const browser = new Browser(makeFactory(makeStore(), { encrypt }))
      // oxlint-disable-next-line no-sparse-arrays -- what is tested
      await browser.visit((session) => session.set('_f_', [, 'second', ,]))
      const messages = await browser.visit((session) => session.popFlash())
      expect(messages).toEqual([undefined, 'second', undefined])
    })

    test('messages in the order in which they were written, whatever the clocks say', async () => {
      const clock = new Clock()
      const browser = new Browser(makeFactory(makeStore(), { encrypt, clock: clock.read }))
      await browser.visit((session) => session.flash('1'))
      for (const [text, seconds] of ORDER) {
        clock.now += seconds
        await browser.visit(async (session) => {
          session.flash(`${text}a`)
          await session.save()
          session.flash(`${text}b`)
        })
      }
      const expected = ['1', ...ORDER.flatMap(([text]) => [`${text}a`, `${text}b`])]
      expect(await browser.visit((session) => session.popFlash())).toEqual(expected)
    })
  })
})

describe('what the store gets to see', () => {
  test('neither the cookie nor the id in it', async () => {
    const seen: unknown[] = []
    const store = memoryStore()
    const create: typeof store.create = (id, session) => {
      seen.push(id, ...session.fields.values(), ...session.fields.keys(), session.subject)
      return store.create(id, session)
    }
    const browser = new Browser(makeFactory({ ...store, create }))
    const id = await browser.visit((session) => {
      session.set('a', 'b')
      return session.id
    })
    expect(seen[0]).toBe(id)
    expect(seen[0]).toMatch(/^[\w-]{43}$/)
    const payload = Buffer.from(browser.cookie!.split('=')[1]!, 'base64url').toString('latin1')
    expect(payload).not.toContain(id)
    expect(payload).not.toContain('{"a":"b"}')
  })

  test('sealed, nothing of what the session holds or is called', async () => {
    const seen: string[] = []
    const store = memoryStore()
    const create: typeof store.create = (id, session) => {
      seen.push(...session.fields.values(), ...session.fields.keys(), session.subject ?? '')
      return store.create(id, session)
    }
    const browser = new Browser(makeFactory({ ...store, create }, { encrypt: true }))
    await browser.visit((session) => {
      session.subject = 'user 7'
      session.label = 'a phone'
      session.set('secret key', 'secret value')
      session.flash('secret message')
    })
    const all =
      seen.join('\n') + seen.map((text) => Buffer.from(text, 'base64url').toString()).join('\n')
    for (const text of ['secret', 'user 7', 'phone', '_f_']) expect(all).not.toContain(text)
  })

  test('sealed fields of one session are worth nothing in another, or under another name', async () => {
    const store = memoryStore()
    const ids: string[] = []
    const create: typeof store.create = (id, session) => {
      ids.push(id)
      return store.create(id, session)
    }
    const factory = makeFactory({ ...store, create }, { encrypt: true })
    const [one, two] = [new Browser(factory), new Browser(factory)]
    await one.visit((session) => session.set('a', 1))
    await two.visit((session) => session.set('a', 2))
    const change = (id: string, fields: ReadonlyMap<string, string>): unknown =>
      store.update(id, { set: fields, delete: [], expect: new Map(), expires: null })
    const own = [...store.read(ids[0]!)!]
    change(ids[1]!, new Map(own))
    expect(await two.visit((session) => session.new)).toBe(true)
    change(ids[0]!, new Map([[own[0]![0], own[1]![1]]]))
    expect(await one.visit((session) => session.new)).toBe(true)
  })
})

describe('the cookie', () => {
  test.each(['made-up', '', 'A'.repeat(107), '*'])(
    'made up (%s), it reaches no store, and the reason is told',
    async (text) => {
      const { store, calls } = counted(memoryStore())
      const reasons: string[] = []
      const factory = makeFactory(store, {
        onEvent: (event) => event.type === 'invalid' && void reasons.push(event.reason),
      })
      const browser = new Browser(factory, `__Host-session=${text}`)
      expect(await browser.visit((session) => session.new && session.size === 0)).toBe(true)
      expect(calls).toEqual([])
      expect(reasons).toHaveLength(1)
    },
  )

  test('of another factory or another name reaches no store', async () => {
    const { store, calls } = counted(memoryStore())
    const browser = new Browser(makeFactory(store, { cookieName: '__Host-one' }))
    await browser.visit((session) => session.set('a', 1))
    calls.length = 0
    const renamed = browser.cookie!.replace('__Host-one', '__Host-two')
    await new Browser(makeFactory(store, { cookieName: '__Host-two' }), renamed).visit((session) =>
      session.get('a'),
    )
    expect(calls).toEqual([])
  })

  test('is set once: neither reading nor writing sets it again', async () => {
    const clock = new Clock()
    const browser = new Browser(
      makeFactory(memoryStore({ clock: clock.read }), { clock: clock.read }),
    )
    await browser.visit((session) => session.set('a', 1))
    expect(browser.lines).toHaveLength(1)
    expect(browser.lines[0]).toMatch(
      /^__Host-session=[\w-]+; Path=\/; Secure; HttpOnly; SameSite=Lax$/i,
    )
    clock.now += 1000
    await browser.visit((session) => session.set('a', 2))
    expect(browser.lines).toEqual([])
    clock.now += 1000
    await browser.visit((session) => session.get('a'))
    expect(browser.lines).toEqual([])
  })

  test('of an older key is taken, and set again with the first', async () => {
    const store = memoryStore()
    const browser = new Browser(makeFactory(store))
    await browser.visit((session) => session.set('a', 1))
    const { storedSessionFactory, generateKey } = await import('../../src/index.js')
    const rotated = storedSessionFactory<Record<string, unknown>>(store, [generateKey(), KEY])
    const other = new Browser(rotated, browser.cookie)
    await other.visit((session) => session.set('b', session.get('a')))
    expect(other.lines).toHaveLength(1)
    expect(other.cookie).not.toBe(browser.cookie)
    expect(await other.visit((session) => session.get('b'))).toBe(1)
  })
})

describe('what does not fit', () => {
  test('is refused with its largest keys; what was stored stays', async () => {
    const browser = new Browser(makeFactory(memoryStore(), { maxSize: 1000 }))
    await browser.visit((session) => session.set('a', 1))
    const open = await browser.begin()
    open.session.set('large', 'x'.repeat(900)).set('larger', 'x'.repeat(950))
    const error: unknown = await open.commit().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(SessionTooLargeError)
    expect(error).toMatchObject({ code: 'SESSION_TOO_LARGE', limit: 1000 })
    expect((error as SessionTooLargeError).keys.map(({ key }) => key)).toEqual([
      'larger',
      'large',
      'a',
    ])
    expect(await browser.visit((session) => [...session.keys()])).toEqual(['a'])
  })

  test('nor what cannot be kept: the error names its place', async () => {
    const browser = new Browser(makeFactory())
    const open = await browser.begin()
    open.session.set('cart', [{ f: () => 1 }])
    await expect(open.commit()).rejects.toMatchObject({ code: 'BAD_VALUE', path: 'cart[0].f' })
  })

  test('byteLength() tells before', async () => {
    const browser = new Browser(makeFactory())
    const { session } = await browser.begin()
    const before = session.byteLength()
    session.set('a', 'x'.repeat(1000))
    expect(session.byteLength() - before).toBeGreaterThanOrEqual(1000)
    expect(session.byteLength() - before).toBeLessThan(1030)
  })
})

test('a session that was not loaded says so when it is used, where there is a cookie of one', async () => {
  const factory = makeFactory()
  const browser = new Browser(factory)
  await browser.visit((session) => session.set('a', 1))
  expect(() => factory.open(browser.cookie).session.get('a')).toThrow(
    expect.objectContaining({ code: 'NOT_LOADED' }),
  )
  // Where there is none, there is nothing to load.
  expect(factory.open().session.size).toBe(0)
})

test('headers() before flush() says so', async () => {
  const open = makeFactory().open()
  open.session.set('a', 1)
  expect(() => open.headers()).toThrow(expect.objectContaining({ code: 'NOT_SAVED' }))
})

test('a session that the store has lost is a new one, and it is told why', async () => {
  const reasons: unknown[] = []
  const store = memoryStore()
  const browser = new Browser(
    makeFactory(store, {
      onEvent: (event) => void reasons.push(event.type === 'invalid' && event.error),
    }),
  )
  const id = await browser.visit((session) => session.set('a', 1) && session.id)
  store.delete(id!)
  expect(await browser.visit((session) => session.new)).toBe(true)
  expect(reasons[0]).toBeInstanceOf(DeserializeError)
  expect(reasons[0]).toMatchObject({ code: 'NO_SESSION' })
})
