/** Sessions that do not fit into a cookie: what the error says, and what it costs to find out. */
import { describe, expect, test } from 'vitest'
import {
  CookieTooLargeError,
  JSONSerializer,
  PickleSerializer,
  baseCookieSessionFactory,
  signedCookieSessionFactory,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { Session, SessionFactory } from '../../src/index.js'
import { timeOfWork } from '../support/time.js'

const FACTORIES: readonly [string, SessionFactory][] = [
  ['JSON', signedCookieSessionFactory('s')],
  ['pickle', unencryptedCookieSessionFactoryConfig('s')],
  [
    'an application’s',
    signedCookieSessionFactory('s', {
      serializer: {
        dumps: (value) => Buffer.from(JSON.stringify(value)),
        loads: (bytes) => JSON.parse(bytes),
      },
    }),
  ],
]

function refusal(
  factory: SessionFactory,
  fill: (session: Session) => unknown,
): CookieTooLargeError {
  const { session, commit } = factory.open()
  fill(session)
  try {
    commit()
  } catch (error) {
    if (error instanceof CookieTooLargeError) return error
    throw error
  }
  throw new Error('It was written')
}

describe.each(FACTORIES)('%s', (_, factory) => {
  test('the largest keys are listed, the largest first', () => {
    const error = refusal(factory, (session) => {
      session.set('small', 'x')
      for (const at of [4, 2, 6, 3, 5, 1]) session.set(`key${at}`, 'secret'.repeat(at * 200))
      session.getCsrfToken()
    })
    const { keys, size, limit, isExact } = error
    expect(keys.map(({ key }) => key)).toEqual(['key6', 'key5', 'key4', 'key3', 'key2'])
    expect(keys.map(({ size }) => Math.round(size / 1600))).toEqual([6, 5, 4, 3, 2])
    expect([limit, isExact]).toEqual([4064, true])
    expect(size).toBeGreaterThan(21 * 1600)
    expect(error.message).toContain(`key6 (${keys[0]!.size}), key5 (`)
    expect(error.message).not.toContain('secret')
  })

  test('a large one is found behind many small ones', () => {
    const { keys } = refusal(factory, (session) => {
      for (let at = 0; at < 260; at++) session.set(`k${at}`, 1)
      session.set('cart', 'x'.repeat(3000))
      session.set('list', Array(1000).fill(7))
      session.set('nested', [{ a: ['y'.repeat(900)] }])
    })
    expect(
      keys
        .map(({ key }) => key)
        .slice(0, 3)
        .toSorted(),
    ).toEqual(['cart', 'list', 'nested'])
    expect(keys[0]!.key).toBe('cart')
    expect(keys).toHaveLength(5)
  })

  test.each([
    ['fractions', Array.from({ length: 250 }, (_, at) => 47.376_887_91 + at / 7)],
    ['escapes', '\u0001'.repeat(1000)],
    ['text beyond ASCII', 'é'.repeat(1000)],
    ['null', Array(800).fill(null)],
    ['lists', Array.from({ length: 800 }, () => [])],
  ])('what takes more than its text is found: %s', (_what, value) => {
    for (const count of [10, 40]) {
      const texts = Math.ceil(5000 / count)
      const { keys } = refusal(factory, (session) => {
        for (let at = 0; at < count; at++) session.set(`text${at}`, String(at).padEnd(texts))
        session.set('a', value)
      })
      expect(keys[0]!.key, `of ${count}`).toBe('a')
      expect(keys).toHaveLength(5)
    }
  })

  test('keys that are no names, which may be data, are not shown', () => {
    const { keys } = refusal(factory, (session) => {
      session.set(`two words ${'x'.repeat(80)}`, 'x'.repeat(5000))
      session.set(7, 'x'.repeat(4000))
    })
    expect(keys.map(({ key }) => key)).toEqual(['"…"', '7'])
  })

  test('up to 64 KiB the size is exact', () => {
    const { size, isExact } = refusal(factory, (session) => session.set('a', 'x'.repeat(60_000)))
    expect(isExact).toBe(true)
    expect(size).toBeGreaterThan(80_000)
    expect(size).toBeLessThan(80_300)
  })
})

describe('a value that is quoted in its cookie, and so gets longer', () => {
  // Sizes are compared: another time may have other digits.
  const factory = baseCookieSessionFactory(new JSONSerializer(), { clock: () => 1_800_000_000 })
  const cart = Array.from({ length: 300 }, (_, at) => ({ a: at }))

  test('is counted as it is written', () => {
    const { session, commit } = factory.open()
    session.set('cart', cart.slice(0, 100))
    const size = session.byteLength()
    const [, value] = /^session=(.*?)(?:;|$)/.exec(commit()[0]![1])!
    expect(value).toMatch(/^".*\\054.*"$/)
    expect(size).toBe(value!.length)
  })

  test('is refused with its keys, by the size that it was said to have', () => {
    const fill = (session: Session): unknown => session.set('x', 1).set('cart', cart)
    const { session } = factory.open()
    fill(session)
    const { size, limit, keys } = refusal(factory, fill)
    expect([size, limit]).toEqual([session.byteLength(), 4096 - 'session'.length])
    expect(keys.map(({ key }) => key)).toEqual(['cart', 'x'])
    expect(keys[0]!.size).toBeGreaterThan(size - 100)
  })

  test('so it is beyond what the factory lets pass unquoted', () => {
    const fill = (session: Session): unknown => session.set('cart', [...cart, ...cart])
    const { session } = factory.open()
    fill(session)
    const { size, limit } = refusal(factory, fill)
    expect([size, limit]).toEqual([session.byteLength(), 4064])
  })
})

/** What a few bytes of a pickle unfold to. */
function bomb(levels = 60): unknown {
  let value: unknown = 'x'
  for (let level = 0; level < levels; level++) value = [value, value]
  return value
}

describe('JSON, which unfolds what is shared', () => {
  const factory = signedCookieSessionFactory('s')

  test('stops at 64 KiB', () => {
    const error = refusal(factory, (session) => {
      session.set('fine', 1)
      session.set('bomb', bomb())
    })
    expect([error.size, error.isExact]).toEqual([65_536, false])
    expect(error.message).toContain('more than 65536 characters')
    expect(error.keys[0]!.key).toBe('bomb')
    expect(error.cause).toMatchObject({ code: 'LIMIT' })
  })

  test('takes no time for it, in whatever form', () => {
    const texts = Array<string>(1_000_000).fill('x'.repeat(1000))
    const ints = Array<bigint>(100_000).fill(10n ** 4000n)
    for (const value of [bomb(), bomb(400), texts, ints, 'x'.repeat(50_000_000)]) {
      const start = timeOfWork()
      refusal(factory, (session) => session.set('a', value))
      expect(timeOfWork() - start).toBeLessThan(500)
    }
  })

  test('a thousand keys of it take no time either', () => {
    const value = bomb()
    const start = timeOfWork()
    refusal(factory, (session) => {
      for (let at = 0; at < 5000; at++) session.set(`key${at}`, value)
    })
    expect(timeOfWork() - start).toBeLessThan(1000)
  })

  test('what cannot be written at all is said first', () => {
    const { session, commit } = factory.open()
    session.set('a', new Date(0))
    session.set('b', 'x'.repeat(5000))
    expect(() => commit()).toThrow(expect.objectContaining({ code: 'BAD_VALUE', path: 'a' }))
  })
})

test('pickles share what is shared', () => {
  const factory = signedCookieSessionFactory('s', { serializer: new PickleSerializer() })
  const { session, commit } = factory.open()
  session.set('a', bomb())
  expect(commit()).toHaveLength(1)
})

test('a serializer by itself stops at 1 MiB', () => {
  const json = new JSONSerializer()
  expect(json.loads(json.dumps('x'.repeat(1_000_000)))).toHaveLength(1_000_000)
  const start = timeOfWork()
  expect(() => json.dumps(bomb())).toThrow(expect.objectContaining({ code: 'LIMIT' }))
  expect(() => json.dumps('x'.repeat(50_000_000))).toThrow(
    expect.objectContaining({ code: 'LIMIT' }),
  )
  expect(timeOfWork() - start).toBeLessThan(1000)
})

describe('keys that cannot be written by themselves', () => {
  test('are left out, and few of them are tried', () => {
    const json = new JSONSerializer()
    let written = 0
    const dumps = (value: unknown): Uint8Array => {
      const [, , data] = value as [unknown, unknown, object]
      const keys = Object.keys(data)
      if (keys.length === 1 && keys[0] !== 'fine') {
        written++
        throw new TypeError('not this one')
      }
      return json.dumps(value)
    }
    const factory = signedCookieSessionFactory('s', {
      serializer: { dumps, loads: (bytes) => json.loads(bytes) },
    })
    const { keys } = refusal(factory, (session) => {
      session.set('fine', 'x'.repeat(5000))
      for (let at = 0; at < 900; at++) session.set(`key${at}`, 'x'.repeat(1000))
    })
    expect(keys.map(({ key }) => key)).toEqual(['fine'])
    expect(written).toBeLessThanOrEqual(16)
  })
})

test('to tell the largest keys takes about as much writing as to find out that there are too many', () => {
  const json = new JSONSerializer()
  const written: number[] = []
  const dumps = (value: unknown): Uint8Array => {
    const bytes = json.dumps(value)
    written.push(bytes.length)
    return bytes
  }
  const factory = signedCookieSessionFactory('s', {
    serializer: { dumps, loads: (bytes) => json.loads(bytes) },
  })
  for (const [count, length] of [
    [1, 60_000],
    [6, 10_000],
    [300, 200],
  ] as const) {
    written.length = 0
    refusal(factory, (session) => {
      for (let at = 0; at < count; at++) session.set(`key${at}`, 'x'.repeat(length))
    })
    const [first, ...more] = written
    expect(more.reduce((sum, size) => sum + size, 0)).toBeLessThan(first! * 1.2)
    // Of keys as small as these not all are measured.
    expect(more.length).toBeLessThanOrEqual(17)
  }
})

test.each(FACTORIES.slice(0, 2))('%s: more keys than a cookie can hold', (_, factory) => {
  const { size, limit, isExact, keys } = refusal(factory, (session) => {
    for (let at = 0; at < 1001; at++) session.set(at, null)
  })
  expect(size).toBeGreaterThanOrEqual(limit)
  expect(isExact || size === limit).toBe(true)
  expect(keys).toHaveLength(5)
  expect(keys[0]!.size).toBeGreaterThan(0)
})

test('a Set of a class whose size fails is no reason for another error', () => {
  class Odd extends Set {
    override get size(): number {
      throw new Error('of the application')
    }
  }
  const { keys } = refusal(unencryptedCookieSessionFactoryConfig('s'), (session) =>
    session.set('odd', new Odd([1])).set('large', 'x'.repeat(9000)),
  )
  expect(keys.map(({ key }) => key)).toEqual(['large', 'odd'])
})
