/** Objects that hold themselves through what they are made of; pickles of Python 3.11. */
import { expect, test } from 'vitest'
import {
  PyCounter,
  PyGlobal,
  PyObject,
  dumps,
  loads,
  type PyTuple,
} from '../../src/pickle/index.js'
import { python, runPython } from '../support/python.js'
import { bytes } from './bytes.js'

type Protocol = 0 | 1 | 2 | 4 | 5

const RECORDED: readonly (readonly [name: string, protocol: Protocol, pickle: string])[] = [
  [
    'a dict subclass',
    0,
    '(lp0\nVroot\np1\naccopy_reg\n_reconstructor\np2\n(cm\nDS\np3\nc__builtin__\ndict\np4\n(dp5\nVs\np6\n(lp7\ng2\n(g3\ng4\n(dp8\ng6\ng7\nstp9\nRp10\na(dp11\nVk\np12\ng10\nsa(g10\ntp13\nastp14\nR0g10\nag10\na.',
  ],
  [
    'a dict subclass',
    1,
    ']q\x00(X\x04\x00\x00\x00rootq\x01ccopy_reg\n_reconstructor\nq\x02(cm\nDS\nq\x03c__builtin__\ndict\nq\x04}q\x05X\x01\x00\x00\x00sq\x06]q\x07(h\x02(h\x03h\x04}q\x08h\x06h\x07stq\x09Rq\n}q\x0bX\x01\x00\x00\x00kq\x0ch\ns(h\ntq\x0destq\x0eR0h\nh\ne.',
  ],
  [
    'a dict subclass',
    2,
    '\x80\x02]q\x00(X\x04\x00\x00\x00rootq\x01cm\nDS\nq\x02)\x81q\x03X\x01\x00\x00\x00sq\x04]q\x05(h\x03}q\x06X\x01\x00\x00\x00kq\x07h\x03sh\x03\x85q\x08esh\x03e.',
  ],
  [
    'a list subclass',
    0,
    '(lp0\nVroot\np1\naccopy_reg\n_reconstructor\np2\n(cm\nLS\np3\nc__builtin__\nlist\np4\n(lp5\n(lp6\ng2\n(g3\ng4\n(lp7\ng6\natp8\nRp9\naatp10\nR0g9\nag9\na.',
  ],
  [
    'a list subclass',
    1,
    ']q\x00(X\x04\x00\x00\x00rootq\x01ccopy_reg\n_reconstructor\nq\x02(cm\nLS\nq\x03c__builtin__\nlist\nq\x04]q\x05]q\x06h\x02(h\x03h\x04]q\x07h\x06atq\x08Rq\x09aatq\nR0h\x09h\x09e.',
  ],
  [
    'a list subclass',
    2,
    '\x80\x02]q\x00(X\x04\x00\x00\x00rootq\x01cm\nLS\nq\x02)\x81q\x03]q\x04h\x03aah\x03e.',
  ],
  [
    'two dict subclasses',
    0,
    '(lp0\nccopy_reg\n_reconstructor\np1\n(cm\nDS\np2\nc__builtin__\ndict\np3\n(dp4\nVb\np5\n(lp6\ng1\n(g2\ng3\n(dp7\nVa\np8\n(lp9\ng1\n(g2\ng3\n(dp10\ng5\ng6\nstp11\nRp12\nastp13\nRp14\nastp15\nR0g12\nag14\na.',
  ],
  [
    'two dict subclasses',
    1,
    ']q\x00(ccopy_reg\n_reconstructor\nq\x01(cm\nDS\nq\x02c__builtin__\ndict\nq\x03}q\x04X\x01\x00\x00\x00bq\x05]q\x06h\x01(h\x02h\x03}q\x07X\x01\x00\x00\x00aq\x08]q\x09h\x01(h\x02h\x03}q\nh\x05h\x06stq\x0bRq\x0castq\x0dRq\x0eastq\x0fR0h\x0ch\x0ee.',
  ],
  [
    'two dict subclasses',
    2,
    '\x80\x02]q\x00(cm\nDS\nq\x01)\x81q\x02X\x01\x00\x00\x00bq\x03]q\x04h\x01)\x81q\x05X\x01\x00\x00\x00aq\x06]q\x07h\x02asash\x05e.',
  ],
  [
    'a Counter',
    0,
    '(lp0\nVroot\np1\naccollections\nCounter\np2\n((dp3\nVs\np4\n(lp5\ng2\n((dp6\ng4\ng5\nstp7\nRp8\na(dp9\nVk\np10\ng8\nsa(g8\ntp11\nastp12\nR0g8\nag8\na.',
  ],
  [
    'a Counter',
    1,
    ']q\x00(X\x04\x00\x00\x00rootq\x01ccollections\nCounter\nq\x02(}q\x03X\x01\x00\x00\x00sq\x04]q\x05(h\x02(}q\x06h\x04h\x05stq\x07Rq\x08}q\x09X\x01\x00\x00\x00kq\nh\x08s(h\x08tq\x0bestq\x0cR0h\x08h\x08e.',
  ],
  [
    'a Counter',
    2,
    '\x80\x02]q\x00(X\x04\x00\x00\x00rootq\x01ccollections\nCounter\nq\x02}q\x03X\x01\x00\x00\x00sq\x04]q\x05(h\x02}q\x06h\x04h\x05s\x85q\x07Rq\x08}q\x09X\x01\x00\x00\x00kq\nh\x08sh\x08\x85q\x0bes\x85q\x0cR0h\x08h\x08e.',
  ],
  [
    'a Counter',
    4,
    '\x80\x04\x95S\x00\x00\x00\x00\x00\x00\x00]\x94(\x8c\x04root\x94\x8c\x0bcollections\x94\x8c\x07Counter\x94\x93\x94}\x94\x8c\x01s\x94]\x94(h\x04}\x94h\x06h\x07s\x85\x94R\x94}\x94\x8c\x01k\x94h\nsh\n\x85\x94es\x85\x94R0h\nh\ne.',
  ],
  [
    'a Counter',
    5,
    '\x80\x05\x95S\x00\x00\x00\x00\x00\x00\x00]\x94(\x8c\x04root\x94\x8c\x0bcollections\x94\x8c\x07Counter\x94\x93\x94}\x94\x8c\x01s\x94]\x94(h\x04}\x94h\x06h\x07s\x85\x94R\x94}\x94\x8c\x01k\x94h\nsh\n\x85\x94es\x85\x94R0h\nh\ne.',
  ],
]

const latin1 = (pickle: Uint8Array): string => Buffer.from(pickle).toString('latin1')

test.each(RECORDED.filter(([name]) => name !== 'a Counter'))(
  '%s at protocol %d is written back byte by byte',
  (_name, protocol, pickle) => {
    for (const dicts of ['auto', 'map'] as const) {
      expect(latin1(dumps(loads(bytes(pickle), { dicts }), { protocol }))).toBe(pickle)
    }
  },
)

test.each(RECORDED.filter(([name]) => name === 'a Counter'))(
  '%s at protocol %d is one object',
  (_name, protocol, pickle) => {
    for (const dicts of ['auto', 'map'] as const) {
      const check = (value: unknown): void => {
        const [, counter, again] = value as [string, PyCounter, PyCounter]
        expect(counter).toBeInstanceOf(PyCounter)
        expect(again).toBe(counter)
        const [item, dict, tuple] = counter.get('s') as unknown as [unknown, object, PyTuple]
        expect(item).toBe(counter)
        expect(dict instanceof Map ? dict.get('k') : (dict as { k: unknown }).k).toBe(counter)
        expect(tuple[0]).toBe(counter)
      }
      const value = loads(bytes(pickle), { dicts })
      check(value)
      check(loads(dumps(value, { protocol }), { dicts }))
    }
  },
)

test('two objects made of one dict do not find it empty', () => {
  const dict: Record<string, unknown> = {}
  const cls = new PyGlobal('m', 'C')
  const one = new PyObject('reduce', cls, [dict])
  const other = new PyObject('reduce', cls, [dict])
  dict['all'] = [one, other]
  const [first, second] = loads(dumps([one, other], { protocol: 2 }), { dicts: 'auto' }) as [
    PyObject,
    PyObject,
  ]
  const all = (first.args[0] as { all: unknown[] }).all
  expect(all).toEqual([first, second])
  expect(all[0]).toBe(first)
  expect((second.args[0] as { all: unknown[] }).all).toBe(all)
  expect(second.args[0]).toBe(first.args[0])
})

const OBJECTS = `
import collections, pickle, sys, types
m = types.ModuleType('app'); sys.modules['app'] = m
m.P = P = collections.namedtuple('P', 'x y', module='app')
class E(ValueError): pass
E.__module__ = 'app'; m.E = E
class K(object):
    def __new__(cls, *a, **k):
        self = object.__new__(cls); self.a = a; return self
    def __getnewargs_ex__(self): return (self.a, {'z': 1})
    def __getstate__(self): return None
K.__module__ = 'app'; m.K = K
def mine(v): return v.args if isinstance(v, ValueError) else v
def make(cls, d, wrap):
    v = cls(d, d) if cls is P else cls(d)
    d['me'] = wrap(v)
    return v
WRAPS = {'at once': lambda v: v, 'in a list': lambda v: [v], 'in a tuple': lambda v: (v,),
         'in two': lambda v: ((v, (v,)), [v])}
def first(v): return first(v[0]) if type(v) in (list, tuple) else v
`
const WRITE = `${OBJECTS}
import json
print(json.dumps([[c.__name__, w, p, pickle.dumps(make(c, {}, WRAPS[w]), p).hex()]
    for c in (ValueError, E, P) for w in WRAPS for p in range(5)]))`
const READ = `${OBJECTS}
import json
for name, _, _, text in json.load(sys.stdin):
    v = pickle.loads(bytes.fromhex(text))
    assert first(mine(v)[0]['me']) is v, (name, 'circle')
    if name == 'P': assert v[0] is v[1], (name, 'twice')
print('ok')`

test.runIf(python)('objects that a dict of their arguments holds are written again', async () => {
  const pickles = JSON.parse(await runPython(WRITE)) as [string, string, Protocol, string][]
  const again = pickles.map(([name, way, protocol, hex]) => {
    const value = loads(Buffer.from(hex, 'hex'), { dicts: 'auto' })
    const bytes = Buffer.from(dumps(value, { protocol }))
    if (name === 'ValueError')
      expect([name, way, protocol, bytes.toString('hex')]).toEqual([name, way, protocol, hex])
    return [name, way, protocol, bytes.toString('hex')]
  })
  expect(again).toHaveLength(60)
  expect(await runPython(READ, JSON.stringify(again))).toBe('ok\n')
})

const FLOATS = `${OBJECTS}
for value in (K(2.0, 1), P(2.0, 1), K(-0.0)): print(pickle.dumps(value, 4).hex())`
const SHOW = `${OBJECTS}
for line in sys.stdin: v = pickle.loads(bytes.fromhex(line)); print(getattr(v, 'a', v))`

test.runIf(python)('floats among arguments stay floats', async () => {
  const pickles = (await runPython(FLOATS)).trim().split('\n')
  for (const protocol of [0, 1, 2, 3, 4] as const) {
    const again = pickles.map((hex) =>
      Buffer.from(dumps(loads(Buffer.from(hex, 'hex')), { protocol })).toString('hex'),
    )
    expect(await runPython(SHOW, again.join('\n'))).toBe('(2.0, 1)\nP(x=2.0, y=1)\n(-0.0,)\n')
  }
})
