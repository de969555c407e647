/** Objects in a circle through lists and dicts in what they are made of: Python makes those anew at each visit. */
import { describe, expect, test } from 'vitest'
import { PyGlobal, PyObject, PyTuple, dumps, loads } from '../../src/pickle/index.js'
import { python, runPython } from '../support/python.js'

type Protocol = 0 | 1 | 2 | 3 | 4 | 5

/**
 * Classes of the module `app`. `Bag`, `Items`, `Rows`, `New` and `NewEx` copy what they are made of, and are made
 * of other lists each time; `Held` and `Mixed` hold the list itself.
 */
const CLASSES = `
import binascii, collections, json, pickle, random, sys, types
m = types.ModuleType('app'); sys.modules['app'] = m
exec('''
import collections
class X(object): pass
class Of(object):
    def __reduce__(self): return (type(self), self.parts())
class Bag(Of):
    def __init__(self, pairs): self.d = dict(pairs)
    def parts(self): return ([[k, v] for k, v in sorted(self.d.items())],)
class Items(Bag):
    def parts(self): return ([(k, v) for k, v in sorted(self.d.items())],)
class Rows(Of):
    def __init__(self, rows): self.d = {k: v[0] for k, v in rows.items()}
    def parts(self): return ({k: [v] for k, v in self.d.items()},)
class Held(Of):
    def __init__(self, l): self.l = l
    def parts(self): return (self.l,)
class Mixed(Of):
    def __init__(self, pairs): self.l = dict(pairs)['l']
    def parts(self): return ([['l', self.l]],)
class New(object):
    def __new__(cls, pairs):
        o = object.__new__(cls); o.d = dict(pairs); return o
    def __getnewargs__(self): return ([[k, v] for k, v in sorted(self.d.items())],)
    def __getstate__(self): return None
class NewEx(object):
    def __new__(cls, a, b=None):
        o = object.__new__(cls); o.d = dict(a); o.b = dict(b); return o
    def __getnewargs_ex__(self):
        return (([[k, v] for k, v in sorted(self.d.items())],),
                {'b': [[k, v] for k, v in sorted(self.b.items())]})
    def __getstate__(self): return None
class OD(collections.OrderedDict): pass
class Count(collections.Counter): pass
''', m.__dict__)
for c in list(m.__dict__.values()):
    if isinstance(c, type) and c.__module__ != 'collections': c.__module__ = 'app'
from app import *
def walk(v, seen):
    if isinstance(v, (int, str, type(None))): return str(v)
    if id(v) in seen: return '<%d>' % seen[id(v)]
    seen[id(v)] = len(seen)
    s = ''
    if isinstance(v, dict): s = '{%s}' % ','.join(k + ':' + walk(v[k], seen) for k in sorted(v))
    if isinstance(v, (list, tuple)): s = '[%s]' % ','.join(walk(i, seen) for i in v)
    d = getattr(v, '__dict__', {})
    return type(v).__name__ + s + ''.join('.' + k + '=' + walk(d[k], seen) for k in sorted(d))
`

/**
 * By CPython 3.12.1, with objects of the named classes: as a rule one that holds x, which is an `X` whose `o` is
 * that object.
 */
const PYTHON_3: readonly (readonly [name: string, protocol: Protocol, base64: string])[] = [
  [
    'Bag',
    0,
    'Y2FwcApCYWcKcDAKKChscDEKKGxwMgpWeApwMwphY2NvcHlfcmVnCl9yZWNvbnN0cnVjdG9yCnA0CihjYXBwClgKcDUKY19fYnVpbHRpbl9fCm9iamVjdApwNgpOdHA3ClJwOAooZHA5ClZvCnAxMApnMAooKGxwMTEKKGxwMTIKZzMKYWc4CmFhdHAxMwpScDE0CnNiYWF0cDE1ClIwZzE0Ci4=',
  ],
  [
    'Bag',
    2,
    'gAJjYXBwCkJhZwpxAF1xAV1xAihYAQAAAHhxA2NhcHAKWApxBCmBcQV9cQZYAQAAAG9xB2gAXXEIXXEJKGgDaAVlYYVxClJxC3NiZWGFcQxSMGgLLg==',
  ],
  [
    'Bag',
    4,
    'gASVRAAAAAAAAACMA2FwcJSMA0JhZ5STlF2UXZQojAF4lGgAjAFYlJOUKYGUfZSMAW+UaAJdlF2UKGgFaAhlYYWUUpRzYmVhhZRSMGgOLg==',
  ],
  [
    'Items',
    2,
    'gAJjYXBwCkl0ZW1zCnEAXXEBWAEAAAB4cQJjYXBwClgKcQMpgXEEfXEFWAEAAABvcQZoAF1xB2gCaASGcQhhhXEJUnEKc2KGcQthhXEMUjBoCi4=',
  ],
  [
    'Items',
    4,
    'gASVQgAAAAAAAACMA2FwcJSMBUl0ZW1zlJOUXZSMAXiUaACMAViUk5QpgZR9lIwBb5RoAl2UaARoB4aUYYWUUpRzYoaUYYWUUjBoDS4=',
  ],
  [
    'Rows',
    2,
    'gAJjYXBwClJvd3MKcQB9cQFYAQAAAHhxAl1xA2NhcHAKWApxBCmBcQV9cQZYAQAAAG9xB2gAfXEIaAJdcQloBWFzhXEKUnELc2Jhc4VxDFIwaAsu',
  ],
  [
    'Rows',
    4,
    'gASVQwAAAAAAAACMA2FwcJSMBFJvd3OUk5R9lIwBeJRdlGgAjAFYlJOUKYGUfZSMAW+UaAJ9lGgEXZRoCGFzhZRSlHNiYXOFlFIwaA4u',
  ],
  [
    'Held',
    2,
    'gAJjYXBwCkhlbGQKcQBdcQFjYXBwClgKcQIpgXEDfXEEWAEAAABvcQVoAGgBhXEGUnEHc2JhhXEIUjBoBy4=',
  ],
  [
    'Mixed',
    2,
    'gAJjYXBwCk1peGVkCnEAXXEBXXECKFgBAAAAbHEDXXEEY2FwcApYCnEFKYFxBn1xB1gBAAAAb3EIaABdcQldcQooaANoBGVhhXELUnEMc2JhZWGFcQ1SMGgMLg==',
  ],
  [
    'Mixed',
    4,
    'gASVSQAAAAAAAACMA2FwcJSMBU1peGVklJOUXZRdlCiMAWyUXZRoAIwBWJSTlCmBlH2UjAFvlGgCXZRdlChoBWgGZWGFlFKUc2JhZWGFlFIwaA8u',
  ],
  [
    'New',
    2,
    'gAJjYXBwCk5ldwpxAF1xAV1xAihYAQAAAHhxA2NhcHAKWApxBCmBcQV9cQZYAQAAAG9xB2gAXXEIXXEJKGgDaAVlYYVxCoFxC3NiZWGFcQyBMGgLLg==',
  ],
  [
    'New',
    4,
    'gASVRAAAAAAAAACMA2FwcJSMA05ld5STlF2UXZQojAF4lGgAjAFYlJOUKYGUfZSMAW+UaAJdlF2UKGgFaAhlYYWUgZRzYmVhhZSBMGgOLg==',
  ],
  [
    'CountList',
    2,
    'gAJjYXBwCkNvdW50CnEAfXEBKFgBAAAAbHECXXEDY2FwcApYCnEEKYFxBX1xBihYAQAAAG9xB2gAfXEIKGgCaANYAQAAAHhxCWgFdYVxClJxC2gCaAN1YmFoCWgFdYVxDFIwaAsu',
  ],
  [
    'Nested2',
    2,
    'gAJjYXBwCkJhZwpxAF1xAV1xAihYAQAAAHhxA2NhcHAKUm93cwpxBH1xBWgDXXEGY2FwcApYCnEHKYFxCH1xCShYAQAAAG9xCmgAXXELXXEMKGgDaAR9cQ1oA11xDmgIYXOFcQ9ScRBlYYVxEVJxElgBAAAAcHETaBB1YmFzhXEUUjBoEGVhhXEVUjBoEi4=',
  ],
  [
    'Nested2',
    4,
    'gASVcgAAAAAAAACMA2FwcJSMA0JhZ5STlF2UXZQojAF4lGgAjARSb3dzlJOUfZRoBV2UaACMAViUk5QpgZR9lCiMAW+UaAJdlF2UKGgFaAd9lGgFXZRoDGFzhZRSlGVhhZRSlIwBcJRoFHViYXOFlFIwaBRlYYWUUjBoFi4=',
  ],
]

/**
 * Tuples that hold themselves: Python 3 fetches each object in them from the memo and drops it, once more than it
 * was made. In `Pair` the dropped object is made of two others, as a call that sets a state is.
 */
const TUPLES: typeof PYTHON_3 = [
  [
    'Count',
    0,
    'KGRwMApWdApwMQooY2FwcApDb3VudApwMgooKGRwMwpWYgpwNApjY29weV9yZWcKX3JlY29uc3RydWN0b3IKcDUKKGNhcHAKWApwNgpjX19idWlsdGluX18Kb2JqZWN0CnA3Ck50cDgKUnA5CihkcDEwCmcxCihnMgooKGRwMTEKZzQKZzkKc3RwMTIKUnAxMwp0cDE0CnNic3RwMTUKUjBnMTMKMDBnMTQKcy4=',
  ],
  [
    'Count',
    2,
    'gAJ9cQBYAQAAAHRxAWNhcHAKQ291bnQKcQJ9cQNYAQAAAGJxBGNhcHAKWApxBSmBcQZ9cQdoAWgCfXEIaARoBnOFcQlScQqFcQtzYnOFcQxSMGgKMGgLcy4=',
  ],
  [
    'Count',
    4,
    'gASVSAAAAAAAAAB9lIwBdJSMA2FwcJSMBUNvdW50lJOUfZSMAWKUaAKMAViUk5QpgZR9lGgBaAR9lGgGaAlzhZRSlIWUc2JzhZRSMGgNMGgOcy4=',
  ],
  [
    'Bag',
    2,
    'gAJjYXBwCkJhZwpxAF1xAV1xAihYAQAAAGJxA2NhcHAKWApxBCmBcQV9cQZYAQAAAHRxB2gAXXEIXXEJKGgDaAVlYYVxClJxC2gFhnEMc2JlYYVxDVIwaAtoBTAwaAwu',
  ],
  [
    'Count with a list',
    2,
    'gAJjYXBwCkNvdW50CnEAfXEBWAEAAABicQJdcQNoAH1xBGgCaANzhXEFUnEGaAOGcQdhc4VxCFIwaAZoAzAwaAcu',
  ],
  [
    'Pair',
    2,
    'gAJjYXBwClgKcQApgXEBY2FwcApQYWlyCnECaAFLAYZxA1JxBH1xBVgBAAAAdHEGaAFoBIZxB3NiMDBoBy4=',
  ],
  [
    'Pair',
    4,
    'gASVNQAAAAAAAACMA2FwcJSMAViUk5QpgZRoAIwEUGFpcpSTlGgDSwGGlFKUfZSMAXSUaANoB4aUc2IwMGgKLg==',
  ],
]

/** Likewise by CPython 2.7.18. */
const PYTHON_2: typeof PYTHON_3 = [
  [
    'Bag',
    0,
    'Y2FwcApCYWcKcDAKKChscDEKKGxwMgpTJ3gnCnAzCmFjY29weV9yZWcKX3JlY29uc3RydWN0b3IKcDQKKGNhcHAKWApwNQpjX19idWlsdGluX18Kb2JqZWN0CnA2Ck50cDcKUnA4CihkcDkKUydvJwpwMTAKZzAKKChscDExCihscDEyCmczCmFnOAphYXRwMTMKUnAxNApzYmFhdHAxNQpSMGcxNAou',
  ],
  [
    'Bag',
    2,
    'gAJjYXBwCkJhZwpxAF1xAV1xAihVAXhxA2NhcHAKWApxBCmBcQV9cQZVAW9xB2gAXXEIXXEJKGgDaAVlYYVxClJxC3NiZWGFcQxSMGgLLg==',
  ],
  [
    'Rows',
    2,
    'gAJjYXBwClJvd3MKcQB9cQFVAXhxAl1xA2NhcHAKWApxBCmBcQV9cQZVAW9xB2gAfXEIaAJdcQloBWFzhXEKUnELc2Jhc4VxDFIwaAsu',
  ],
  [
    'OD',
    0,
    'Y2FwcApPRApwMAooKGxwMQoobHAyClMneCcKcDMKYWNjb3B5X3JlZwpfcmVjb25zdHJ1Y3RvcgpwNAooY2FwcApYCnA1CmNfX2J1aWx0aW5fXwpvYmplY3QKcDYKTnRwNwpScDgKKGRwOQpTJ28nCnAxMApnMAooKGxwMTEKKGxwMTIKZzMKYWc4CmFhdHAxMwpScDE0CnNiYWF0cDE1ClIwZzE0Ci4=',
  ],
  [
    'OD',
    1,
    'Y2FwcApPRApxAChdcQFdcQIoVQF4cQNjY29weV9yZWcKX3JlY29uc3RydWN0b3IKcQQoY2FwcApYCnEFY19fYnVpbHRpbl9fCm9iamVjdApxBk50cQdScQh9cQlVAW9xCmgAKF1xC11xDChoA2gIZWF0cQ1ScQ5zYmVhdHEPUjBoDi4=',
  ],
  [
    'OD',
    2,
    'gAJjYXBwCk9ECnEAXXEBXXECKFUBeHEDY2FwcApYCnEEKYFxBX1xBlUBb3EHaABdcQhdcQkoaANoBWVhhXEKUnELc2JlYYVxDFIwaAsu',
  ],
]

const bytesOf = (base64: string): Buffer => Buffer.from(base64, 'base64')

describe.each([
  ['3', PYTHON_3],
  ['3, in tuples,', TUPLES],
  ['2', PYTHON_2],
] as const)('by Python %s', (_, recorded) => {
  test.each(recorded)(
    '%s at protocol %i is written back byte by byte',
    (_name, protocol, pickle) => {
      for (const dicts of ['auto', 'map'] as const) {
        const value = loads(bytesOf(pickle), { dicts, py2str: 'keep' })
        expect(Buffer.from(dumps(value, { protocol })).toString('base64')).toBe(pickle)
      }
    },
  )
})

/** Makes objects at random, each perhaps within itself, by one seed for all. */
const WRITE = `${CLASSES}
R = random.Random(7)
def objects():
    xs = [X() for _ in range(R.randrange(1, 4))]
    made = []
    def part():
        if R.random() < .75: return R.choice(xs + made)
        return R.choice([1, 's', None, [R.choice(xs)], (R.choice(xs),), {'k': R.choice(xs + made)}])
    for _ in range(R.randrange(1, 5)):
        a, b, n = part(), part(), R.randrange(1, 3)
        made.append(R.choice([
            lambda: Bag([['x', a], ['b', b]][:n]), lambda: Items([('x', a), ('b', b)][:n]),
            lambda: Rows(dict([('x', [a]), ('b', [b])][:n])), lambda: Held([a, b]),
            lambda: Mixed([['l', [a, b]]]), lambda: New([['x', a], ['b', b]][:n]),
            lambda: NewEx([['x', a]], [['y', b]]), lambda: OD([['x', a], ['b', b]][:n]),
            lambda: Count(dict([('x', a), ('b', b)][:n]))])())
    held = [o.l for o in made if hasattr(o, 'l')]
    for x in xs:
        for name in 'abc'[:R.randrange(4)]: setattr(x, name, R.choice(made + xs + held * 2))
    for l in held:
        if R.random() < .3: l.append(R.choice(made + xs))
    return [R.choice(made + xs) for _ in range(R.randrange(1, 4))] + held[:1]
out = []
while len(out) < 600:
    value, protocol = objects(), R.choice([2, 3, 4, 5])
    try: pickled = pickle.dumps(value, protocol)
    except RecursionError: continue
    try: again = walk(pickle.loads(pickled), {})
    except Exception: continue
    out.append([protocol, pickled.hex(), again])
print(json.dumps(out))`

const READ = `${CLASSES}
for protocol, pickled, expected in json.load(sys.stdin):
    got = walk(pickle.loads(bytes.fromhex(pickled)), {})
    assert got == expected, (protocol, pickled, got, expected)
print('ok')`

test.runIf(python)('Python reads them as it reads its own', async () => {
  const pickles = JSON.parse(await runPython(WRITE)) as [Protocol, string, string][]
  const again = pickles.map(([protocol, hex, walk]) => {
    const value = loads(Buffer.from(hex, 'hex'), { dicts: 'auto' })
    return [protocol, Buffer.from(dumps(value, { protocol })).toString('hex'), walk] as const
  })
  expect(await runPython(READ, JSON.stringify(again))).toBe('ok\n')
  const exact = again.filter(([, hex], index) => hex === pickles[index]![1])
  // A list that is complete already is fetched, where Python writes another like it.
  expect(exact.length / again.length).toBeGreaterThan(0.8)
})

describe('made here', () => {
  const make = (kind: 'reduce' | 'newobj', name: string, ...args: unknown[]): PyObject =>
    new PyObject(kind, new PyGlobal('app', name), PyTuple.from(args))
  const x = (o: unknown): PyObject => {
    const object = make('newobj', 'X')
    object.builds.push({ o })
    return object
  }

  test.runIf(python)('Python reads them', async () => {
    const cases = ([2, 4] as const).flatMap((protocol) =>
      (['Bag', 'Rows', 'New', 'Held'] as const).map((name) => {
        const list: unknown[] = []
        const object = make(name === 'New' ? 'newobj' : 'reduce', name, list)
        if (name === 'Rows') (object.args as unknown[])[0] = { x: [x(object)] }
        else list.push(name === 'Held' ? x(object) : ['x', x(object)])
        return [protocol, Buffer.from(dumps(object, { protocol })).toString('hex'), name] as const
      }),
    )
    const program = `${CLASSES}
for protocol, pickled, name in json.load(sys.stdin):
    o = pickle.loads(bytes.fromhex(pickled))
    assert (o.l[0] if name == 'Held' else o.d['x']).o is o, (protocol, name)
print('ok')`
    expect(await runPython(program, JSON.stringify(cases))).toBe('ok\n')
  })

  test('what leads back many times grows by no more than the square of it, as in Python', () => {
    const size = (count: number): number => {
      const list: unknown[] = []
      const object = make('reduce', 'Held', list)
      for (let index = 0; index < count; index++) list.push(x(object))
      return dumps(object).length
    }
    expect(size(80) / size(20)).toBeLessThan(16)
    expect(() => size(2000)).toThrow('limits.depth is 500')
    expect(() => dumps(within(80), { limits: { output: 5000 } })).toThrow('limits.output is 5000')
  })

  /** Objects each of which is made of lists that hold all of them. */
  const within = (count: number): PyObject[] => {
    const objects = Array.from({ length: count }, () => make('reduce', 'Held', [[]]))
    for (const { args } of objects) (args[0] as unknown[][])[0]!.push(...objects, x(objects))
    return objects
  }

  test('objects that are all made of each other are not written again for each way', () => {
    const size = (count: number): number => dumps(within(count)).length
    expect(size(40) / size(10)).toBeLessThan(20)
  })
})
