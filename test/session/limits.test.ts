/** What a session may cost to read and to write, and how it is told. */
import { describe, expect, test } from 'vitest'
import {
  CartoucheError,
  CookieTooLargeError,
  PickleSerializer,
  baseCookieSessionFactory,
  signedCookieSessionFactory,
  signedDeserialize,
  signedSerialize,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { SessionFactory } from '../../src/index.js'
import { PickleError, PyTuple, dumps } from '../../src/pickle/index.js'
import { thrownBy } from '../pickle/bytes.js'

type Data = Record<string | number, unknown>
const SECRET = 'seekrit'
const clock = (): number => 1_700_000_000

/** The factories that write pickles, and how a text of each is made of any value. */
const FACTORIES: readonly (readonly [string, SessionFactory<Data>, (value: unknown) => string])[] =
  [
    [
      'signed pickles of Pyramid 1.0',
      unencryptedCookieSessionFactoryConfig<Data>(SECRET, { clock }),
      (value) => signedSerialize(value, SECRET),
    ],
    [
      'PickleSerializer',
      baseCookieSessionFactory<Data>(new PickleSerializer(), { clock }),
      (value) => Buffer.from(dumps(value, { protocol: 2 })).toString('latin1'),
    ],
  ]

const nested = (depth: number): unknown => {
  let list: unknown[] = []
  for (let level = 1; level < depth; level++) list = [list]
  return list
}
const numbered = (count: number): Map<unknown, unknown> =>
  new Map(Array.from({ length: count }, (_, key) => [key, null]))

describe.each(FACTORIES)('%s', (_, factory, make) => {
  const open = (data: unknown) =>
    factory.open({ value: make(PyTuple.of(1_700_000_000, 1_700_000_000, data)) }).session

  test.each<[string, unknown, unknown]>([
    ['64 KiB of text', { a: 'x'.repeat(49_000) }, { a: 'x'.repeat(65_600) }],
    ['1,000 keys a dict', { a: numbered(1000) }, { a: numbered(1001) }],
    [
      '4,000 keys in all',
      { a: [numbered(1000), numbered(1000), numbered(1000), numbered(999)] },
      { a: [numbered(1000), numbered(1000), numbered(1000), numbered(1000)] },
    ],
    ['an int of 4,096 bytes', { a: (1n << 32_767n) - 1n }, undefined],
    ['500 levels', { a: nested(498) }, undefined],
  ])('reads %s and no more', (_, good, bad) => {
    expect(open(good).get('a')).toEqual((good as Data)['a'])
    if (bad !== undefined) expect(open(bad).new).toBe(true)
  })

  test('does not write what it would not read', () => {
    for (const [value, limit] of [
      [numbered(1001), 'keysPerDict'],
      [nested(499), 'depth'],
      [1n << 40_000n, 'intBytes'],
    ] as const) {
      const { session, commit } = factory.open()
      session.set('it', value)
      const error = thrownBy(commit)
      expect(error).toBeInstanceOf(PickleError)
      expect(error).toMatchObject({ code: 'LIMIT', limit })
      expect((error as PickleError).path).toMatch(/^it/)
    }
  })

  test('a session somewhat too large has its true size', () => {
    const { session, commit } = factory.open()
    session.set('it', 'x'.repeat(20_000))
    const error = thrownBy(commit) as CookieTooLargeError
    expect(error).toBeInstanceOf(CookieTooLargeError)
    expect(error.size).toBeGreaterThan(20_000)
    expect(error.isExact).toBe(true)
    expect(error.message).toMatch(
      /^The cookie value has \d+ characters; the limit is 4064\. The largest keys .*: it \(\d+\)$/,
    )
  })

  test('one that is far too large is given up', () => {
    const int = (1n << 14_000n) + 1n
    for (const value of ['x'.repeat(10_000_000), Array.from({ length: 100_000 }, () => int)]) {
      const { session, commit } = factory.open()
      session.set('it', value)
      expect(thrownBy(commit)).toMatchObject({
        code: 'COOKIE_TOO_LARGE',
        size: 65_536,
        isExact: false,
        message: expect.stringMatching(
          /^The cookie value has more than 65536 characters; the limit is 4064\b.*: it \(65\d+\)$/,
        ),
      })
    }
  })

  test('an error names the place from the key of the session on', () => {
    const cases: [Data, string | undefined][] = [
      [{ cart: [1, { when: undefined }] }, 'cart[1].when'],
      [{ 'a b': undefined }, '["…"]'],
      [{ 7: undefined }, '["…"]'],
    ]
    for (const [data, path] of cases) {
      const { session, commit } = factory.open()
      session.update(data)
      const error = thrownBy(commit) as PickleError
      expect(error).toMatchObject({ code: 'UNSUPPORTED', path })
      expect(error.message).toBe(
        `${path}: undefined cannot be pickled; leave it out, or store null`,
      )
    }
  })
})

test('a later factory does the same', () => {
  const factory = signedCookieSessionFactory<Data>(SECRET, { serializer: new PickleSerializer() })
  const { session, commit } = factory.open()
  session.set('cart', [undefined])
  expect(thrownBy(commit)).toMatchObject({ path: 'cart[0]' })
})

test('what is no session has the limits of any pickle', () => {
  const value = { a: numbered(5000), b: 'x'.repeat(100_000) }
  expect(signedDeserialize(signedSerialize(value, SECRET), SECRET)).toEqual(value)
})

describe('functions of the application that give no text', () => {
  test.each([undefined, 7, new Uint8Array(4), Promise.resolve('text')])(
    'signedSerialize: %s',
    (text) => {
      const { session, commit } = unencryptedCookieSessionFactoryConfig<Data>(SECRET, {
        signedSerialize: () => text as unknown as string,
      }).open()
      session.set('a', 1)
      const error = thrownBy(commit)
      expect(error).toBeInstanceOf(CartoucheError)
      const code = text instanceof Promise ? 'BAD_OPTION' : 'BAD_VALUE'
      expect(error).toMatchObject({ code })
      expect((error as Error).message).toMatch(/signedSerialize/)
    },
  )

  test.each([undefined, 7, new Uint8Array(4)])('hexdigest of hmac: %s', (digest) => {
    const noMethods = [undefined, {}, { hexdigest: 'ab' }, { hexdigest: null }]
    for (const made of [{ hexdigest: () => digest }, ...noMethods]) {
      const hmac = { new: () => made as unknown as { hexdigest: () => string } }
      const error = thrownBy(() => signedDeserialize(signedSerialize(1, SECRET), SECRET, { hmac }))
      expect(error).toMatchObject({ code: 'BAD_OPTION', option: 'hmac' })
    }
  })
})
