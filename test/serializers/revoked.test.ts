/** A Proxy that was revoked is refused as all that cannot be kept is: with its place, by every writer. */
import { describe, expect, test } from 'vitest'
import {
  JSONSerializer,
  PickleSerializer,
  baseCookieSessionFactory,
  generateKey,
  sealedCookieSessionFactory,
  signedCookieSessionFactory,
  storedSessionFactory,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import { PyTuple } from '../../src/pickle/index.js'
import { writeGoJson } from '../../src/serializers/go-json.js'
import { writeGob } from '../../src/serializers/gob/index.js'
import { writeMarshal } from '../../src/serializers/marshal/write.js'
import { encodeData, encodePlain, encodeValue } from '../../src/serializers/modern-write.js'
import { writePhp } from '../../src/serializers/php.js'
import { writeRubyJson } from '../../src/serializers/ruby-json.js'
import { encodeTagged } from '../../src/serializers/tagged-json.js'
import { memoryStore } from '../../src/stores/memory.js'

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {})
  revoke()
  return proxy
}

type Data = ReadonlyMap<unknown, unknown>

const WRITERS: readonly (readonly [string, (data: Data) => unknown])[] = [
  ['pickles of protocol 0', (data) => new PickleSerializer(0).dumps(data)],
  ['pickles of protocol 4', (data) => new PickleSerializer(4).dumps(data)],
  ['JSON of Python', (data) => new JSONSerializer().dumps(data)],
  ['JSON of Flask', (data) => encodeTagged(data, true)],
  ['JSON of Go', writeGoJson],
  ['JSON of Ruby', (data) => writeRubyJson(data, true)],
  ['gobs', (data) => writeGob(data, 'map[string]interface {}')],
  ['Marshal', writeMarshal],
  ['PHP', (data) => writePhp(data)],
  ['sealed sessions', encodeData],
  ['JSON of JavaScript', encodePlain],
]

const refusal = (path: string | undefined): unknown =>
  expect.objectContaining({
    code: expect.stringMatching(/^(?:BAD_VALUE|UNSUPPORTED)$/) as unknown,
    message: expect.stringMatching(/a Proxy that was revoked.*store a plain copy of it/) as unknown,
    ...(path === undefined ? {} : { path }),
  })

describe.each(WRITERS)('%s', (_, write) => {
  test.each([
    ['an object', {}],
    ['an array', []],
    ['a Map', new Map()],
    ['a Date', new Date(0)],
    ['bytes', new Uint8Array(1)],
    ['a Proxy', new Proxy({}, {})],
  ])('of %s', (_name, target) => {
    const bad = revoked(target)
    expect(() => write(new Map([['a', bad]]))).toThrow(refusal('a'))
    expect(() => write(new Map([['a', [1, { b: bad }]]]))).toThrow(refusal('a[1].b'))
    expect(() => write(new Map([['a', new Proxy(bad, {})]]))).toThrow(refusal('a'))
  })

  test('as a key', () => {
    const map = new Map<unknown, unknown>([
      [true, 1],
      [revoked({}), 2],
    ])
    expect(() => write(new Map([['a', map]]))).toThrow(
      expect.objectContaining({
        code: expect.stringMatching(/^(?:BAD_VALUE|UNSUPPORTED)$/) as unknown,
      }),
    )
  })
})

test('a value by itself', () => {
  expect(() => encodeValue(revoked({}), 'a')).toThrow(refusal('a'))
  expect(() => encodeValue([revoked([])], 'a')).toThrow(refusal('a[0]'))
  for (const serializer of [new PickleSerializer(), new JSONSerializer()]) {
    expect(() => serializer.dumps(revoked({}))).toThrow(refusal(undefined))
  }
})

test.each([
  ['in a Set', new Set([revoked({})]), 'a[member]'],
  ['in a tuple that is a member', new Set([PyTuple.of<unknown>(1, revoked([]))]), 'a[member]'],
])('pickles: %s', (_, value, path) => {
  for (const protocol of [0, 2, 4] as const) {
    const pickle = new PickleSerializer(protocol)
    expect(() => pickle.dumps({ a: value })).toThrow(
      expect.objectContaining({ path: expect.stringContaining(path) as unknown }),
    )
  }
})

const FACTORIES = [
  ['sealed', sealedCookieSessionFactory(generateKey())],
  ['signed JSON', signedCookieSessionFactory('seekrit')],
  ['signed pickles', unencryptedCookieSessionFactoryConfig('seekrit')],
  ['plain', baseCookieSessionFactory(new JSONSerializer())],
] as const

describe.each(FACTORIES)('a session: %s', (_, factory) => {
  test('save() and commit() tell of it, and of others that are too large', () => {
    const { session, commit } = factory.open()
    session.set('cart', [revoked({})])
    expect(() => session.save()).toThrow(refusal('cart[0]'))
    expect(() => commit()).toThrow(refusal('cart[0]'))
    session.delete('cart')
    session.set('large', 'x'.repeat(5000))
    session.set('last', revoked([]))
    expect(() => commit()).toThrow(refusal('last'))
  })

  test('a flash message is no equal of it', () => {
    const { session } = factory.open()
    session.flash(revoked({}))
    session.flash('text', '', false)
    session.flash({ a: 1 }, '', false)
    expect(session.peekFlash()).toHaveLength(3)
  })
})

test('a stored session', async () => {
  const factory = storedSessionFactory(memoryStore(), generateKey())
  const { session, commit } = await factory.open()
  session.set('cart', [revoked({})])
  await expect((async () => commit())()).rejects.toThrow(refusal('cart[0]'))
})
