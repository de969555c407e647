/** What Python 2 writes as `str`: text of its users, and the bytes that its classes are made of. */
import { describe, expect, test } from 'vitest'
import {
  Py2Str,
  PyByteArray,
  PyDate,
  PyDateTime,
  PyObject,
  PyTime,
  dumps,
  loads,
  type PyCounter,
  type PyDefaultDict,
  type PyDeque,
  type PyOrderedDict,
} from '../../../src/pickle/index.js'

/**
 * By CPython 2.7.18, in protocols 0 to 2 of pickle and of cPickle: `(1700000000, 1700000000, {'user': 7,
 * 'seen': datetime(2024, 1, 2, 3, 4, 5, 678901), 'day': date(2024, 2, 29), 'at': time(23, 59, 59, 999999),
 * 'name': 'J\xc3\xb6rg', 'J\xc3\xb6rg': ['J\xc3\xb6rg', 'plain'], 'raw': '\x00\xff'})`.
 */
const SESSIONS: readonly string[] = [
  'KEkxNzAwMDAwMDAwCkkxNzAwMDAwMDAwCihkcDAKUyduYW1lJwpwMQpTJ0pceGMzXHhiNnJnJwpwMgpzUydyYXcnCnAzClMnXHgwMFx4ZmYnCnA0CnNnMgoobHA1CmcyCmFTJ3BsYWluJwpwNgphc1MnYXQnCnA3CmNkYXRldGltZQp0aW1lCnA4CihTJ1x4MTc7O1x4MGZCPycKcDkKdHAxMApScDExCnNTJ3NlZW4nCnAxMgpjZGF0ZXRpbWUKZGF0ZXRpbWUKcDEzCihTJ1x4MDdceGU4XHgwMVx4MDJceDAzXHgwNFx4MDVcbltceGY1JwpwMTQKdHAxNQpScDE2CnNTJ2RheScKcDE3CmNkYXRldGltZQpkYXRlCnAxOAooUydceDA3XHhlOFx4MDJceDFkJwpwMTkKdHAyMApScDIxCnNTJ3VzZXInCnAyMgpJNwpzdHAyMwou',
  'KEoA8VNlSgDxU2V9cQAoVQRuYW1lcQFVBUrDtnJncQJVA3Jhd3EDVQIA/3EEaAJdcQUoaAJVBXBsYWlucQZlVQJhdHEHY2RhdGV0aW1lCnRpbWUKcQgoVQYXOzsPQj9xCXRxClJxC1UEc2VlbnEMY2RhdGV0aW1lCmRhdGV0aW1lCnENKFUKB+gBAgMEBQpb9XEOdHEPUnEQVQNkYXlxEWNkYXRldGltZQpkYXRlCnESKFUEB+gCHXETdHEUUnEVVQR1c2VycRZLB3V0cRcu',
  'gAJKAPFTZUoA8VNlfXEAKFUEbmFtZXEBVQVKw7ZyZ3ECVQNyYXdxA1UCAP9xBGgCXXEFKGgCVQVwbGFpbnEGZVUCYXRxB2NkYXRldGltZQp0aW1lCnEIVQYXOzsPQj9xCYVxClJxC1UEc2VlbnEMY2RhdGV0aW1lCmRhdGV0aW1lCnENVQoH6AECAwQFClv1cQ6FcQ9ScRBVA2RheXERY2RhdGV0aW1lCmRhdGUKcRJVBAfoAh1xE4VxFFJxFVUEdXNlcnEWSwd1h3EXLg==',
  'KEkxNzAwMDAwMDAwCkkxNzAwMDAwMDAwCihkcDEKUyduYW1lJwpwMgpTJ0pceGMzXHhiNnJnJwpwMwpzUydyYXcnCnA0ClMnXHgwMFx4ZmYnCnA1CnNnMwoobHA2CmczCmFTJ3BsYWluJwpwNwphc1MnYXQnCnA4CmNkYXRldGltZQp0aW1lCnA5CihTJ1x4MTc7O1x4MGZCPycKdFJwMTAKc1Mnc2VlbicKcDExCmNkYXRldGltZQpkYXRldGltZQpwMTIKKFMnXHgwN1x4ZThceDAxXHgwMlx4MDNceDA0XHgwNVxuW1x4ZjUnCnRScDEzCnNTJ2RheScKcDE0CmNkYXRldGltZQpkYXRlCnAxNQooUydceDA3XHhlOFx4MDJceDFkJwp0UnAxNgpzUyd1c2VyJwpwMTcKSTcKc3Qu',
  'KEoA8VNlSgDxU2V9cQEoVQRuYW1lcQJVBUrDtnJncQNVA3Jhd3EEVQIA/3EFaANdcQYoaANVBXBsYWlucQdlVQJhdHEIY2RhdGV0aW1lCnRpbWUKcQkoVQYXOzsPQj90UnEKVQRzZWVucQtjZGF0ZXRpbWUKZGF0ZXRpbWUKcQwoVQoH6AECAwQFClv1dFJxDVUDZGF5cQ5jZGF0ZXRpbWUKZGF0ZQpxDyhVBAfoAh10UnEQVQR1c2VycRFLB3V0Lg==',
  'gAJKAPFTZUoA8VNlfXEBKFUEbmFtZXECVQVKw7ZyZ3EDVQNyYXdxBFUCAP9xBWgDXXEGKGgDVQVwbGFpbnEHZVUCYXRxCGNkYXRldGltZQp0aW1lCnEJVQYXOzsPQj+FUnEKVQRzZWVucQtjZGF0ZXRpbWUKZGF0ZXRpbWUKcQxVCgfoAQIDBAUKW/WFUnENVQNkYXlxDmNkYXRldGltZQpkYXRlCnEPVQQH6AIdhVJxEFUEdXNlcnERSwd1hy4=',
]

/**
 * Likewise, of protocol 2: `[set(['\xe9']), frozenset(['\xe9']), bytearray('\xff\x00'),
 * OrderedDict([('k\xe9', 'v\xe9')]), defaultdict(list, {'k\xe9': [1]}), Counter({'\xe9': 2}),
 * deque(['\xe9'], 3)]`.
 */
const KIN =
  'gAJdcQAoY19fYnVpbHRpbl9fCnNldApxAV1xAlUB6XEDYYVxBFJxBWNfX2J1aWx0aW5fXwpmcm96ZW5zZXQKcQZdcQdoA2GFcQhScQljX19idWlsdGluX18KYnl0ZWFycmF5CnEKWAMAAADDvwBxC1UHbGF0aW4tMXEMhnENUnEOY2NvbGxlY3Rpb25zCk9yZGVyZWREaWN0CnEPXXEQXXERKFUCa+lxElUCdulxE2VhhXEUUnEVY2NvbGxlY3Rpb25zCmRlZmF1bHRkaWN0CnEWY19fYnVpbHRpbl9fCmxpc3QKcReFcRhScRloEl1xGksBYXNjY29sbGVjdGlvbnMKQ291bnRlcgpxG31xHGgDSwJzhXEdUnEeY2NvbGxlY3Rpb25zCmRlcXVlCnEfXXEgaANhSwOGcSFScSJlLg=='

/** `datetime(2024, 1, 2, 3, 4, 5, 678901)`, alone. */
const SEEN = 'gAJjZGF0ZXRpbWUKZGF0ZXRpbWUKcQBVCgfoAQIDBAUKW/VxAYVxAlJxAy4='

const bytesOf = (base64: string): Buffer => Buffer.from(base64, 'base64')
const str = (text: string): Py2Str => new Py2Str(Uint8Array.from(Buffer.from(text, 'latin1')))
type Data = Map<unknown, unknown>

describe.each(SESSIONS.map((pickle, index) => [index, pickle] as const))(
  'session %i',
  (_, pickle) => {
    const read = (): Data =>
      (loads(bytesOf(pickle), { py2str: 'auto' }) as [number, number, Data])[2]

    test('auto: text is text, other bytes are kept, dates are dates', () => {
      const data = read()
      expect(data.get('user')).toBe(7)
      expect(data.get('seen')).toEqual(new PyDateTime(2024, 1, 2, 3, 4, 5, 678_901))
      expect(data.get('day')).toEqual(new PyDate(2024, 2, 29))
      expect(data.get('at')).toEqual(new PyTime(23, 59, 59, 999_999))
      const name = data.get('name') as Py2Str
      expect(String(name)).toBe('Jörg')
      expect(data.get('raw')).toEqual(str('\0\xff'))
      // Equal bytes are one key, and one object.
      expect(data.get(name)).toEqual([name, 'plain'])
    })

    test('auto: is the same session after it is written again', () => {
      for (const protocol of [0, 1, 2] as const) {
        const pickled = dumps(read(), { protocol })
        expect(loads(pickled, { py2str: 'auto' })).toEqual(read())
        expect(dumps(loads(pickled, { py2str: 'auto' }), { protocol })).toEqual(pickled)
      }
    })

    test('ascii: refuses text beyond ASCII', () => {
      const refusal = expect.objectContaining({ code: 'BAD_STRING', name: 'PickleError' })
      expect(() => loads(bytesOf(pickle))).toThrow(refusal)
    })
  },
)

describe('dates are read whatever py2str says', () => {
  const seen = new PyDateTime(2024, 1, 2, 3, 4, 5, 678_901)
  const choices = ['ascii', 'latin1', 'bytes', 'keep', 'auto'] as const

  test.each(choices)('%s', (py2str) => {
    expect(loads(bytesOf(SEEN), { py2str })).toEqual(seen)
  })

  test.each(['ascii', 'keep', 'auto'] as const)('%s: and written back as they were', (py2str) => {
    for (const options of [{}, { registry: null }] as const) {
      const value = loads(bytesOf(SEEN), { py2str, ...options })
      expect(dumps(value, { protocol: 2, ...options })).toEqual(new Uint8Array(bytesOf(SEEN)))
    }
  })

  test('as placeholders too: of no registry, of a subclass', () => {
    expect(loads(bytesOf(SEEN), { registry: null })).toBeInstanceOf(PyObject)
    const mine = Buffer.from('capp\nMoment\n(U\x04\x07\xe8\x01\x02tR.', 'latin1')
    expect((loads(mine) as PyObject).args[0]).toEqual(str('\x07\xe8\x01\x02'))
  })

  test('but a text in what an object is filled with is refused', () => {
    const named = Buffer.from('capp\nUser\n(tR}U\x04nameU\x01\xe9sb.', 'latin1')
    expect(() => loads(named)).toThrow(expect.objectContaining({ code: 'BAD_STRING', offset: 20 }))
    expect(loads(named, { py2str: 'auto' })).toBeInstanceOf(PyObject)
  })
})

test('auto: within sets, dict subclasses and deques', () => {
  const [set, frozen, array, ordered, defaults, counter, deque] = loads(bytesOf(KIN), {
    py2str: 'auto',
  }) as [Set<Py2Str>, Set<Py2Str>, PyByteArray, PyOrderedDict, PyDefaultDict, PyCounter, PyDeque]
  const [e] = set
  expect(e).toEqual(str('\xe9'))
  expect([...frozen][0]).toBe(e)
  expect(array).toEqual(PyByteArray.of(0xff, 0))
  expect([...ordered]).toEqual([[str('k\xe9'), str('v\xe9')]])
  expect(defaults.get([...ordered.keys()][0])).toEqual([1])
  expect(counter.get(e)).toBe(2)
  expect(deque[0]).toBe(e)
  const again = dumps(loads(bytesOf(KIN), { py2str: 'auto' }), { protocol: 2 })
  expect(loads(again, { py2str: 'auto' })).toEqual(loads(bytesOf(KIN), { py2str: 'auto' }))
})

describe('a Py2Str', () => {
  test.each([
    ['J\xc3\xb6rg', 'Jörg'],
    ['J\xf6rg', 'Jörg'],
    ['\xef\xbb\xbfx', '\ufeffx'],
    ['\xed\xa0\x80', '\xed\xa0\x80'],
    ['', ''],
  ])('%j reads %j: UTF-8, or else Latin-1', (raw, text) => {
    expect(String(str(raw))).toBe(text)
    expect(JSON.parse(JSON.stringify([str(raw)]))).toEqual([text])
    expect(str(raw).text).toBe(raw)
  })
})

/** `[defaultdict(t) for t in int, str, long, unicode] + [Markup('a'), StandardError]`, where Markup is a str. */
const TYPES = [
  '286c70310a63636f6c6c656374696f6e730a64656661756c74646963740a70320a28635f5f6275696c74696e5f5f0a696e740a70330a745270340a6167320a28635f5f6275696c74696e5f5f0a7374720a70350a745270360a6167320a28635f5f6275696c74696e5f5f0a6c6f6e670a70370a745270380a6167320a28635f5f6275696c74696e5f5f0a756e69636f64650a70390a74527031300a6163636f70795f7265670a5f7265636f6e7374727563746f720a7031310a28636170700a4d61726b75700a7031320a67350a532761270a74527031330a6163657863657074696f6e730a5374616e646172644572726f720a7031340a612e',
  '5d71012863636f6c6c656374696f6e730a64656661756c74646963740a710228635f5f6275696c74696e5f5f0a696e740a710374527104680228635f5f6275696c74696e5f5f0a7374720a710574527106680228635f5f6275696c74696e5f5f0a6c6f6e670a710774527108680228635f5f6275696c74696e5f5f0a756e69636f64650a71097452710a63636f70795f7265670a5f7265636f6e7374727563746f720a710b28636170700a4d61726b75700a710c68055501617452710d63657863657074696f6e730a5374616e646172644572726f720a710e652e',
  '80025d71012863636f6c6c656374696f6e730a64656661756c74646963740a7102635f5f6275696c74696e5f5f0a696e740a7103855271046802635f5f6275696c74696e5f5f0a7374720a7105855271066802635f5f6275696c74696e5f5f0a6c6f6e670a7107855271086802635f5f6275696c74696e5f5f0a756e69636f64650a71098552710a636170700a4d61726b75700a710b5501618581710c7d710d6263657863657074696f6e730a5374616e646172644572726f720a710e652e',
] as const

describe.each(TYPES.map((hex, protocol) => [protocol as 0 | 1 | 2, hex] as const))(
  'what Python 2 calls its types, at protocol %d',
  (protocol, hex) => {
    /** What is named, in order; what is fetched from the memo is not. */
    const namesIn = (pickle: Uint8Array): string[] =>
      [
        ...Buffer.from(pickle)
          .toString('latin1')
          .matchAll(/c(\w+)\n(\w+)\n/g),
      ].map(([, module, name]) => `${module}.${name}`)

    test('is written as it was', () => {
      const pickle = Buffer.from(hex, 'hex')
      expect(namesIn(pickle)).toContain('__builtin__.int')
      const value = loads(pickle, { py2str: 'auto' })
      expect(namesIn(dumps(value, { protocol }))).toEqual(namesIn(pickle))
    })

    test('is read, and written for Python 3, by the names that it has there', () => {
      const types = (value: unknown): string[] =>
        (value as PyDefaultDict[]).slice(0, 4).map(({ factory }) => String(factory))
      const value = loads(Buffer.from(hex, 'hex'), { py2str: 'auto' })
      const names = ['int', 'str', 'int', 'str'].map((name) => `<global builtins.${name}>`)
      expect(types(value)).toEqual(names)
      expect(types(loads(dumps(value, { protocol: 4 })))).toEqual(names)
    })
  },
)
