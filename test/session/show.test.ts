/** What is printed of a session. */
import { inspect } from 'node:util'
import { getHeapStatistics } from 'node:v8'
import { describe, expect, test, vi } from 'vitest'
import {
  SessionCSRFStoragePolicy,
  generateKey,
  sealedCookieSessionFactory,
  signedCookieSessionFactory,
  signedSerialize,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import {
  PyCounter,
  PyEnum,
  PyFraction,
  PyGlobal,
  PyObject,
  PyOrderedDict,
  PyRange,
  PyTuple,
} from '../../src/pickle/index.js'
import { timeOfWork } from '../support/time.js'

const factory = unencryptedCookieSessionFactoryConfig('seekrit')

/** Everything that prints. */
const printed = (session: object): string[] => {
  const request = { url: '/', session }
  return [
    inspect(session),
    inspect(session, { depth: null, showHidden: true }),
    inspect({ ...request }, { depth: null }),
    JSON.stringify(session),
    JSON.stringify({ ...request }),
    JSON.stringify(Object.entries(request)),
    String(session),
  ]
}

const NOW = Math.floor(Date.now() / 1000)

describe('the CSRF token is not shown', () => {
  test.each([
    ['pickle', factory],
    ['JSON', signedCookieSessionFactory('seekrit')],
  ])('%s', (_, factory) => {
    const { session, commit } = factory.open()
    session.set('user', 7)
    const token = session.getCsrfToken()
    for (const text of printed(session)) expect(text).not.toContain(token)
    const again = factory.open(commit()[0]![1].split(';')[0]).session
    for (const text of printed(again)) expect(text).not.toContain(token)
    expect(again.toJSON()).toEqual({ user: 7 })
    expect(again.getCsrfToken()).toBe(token)
  })

  test('nor under the key of a policy', () => {
    const { session } = factory.open()
    const policy = new SessionCSRFStoragePolicy({ key: 'my token' })
    const request = { method: 'GET', scheme: 'https', host: 'a', header: () => null, session }
    const token = policy.newCsrfToken(request)
    for (const text of printed(session)) expect(text).not.toContain(token)
  })
})

describe("peek() leaves out the keys of its own factory's policies", () => {
  const open = () => {
    const { session } = unencryptedCookieSessionFactoryConfig('seekrit').open()
    session.update({ user: 7, 'my other token': 'abc' })
    return session
  }
  const [session, other] = [open(), open()]
  new SessionCSRFStoragePolicy({ key: 'my other token' }).checkCsrfToken(
    { method: 'GET', scheme: 'https', host: 'a', header: () => null, session },
    'abc',
  )

  test('and its own token', () => {
    session.getCsrfToken()
    expect([...session.peek().data]).toEqual([['user', 7]])
  })

  test('not those of others, but a log is shown neither', () => {
    expect([...other.peek().data]).toEqual([
      ['user', 7],
      ['my other token', 'abc'],
    ])
    for (const shown of [session, other, session.peek(), other.peek()]) {
      expect(inspect(shown, { depth: null, showHidden: true })).not.toContain('abc')
    }
    expect(other.toJSON()).toEqual({ user: 7 })
  })
})

describe('what has methods that fail is left out, and printing goes on', () => {
  const broken = {
    toJSON: () => {
      throw new TypeError('secret')
    },
  }
  test.each<[string, object]>([
    ['a Proxy of a Map', new Proxy(new Map([['a', 1]]), {})],
    ['a Proxy of a Set', new Proxy(new Set([1]), {})],
    ['a Proxy of a Date', new Proxy(new Date(0), {})],
    ['a Proxy of bytes', new Proxy(new Uint8Array(2), {})],
    ['a Proxy of a Buffer', new Proxy(Buffer.from('ab'), {})],
    ['a toJSON that throws', broken],
  ])('%s', (_, value) => {
    const { session } = factory.open()
    session.update({ cart: [0, value], fine: 1 })
    for (const text of printed(session)) expect(text).not.toContain('secret')
    expect(JSON.parse(JSON.stringify(session))).toMatchObject({ cart: [0, {}], fine: 1 })
    session.set(value as never, 2 as never)
    printed(session)
    session.set(PyTuple.of(value) as never, 2 as never)
    session.set('tuple', PyTuple.of(value))
    printed(session)
  })

  test('it is said of a Date', () => {
    const { session } = factory.open()
    session.set('cart', [1, { when: new Proxy(new Date(0), {}) }])
    expect(JSON.stringify(session)).toBe('{"cart":[1,{"when":"[cannot be shown]"}]}')
  })
})

describe('what would unfold to too much is left out', () => {
  const nest = (wrap: (inner: unknown) => unknown): unknown => {
    let value: unknown = 'x'
    for (let level = 0; level < 60; level++) value = wrap(value)
    return value
  }
  const circle: unknown[] = []
  circle.push(circle)

  test.each<[string, unknown]>([
    ['lists', nest((inner) => [inner, inner])],
    ['tuples', nest((inner) => PyTuple.of(inner, inner))],
    ['objects', nest((inner) => ({ a: inner, b: inner }))],
    [
      'Maps',
      nest(
        (inner) =>
          new Map([
            ['a', inner],
            ['b', inner],
          ]),
      ),
    ],
    ['keys', new PyCounter([[nest((inner) => PyTuple.of(inner, inner)), 1]])],
    ['a circle', circle],
    ['one long text often', Array<string>(2000).fill('x'.repeat(6000))],
  ])('%s', (_, value) => {
    const { session } = factory.open(
      `session=${signedSerialize([NOW, NOW, { fine: [1], value }], 'seekrit')}`,
    )
    const start = timeOfWork()
    for (const text of printed(session)) expect(text.length).toBeLessThan(100_000)
    expect(timeOfWork() - start).toBeLessThan(1000)
    expect(session.toJSON()).toEqual({ fine: [1], value: '[too large to show]' })
  })

  test('a key of the session too', () => {
    const key = nest((inner) => PyTuple.of(inner, inner))
    const data = new Map<unknown, unknown>([
      [key, 1],
      ['a', 2],
    ])
    const { session } = factory.open(`session=${signedSerialize([NOW, NOW, data], 'seekrit')}`)
    expect(session.toJSON()).toEqual({ '[too large to show]': 1, a: 2 })
    for (const text of printed(session)) expect(text.length).toBeLessThan(1000)
  })

  test('what a value of our classes would unfold to', () => {
    const text = PyTuple.of('t'.repeat(300))
    const many = PyTuple.from(Array.from({ length: 3000 }, () => text))
    let deep: unknown = null
    for (let level = 0; level < 300; level++) {
      deep = new PyObject('reduce', new PyGlobal('m', 'C'), [deep])
    }
    const { session } = factory.open()
    session.update({ many, deep, fine: 1 })
    session.set(many as never, 2)
    const large = '[too large to show]'
    expect(JSON.parse(JSON.stringify(session))).toEqual({
      many: large,
      deep: large,
      fine: 1,
      [large]: 2,
    })
  })

  test('and no more than that', () => {
    const { session } = factory.open()
    const list = Array.from({ length: 3000 }, (_, at) => [at])
    session.set('list', list)
    session.set('a', { b: new Map([['c', new Set([1])]]) })
    expect(session.toJSON()).toEqual({ list, a: { b: new Map([['c', new Set([1])]]) } })
  })

  test('what is too large is not gone through for each key', () => {
    let looked = 0
    const list: unknown[] = Array.from({ length: 20_000 }, () => 0)
    list.values = function* (this: number[]) {
      for (let at = 0; at < this.length; at++) {
        looked++
        yield this[at]
      }
    } as () => ArrayIterator<unknown>
    const { session } = factory.open()
    session.set('fine', [1])
    for (let at = 0; at < 900; at++) session.set(`key${at}`, [list])
    const shown: Record<string, unknown> = session.toJSON()
    expect(looked).toBeLessThan(50_000)
    expect([shown['fine'], shown['key0'], shown['key899']]).toEqual([
      [1],
      '[too large to show]',
      '[too large to show]',
    ])
  })

  test('a part after one that is too large is shown', () => {
    const { session } = factory.open()
    session.set(
      'large',
      Array.from({ length: 20_000 }, () => 0),
    )
    session.set('fine', [1])
    expect(session.toJSON()).toEqual({ large: '[too large to show]', fine: [1] })
  })

  const int = 2n ** 32_000n
  test.each<[string, unknown]>([
    ['ints', Array<bigint>(900).fill(int)],
    ['ranges', Array.from({ length: 300 }, () => new PyRange(int, int, int))],
    ['fractions', Array.from({ length: 900 }, () => new PyFraction(1n, int))],
  ])('large numbers, often: %s', (_, value) => {
    const { session } = factory.open()
    session.set('fine', [1])
    session.set('small', Array<bigint>(900).fill(2n ** 64n))
    session.set('value', value)
    const shown: Record<string, unknown> = session.toJSON()
    expect(Object.values(shown).map((part) => typeof part)).toEqual(['object', 'object', 'string'])
  })
})

describe('ints beyond the safe integers are text in JSON', () => {
  class Account {
    constructor(readonly id: bigint) {}
  }
  const get = (): never => {
    throw new TypeError('secret')
  }
  const broken: unknown = Object.create({}, { a: { get, enumerable: true } })
  const int = 2n ** 64n
  const text = '18446744073709551616'
  const shared = { 1022: int }
  test.each<[string, unknown, unknown]>([
    ['by themselves', int, text],
    ['in a list', [1, [int]], [1, [text]]],
    ['in an object', { a: { b: int, c: null } }, { a: { b: text, c: null } }],
    ['in a tuple', PyTuple.of<unknown>(int, 1), [text, 1]],
    ['in an OrderedDict', new PyOrderedDict([['a', [int]]]), { a: [text] }],
    ['as the value of an enum', new PyEnum('app', 'Color', int), text],
    ['in a fraction', new PyFraction(1n, int), `1/${text}`],
    ['in an object of a class', [new Account(int)], [{ id: text }]],
    ['in an array of ints', BigInt64Array.of(5n, -1n), { 0: '5', 1: '-1' }],
    ['in an object', { a: [Object(int)] }, { a: [text] }],
    ['beside a Map', { map: new Map([[1, int]]), int }, { map: {}, int: text }],
    ['given by toJSON', [{ toJSON: () => int }], [text]],
    ['in an object, by toJSON', { toJSON: () => Object(int) as unknown }, text],
    ['in a class, by toJSON', { toJSON: () => new Account(int) }, { id: text }],
    ['beside null, by toJSON', { a: { toJSON: () => null }, int }, { a: null, int: text }],
    ['beside a getter that throws', broken, '[cannot be shown]'],
  ])('%s', (_, value, expected) => {
    const { session } = factory.open()
    session.set('value', value)
    expect(JSON.parse(JSON.stringify(session))).toEqual({ value: expected })
  })

  test('objects with array indices as keys take little memory', () => {
    const { session } = factory.open()
    session.set(
      'value',
      Array.from({ length: 3000 }, () => shared),
    )
    const before = getHeapStatistics().used_heap_size
    expect((session.toJSON('') as { value: unknown[] }).value[2999]).toEqual({ 1022: text })
    expect(getHeapStatistics().used_heap_size - before).toBeLessThan(3000 * 5000)
  })

  test('an array keeps its holes, as null, and nothing besides', () => {
    const { session } = factory.open()
    // oxlint-disable-next-line no-sparse-arrays -- what this is about
    session.set('list', Object.assign([, 1n], { x: 2n }))
    expect(JSON.stringify(session)).toBe('{"list":[null,"1"]}')
  })

  test('what has none is not copied', () => {
    const { session } = factory.open()
    const value = { list: [1, Number.NaN, PyTuple.of('x')], date: new Date(0), map: new Map() }
    session.set('value', value)
    expect((session.toJSON('') as { value: unknown }).value).toBe(value)
  })
})

describe('a Proxy that cannot be looked at', () => {
  const revoked = (target: object): object => {
    const { proxy, revoke } = Proxy.revocable(target, {})
    revoke()
    return proxy
  }
  const throwing = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new RangeError('own')
      },
    },
  )

  test.each<[string, unknown]>([
    ['revoked', revoked({})],
    ['a revoked list', revoked([])],
    ['within another value', { a: [revoked({})] }],
    ['with traps that throw', throwing],
  ])('%s: a word stands in its place', (_, value) => {
    const { session } = factory.open()
    session.set('odd', value as never).set('a', 1)
    expect(() => printed(session)).not.toThrow()
    expect(JSON.parse(JSON.stringify(session))).toEqual({ odd: '[cannot be shown]', a: 1 })
    expect(inspect(session.peek())).toContain("'odd' => '[cannot be shown]'")
  })
})

test('a Date of its own class is asked for its JSON once', () => {
  const { session } = factory.open()
  session.set('when', [new Date(0), new Date(1)])
  const asked = vi.spyOn(Date.prototype, 'toJSON')
  expect(JSON.stringify(session)).toContain('1970-01-01T00:00:00.001Z')
  expect(asked).toHaveBeenCalledTimes(2)
  asked.mockRestore()
})

test('a session that was not loaded is printed by a word, and is no JSON', () => {
  const revocation = { isRevoked: async () => false, revoke: async () => undefined }
  const key = generateKey()
  const first = sealedCookieSessionFactory(key).open()
  first.session.set('a', 1)
  const cookie = first.commit()[0]![1].split(';')[0]!
  const { session } = sealedCookieSessionFactory(key, { revocation }).open(cookie)
  expect(inspect(session)).toBe('Session [cannot be shown]')
  expect(() => JSON.stringify({ session })).toThrow(expect.objectContaining({ code: 'NOT_LOADED' }))
})
