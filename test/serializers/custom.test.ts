/** Serializers of applications: what they get, and what may become of it. */
import { describe, expect, test } from 'vitest'
import * as v8 from 'node:v8'
import { runInNewContext } from 'node:vm'
import {
  Base64Serializer,
  baseCookieSessionFactory,
  JSONSerializer,
  JSONSerializerWithPickleFallback,
  PickleSerializer,
  SignedSerializer,
  signedCookieSessionFactory,
  signedDeserialize,
  signedSerialize,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { Serializer, SessionFactory } from '../../src/index.js'
import { loads, PyTuple } from '../../src/pickle/index.js'
import { digitsMade } from '../support/digits-made.js'

const clock = (): number => 1_700_000_000
const json: Serializer = {
  dumps: (value) => Buffer.from(JSON.stringify(value)),
  loads: (bytes) => JSON.parse(bytes),
}

/** Every way to hand a serializer to a factory. */
const WAYS: readonly [string, (serializer: Serializer) => SessionFactory][] = [
  ['signed', (serializer) => signedCookieSessionFactory('s', { serializer, clock })],
  ['base', (serializer) => baseCookieSessionFactory(new Base64Serializer(serializer), { clock })],
  [
    'signed in base',
    (serializer) =>
      baseCookieSessionFactory(new SignedSerializer('s', null, { serializer }), { clock }),
  ],
  [
    'base64 in signed',
    (serializer) =>
      signedCookieSessionFactory('s', { serializer: new Base64Serializer(serializer), clock }),
  ],
]

/** What the next request finds. */
function next(factory: SessionFactory, data: object): unknown {
  const { session, commit } = factory.open()
  session.update(data)
  const again = factory.open(commit()[0]![1].split(';')[0]).session
  return again.new ? 'a new session' : again.toJSON()
}

describe.each(WAYS)('%s: a session is there on the next request', (_, make) => {
  const data = { b: 1.5, a: [1, { c: 'é' }], 7: null, constructor: 'x' }

  test.each<[string, Serializer]>([
    ['JSON of the engine', json],
    ['a clone of the engine', { dumps: (v) => v8.serialize(v), loads: (b) => v8.deserialize(b) }],
    ['Uint8Arrays', { dumps: (v) => new Uint8Array(json.dumps(v)), loads: (b) => json.loads(b) }],
    [
      'floats that stay floats',
      {
        dumps: (v) => new PickleSerializer().dumps(v),
        loads: (b) => loads(b, { floats: 'wrap', dicts: 'auto' }),
      },
    ],
  ])('%s', (name, serializer) => {
    const expected = name.startsWith('floats') ? { ...data, b: expect.anything() } : data
    expect(next(make(serializer), data)).toEqual(expected)
  })

  test('keys that are no text become text in JSON, as in Python', () => {
    const factory = make(json)
    const { session, commit } = factory.open()
    session.set(1, 'one')
    const again = factory.open(commit()[0]![1].split(';')[0]).session
    expect(again.toJSON()).toEqual({ 1: 'one' })
  })
})

test('two keys of one text are not made one in silence', () => {
  const { session, commit } = signedCookieSessionFactory('s', { serializer: json, clock }).open()
  session.update([
    [5, 'number'],
    ['5', 'text'],
  ])
  expect(commit).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }))
})

test('a key of far too many digits is refused where it becomes text, before it has any', () => {
  const { session, commit } = signedCookieSessionFactory('s', { serializer: json, clock }).open()
  session.update(new Map([[(1n << 500_000n) as never, 1]]) as never)
  expect(digitsMade(commit)).toBe(0)
})

test('a frozen Map is written', () => {
  const loads = (bytes: Uint8Array): unknown => {
    const [renewed, created, data] = JSON.parse(Buffer.from(bytes).toString())
    return [renewed, created, Object.freeze(new Map([[1, data]]))]
  }
  const factory = signedCookieSessionFactory('s', {
    serializer: { dumps: json.dumps, loads },
    clock,
  })
  const first = factory.open()
  first.session.set('x', 1)
  const { session, commit } = factory.open(first.commit()[0]![1].split(';')[0])
  session.set('y', 2)
  expect(commit()).toHaveLength(1)
})

test('two numbers and a plain object are handed over', () => {
  const seen: unknown[] = []
  const serializer: Serializer = {
    ...json,
    dumps: (value) => {
      seen.push(value)
      return json.dumps(value)
    },
  }
  const { session, commit } = signedCookieSessionFactory('s', { serializer, clock }).open()
  session.set('b', 1)
  session.set('__proto__', 2)
  commit()
  expect(seen).toStrictEqual([[1_700_000_000, 1_700_000_000, JSON.parse('{"b":1,"__proto__":2}')]])
})

test('loads gets a Buffer, also for base64 that is not as Node writes it', () => {
  const seen: unknown[] = []
  const serializer: Serializer = { ...json, loads: (bytes) => seen.push(Buffer.isBuffer(bytes)) }
  const signed = new SignedSerializer('s', null, { serializer })
  const text = Buffer.from(signed.dumps([])).toString('latin1')
  signed.loads(Buffer.from(text))
  signed.loads(Buffer.from(` ${text.slice(0, 20)} ${text.slice(20)}  `))
  new Base64Serializer(serializer).loads(Buffer.from('W10'))
  new Base64Serializer(serializer).loads(Buffer.from('W 1 0 '))
  expect(seen).toEqual([true, true, true, true])
})

describe('what our serializers write is the same, however they are wrapped', () => {
  class Reading extends PickleSerializer {
    override loads(bytes: Uint8Array): unknown {
      return super.loads(bytes)
    }
  }
  const handing = (inner: Serializer): Serializer => ({
    dumps: (value) => inner.dumps(value),
    loads: (bytes) => inner.loads(bytes),
  })
  const write = (serializer: Serializer): string => {
    const factory = signedCookieSessionFactory('s', { serializer, clock })
    const { session, commit } = factory.open()
    session.update({ b: 1, 2: 'two', a: [1.5] })
    return commit()[0]![1]
  }

  test.each<[string, Serializer, Serializer]>([
    ['pickles, by a subclass that reads', new PickleSerializer(), new Reading()],
    ['pickles, handed on', new PickleSerializer(), handing(new PickleSerializer())],
    [
      'JSON, by a subclass that reads',
      new JSONSerializer(),
      new JSONSerializerWithPickleFallback(),
    ],
    ['JSON, handed on', new JSONSerializer(), handing(new JSONSerializer())],
    [
      'base64, handed on within',
      new Base64Serializer(new PickleSerializer()),
      new Base64Serializer(handing(new PickleSerializer())),
    ],
  ])('%s', (_, ours, wrapped) => {
    expect(write(wrapped)).toBe(write(ours))
  })

  test('a subclass with a dumps of its own gets plain values', () => {
    class Own extends JSONSerializer {
      override dumps(value: unknown): Uint8Array {
        return json.dumps(value)
      }
    }
    expect(next(signedCookieSessionFactory('s', { serializer: new Own() }), { a: 1 })).toEqual({
      a: 1,
    })
  })

  test('a triple that an application hands on is read by Python as a tuple', () => {
    const [cookie] = write(handing(new PickleSerializer())).split(';')
    const bytes = Buffer.from(cookie!.slice('session='.length), 'base64url').subarray(64)
    expect(loads(bytes)).toBeInstanceOf(PyTuple)
  })
})

describe('signedSerialize and signedDeserialize of an application', () => {
  test('get plain values too', () => {
    const factory = unencryptedCookieSessionFactoryConfig('s', {
      signedSerialize: (data) => encodeURIComponent(JSON.stringify(data)),
      signedDeserialize: (text) => JSON.parse(decodeURIComponent(text)),
    })
    expect(next(factory, { a: 1 })).toEqual({ a: 1 })
  })

  test.each(['é', 'žluťoučký', '€', '日本', '😀', '\u0080'])('may give text with %j', (name) => {
    const factory = unencryptedCookieSessionFactoryConfig('s', {
      signedSerialize: (data) => JSON.stringify(data),
      signedDeserialize: (text) => JSON.parse(text),
    })
    expect(next(factory, { name })).toEqual({ name })
  })

  test('may give no U+FFFD, which stands for what is not UTF-8', () => {
    const factory = unencryptedCookieSessionFactoryConfig('s', {
      signedSerialize: (data) => JSON.stringify(data),
      signedDeserialize: (text) => JSON.parse(text),
    })
    expect(() => next(factory, { name: '\ufffd' })).toThrow(
      expect.objectContaining({ code: 'BAD_VALUE' }),
    )
  })

  test('may hand them on to ours, which writes what it would write', () => {
    const plain = unencryptedCookieSessionFactoryConfig('s', { clock })
    const handing = unencryptedCookieSessionFactoryConfig('s', {
      clock,
      signedSerialize: (data, secret) => signedSerialize(data, secret),
      signedDeserialize: (text, secret) => signedDeserialize(text, secret),
    })
    const [one, other] = [plain, handing].map((factory) => {
      const { session, commit } = factory.open()
      session.set('a', 1)
      return commit()
    })
    expect(other).toEqual(one)
  })
})

test.each(WAYS)('%s: functions that answer with a promise end nothing', async (_, make) => {
  const reject = (): never => Promise.reject(new Error('x')) as never
  const factory = make({ dumps: reject, loads: reject })
  const { session, commit } = factory.open()
  session.set('a', 1)
  expect(() => commit()).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }))
  const written = make(json).open()
  written.session.set('a', 1)
  const { session: read } = factory.open(written.commit()[0]![1].split(';')[0])
  // A mistake of the application: it is no bad cookie, which would sign everybody out without a word.
  expect(() => read.new).toThrow(expect.objectContaining({ option: 'serializer' }))
  await new Promise((resolve) => setImmediate(resolve))
})

test('so do those of the first factory', async () => {
  const reject = (): never => Promise.reject(new Error('x')) as never
  const factory = unencryptedCookieSessionFactoryConfig('s', {
    signedSerialize: reject,
    signedDeserialize: reject,
  })
  expect(() => factory.open('session=x').session.new).toThrow(
    expect.objectContaining({ option: 'signedDeserialize' }),
  )
  const { session, commit } = factory.open()
  session.set('a', 1)
  expect(() => commit()).toThrow(expect.objectContaining({ option: 'signedSerialize' }))
  await new Promise((resolve) => setImmediate(resolve))
})

test('bytes of another realm are read', () => {
  for (const [serializer, written] of [
    new JSONSerializer(),
    new PickleSerializer(),
    new Base64Serializer(),
    new SignedSerializer('s', null),
  ].map((serializer) => [serializer, serializer.dumps({ a: [1, 'é'] })] as const)) {
    const bytes = runInNewContext(`Uint8Array.of(${[...written].join()})`) as Uint8Array
    expect(bytes).not.toBeInstanceOf(Uint8Array)
    expect(serializer.loads(bytes)).toEqual({ a: [1, 'é'] })
  }
})

test.each([
  ['text', 'a string'],
  [undefined, 'undefined'],
  [Promise.resolve(Buffer.from('a')), 'a Promise'],
  [new ArrayBuffer(1), 'an object of class ArrayBuffer'],
])('a serializer that gives %o is told so', (value, kind) => {
  const serializer = { dumps: () => value as never, loads: () => null }
  for (const [, make] of WAYS) {
    const { session, commit } = make(serializer).open()
    session.set('a', 1)
    expect(() => commit()).toThrow(
      expect.objectContaining({ code: 'BAD_VALUE', message: expect.stringContaining(kind) }),
    )
  }
})

test.each([{}, 'json', null, { dumps: () => new Uint8Array() }])(
  'base64 of what is no serializer is refused: %j',
  (serializer) => {
    expect(() => new Base64Serializer(serializer as never)).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION', option: 'serializer' }),
    )
  },
)
