/** The options on pickles, wherever pickles are read or written: `py2str` and `registry`. */
import { createHmac } from 'node:crypto'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import {
  JSONSerializer,
  JSONSerializerWithPickleFallback,
  PickleSerializer,
  SessionCSRFStoragePolicy,
  signedCookieSessionFactory,
  signedDeserialize,
  signedSerialize,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { PickleReadOptions } from '../../src/index.js'
import {
  PickleRegistry,
  Py2Str,
  PyCounter,
  PyDefaultDict,
  PyGlobal,
  PyObject,
  PyOrderedDict,
  PyPersistentId,
  PyTuple,
  dumps,
  loads,
} from '../../src/pickle/index.js'
import { python, runPython } from '../support/python.js'

class Money {
  readonly cents: number
  constructor(cents: number) {
    this.cents = cents
  }
}

const registry = new PickleRegistry().add<Money>({
  module: 'shop',
  name: 'Money',
  decode: ({ args }) => new Money(Number(args[0])),
  test: (value) => value instanceof Money,
  encode: ({ cents }) => new PyObject('reduce', new PyGlobal('shop', 'Money'), [cents]),
})

const NAME = new Py2Str(Uint8Array.of(0x4a, 0xc3, 0xb6, 0x72, 0x67))
const OLD = dumps(new Map([['name', NAME]]), { protocol: 2 })

/** Everything that reads pickles: from the bytes and the options to the value. */
const READERS: Readonly<
  Record<string, (bytes: Uint8Array, options: PickleReadOptions) => unknown>
> = {
  PickleSerializer: (bytes, options) => new PickleSerializer(2, options).loads(bytes),
  JSONSerializerWithPickleFallback: (bytes, options) =>
    new JSONSerializerWithPickleFallback(options).loads(bytes),
  signedDeserialize: (bytes, options) => {
    const text = signedSerialize(
      new PickleSerializer(2, { py2str: 'keep', registry: null }).loads(bytes),
      's',
      { registry: null },
    )
    return signedDeserialize(text, 's', options)
  },
  'first factory': (bytes, options) => {
    const data = new PickleSerializer(2, { registry: null }).loads(bytes)
    const text = signedSerialize(PyTuple.of<unknown>(1, 1, { data }), 's', { registry: null })
    const factory = unencryptedCookieSessionFactoryConfig('s', { clock: () => 2, ...options })
    return factory.open(`session=${text}`).session.get('data')
  },
}

describe.each(Object.entries(READERS))('%s', (_, read) => {
  test('keeps a str of Python 2 that is not ASCII, by default', () => {
    const { name } = read(OLD, {}) as { name: Py2Str }
    expect(name).toEqual(NAME)
    expect(String(name)).toBe('Jörg')
  })

  test('reads it as py2str asks', () => {
    expect(read(OLD, { py2str: 'latin1' })).toEqual({ name: 'JÃ¶rg' })
  })

  test('reads classes by the registry', () => {
    const bytes = dumps(new Money(5), { registry, protocol: 2 })
    expect(read(bytes, { registry })).toEqual(new Money(5))
    expect(read(bytes, {})).toBeInstanceOf(PyObject)
    expect(read(dumps(new PyOrderedDict(), { protocol: 2 }), { registry: null })).toBeInstanceOf(
      PyObject,
    )
  })

  test('refuses other options', () => {
    for (const options of [{ py2str: 'utf8' }, { registry: {} }]) {
      const [option] = Object.keys(options)
      expect(() => read(OLD, options as PickleReadOptions)).toThrow(
        expect.objectContaining({ name: 'OptionError', option }),
      )
    }
  })
})

describe('writing by the registry', () => {
  const money = { price: new Money(5) }

  test('signedSerialize, PickleSerializer', () => {
    expect(signedDeserialize(signedSerialize(money, 's', { registry }), 's', { registry })).toEqual(
      money,
    )
    const serializer = new PickleSerializer(4, { registry })
    expect(serializer.loads(serializer.dumps(money))).toEqual(money)
    expect(() => signedSerialize(money, 's')).toThrow('cannot be pickled')
  })

  test.each([
    ['first', unencryptedCookieSessionFactoryConfig('s', { registry })],
    [
      'later',
      signedCookieSessionFactory('s', { serializer: new PickleSerializer(2, { registry }) }),
    ],
  ])('the %s factory', (_, factory) => {
    const { session, commit } = factory.open()
    session.set('price', new Money(5))
    const next = factory.open(commit()[0]![1].split(';')[0]).session
    expect(next.get('price')).toEqual(new Money(5))
  })
})

describe('a session of Python 2', () => {
  const now = Math.floor(Date.now() / 1000)
  const open = (data: unknown) => {
    const factory = unencryptedCookieSessionFactoryConfig('s')
    const opened = factory.open(
      `session=${signedSerialize(PyTuple.of<unknown>(now, now, data), 's')}`,
    )
    const again = () => factory.open(opened.commit()[0]![1].split(';')[0]).session
    return { ...opened, again }
  }

  test('keeps what it holds, keys too, when it is written again', () => {
    const { session, again } = open(
      new Map<unknown, unknown>([
        ['user', 7],
        [NAME, [NAME]],
      ]),
    )
    session.set('new', 1)
    const next = again()
    expect([next.get('user'), next.get('new')]).toEqual([7, 1])
    const key = [...next.keys()].find((each) => typeof each === 'object') as unknown as Py2Str
    expect(key).toEqual(NAME)
    expect(next.get(key as never)).toEqual([key])
  })

  test('moves to JSON as text', () => {
    const serializer = new JSONSerializerWithPickleFallback()
    const value = serializer.loads(dumps(new Map([[NAME, NAME]]), { protocol: 2 }))
    expect(new JSONSerializer().loads(serializer.dumps(value))).toEqual({ Jörg: 'Jörg' })
  })

  test('whose data are a subclass of dict is one of a plain dict', () => {
    for (const data of [
      new PyOrderedDict<unknown, unknown>([['a', 1]]),
      new PyDefaultDict<unknown, unknown>('list', [['a', 1]]),
      new PyCounter<unknown>([['a', 1]]),
    ]) {
      const factory = unencryptedCookieSessionFactoryConfig('s')
      const { session, commit } = factory.open(
        `session=${signedSerialize(PyTuple.of<unknown>(now, now, data), 's')}`,
      )
      session.set('b', 2.5)
      const [, , written] = signedDeserialize(
        commit()[0]![1].slice(8).split(';')[0]!,
        's',
      ) as PyTuple
      expect(Object.getPrototypeOf(written)).toBe(Object.prototype)
      expect(written).toEqual({ a: 1, b: 2.5 })
    }
  })

  describe.runIf(python)('whose data are one that nobody knows is so too', () => {
    const CLASSES = `
import collections, pickle, sys, types
m = types.ModuleType('app'); sys.modules['app'] = m
class Cart(dict): pass
Cart.__module__ = 'app'; m.Cart = Cart
Q = collections
def counted(data): c = Q.Counter(); c.update(data); return c
for make in (Cart, Q.OrderedDict, counted, lambda d: Q.defaultdict(list, d)):
    for protocol in range(5):
        data = make({'a': 1, 'b': 2.0})
        print(pickle.dumps((${now}, ${now}.0, data), protocol).hex())
`
    test('whatever the protocol', async () => {
      const factory = unencryptedCookieSessionFactoryConfig('s', { registry: null })
      const pickles = (await runPython(CLASSES)).trim().split('\n')
      expect(pickles).toHaveLength(20)
      for (const pickle of pickles) {
        const bytes = Buffer.from(pickle, 'hex')
        const signature = createHmac('sha1', 's').update(bytes).digest('hex')
        const { session, commit } = factory.open({ value: signature + bytes.toString('base64') })
        expect([...session.entries()]).toEqual([
          ['a', 1],
          ['b', 2],
        ])
        const text = commit()[0]![1].slice(8).split(';')[0]!
        const written = Buffer.from(text.slice(40), 'base64')
        expect(written.includes(Buffer.from('474000000000000000', 'hex'))).toBe(true)
      }
    })
  })

  test('floats among its keys and values stay floats', () => {
    const pickle = Buffer.from('ccollections\nOrderedDict\n(tRF1.0\nF2.0\ns.', 'latin1')
    const data = new PickleSerializer(0).loads(pickle)
    const { session, commit } = open(data)
    session.set('b', 1)
    const text = Buffer.from(commit()[0]![1].slice(8).split(';')[0]!.slice(40), 'base64')
    expect(text.includes(Buffer.from('473ff0000000000000', 'hex'))).toBe(true)
    expect(text.includes(Buffer.from('474000000000000000', 'hex'))).toBe(true)
  })
})

test('a persistent id that a session was given comes back', () => {
  const factory = unencryptedCookieSessionFactoryConfig('s')
  const { session, commit } = factory.open()
  session.set('ref', new PyPersistentId('user:7'))
  const next = factory.open(commit()[0]![1].split(';')[0]).session
  expect(next.get('ref')).toEqual(new PyPersistentId('user:7'))
})

describe.each(['auto', 'bytes', 'keep'] as const)('with py2str %s', (py2str) => {
  const TOKEN = '0123456789abcdef0123456789abcdef01234567'
  const str = (text: string): Py2Str => new Py2Str(Buffer.from(text))
  const theirs = new Map<unknown, unknown>([
    [str('_csrft_'), str(TOKEN)],
    [str('my token'), str(TOKEN)],
    [str('_f_'), [str('waiting')]],
    [str('cart'), 1],
  ])
  const pickle = dumps(PyTuple.of<unknown>(1, 1, theirs), { protocol: 2 })
  const value =
    createHmac('sha1', 's').update(pickle).digest('hex') + Buffer.from(pickle).toString('base64')
  const factory = unencryptedCookieSessionFactoryConfig('s', { timeout: null, py2str })

  test('the session finds its token and its messages', () => {
    const { session, commit } = factory.open({ value })
    expect(session.getCsrfToken()).toBe(TOKEN)
    expect(session.peekFlash()).toHaveLength(1)
    session.flash('new')
    const again = factory.open(commit()[0]![1].split(';')[0]).session
    expect([again.popFlash().length, again.getCsrfToken()]).toEqual([2, TOKEN])
    expect([...again].map(([key]) => String(key))).toHaveLength(3)
  })

  test('finds messages under a name beyond ASCII, which Python 2 finds again', () => {
    const name = str('_f_é')
    const old = new Map<unknown, unknown>([
      [name, ['waiting']],
      [new Py2Str(Uint8Array.of(0x5f, 0x66, 0x5f, 0xe9)), ['latin-1']],
      [new Py2Str(Uint8Array.of(0x5f, 0x66, 0x5f, 0xe4)), ['ä']],
    ])
    const bytes = dumps(PyTuple.of<unknown>(1, 1, old), { protocol: 2 })
    const signature = createHmac('sha1', 's').update(bytes).digest('hex')
    const { session, commit } = factory.open({
      value: signature + Buffer.from(bytes).toString('base64'),
    })
    expect(session.peekFlash('é')).toEqual(['waiting'])
    expect(session.popFlash('ä')).toEqual(['ä'])
    session.flash('new', 'é')
    const text = commit()[0]![1].slice(8).split(';')[0]!
    const [, , written] = loads(Buffer.from(text.slice(40), 'base64'), {
      py2str: 'keep',
      dicts: 'map',
    }) as [unknown, unknown, Map<unknown, unknown>]
    const byKey = [...written].map(([key, messages]) => [Buffer.from(bytesIn(key)), messages])
    expect(byKey).toEqual([
      [Buffer.from(name.bytes), expect.objectContaining({ length: 2 })],
      [Buffer.from('_f_\xe9', 'latin1'), expect.objectContaining({ length: 1 })],
    ])
  })

  test('no token is printed', () => {
    const policy = new SessionCSRFStoragePolicy({ key: 'my token' })
    const { session } = factory.open({ value })
    policy.newCsrfToken({ method: 'GET', scheme: 'https', host: 'a', header: () => null, session })
    for (const text of [JSON.stringify(session), inspect(session, { maxArrayLength: null })]) {
      expect(text).not.toContain(TOKEN)
      expect(text).not.toMatch(/48,\s*49,\s*50/)
    }
  })
})

/** The bytes of a key that Python 2 has as a str. */
function bytesIn(key: unknown): Uint8Array {
  if (key instanceof Py2Str) return key.bytes
  if (key instanceof Uint8Array) return key
  throw new Error(`${String(key)} is none`)
}
