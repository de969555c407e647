/** Objects that hold themselves: what is one object in Python is one here, read and written again. */
import { describe, expect, test } from 'vitest'
import {
  PickleRegistry,
  PyCounter,
  PyDefaultDict,
  PyDeque,
  PyObject,
  PyOrderedDict,
  PySlice,
  dumps,
  loads,
  type PyFrozenSet,
  type PyTuple,
} from '../../../src/pickle/index.js'
import { timeOfWork } from '../../support/time.js'
import { registry } from './cases.js'

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')

const ORDERED = 'ccollections\nOrderedDict\n)R'
const DEFAULTS = 'ccollections\ndefaultdict\nc__builtin__\nlist\n\x85R'
const COUNTER = 'ccollections\nCounter\n)R'
const DEQUE = 'ccollections\ndeque\n)R'

type Get = (value: never) => unknown
const entry: Get = (map: Map<string, unknown>) => map.get('self')
const first: Get = (list: unknown[]) => list[0]

/** A pickle, the class of its value, and the way from the value back to itself. */
const CIRCLES: readonly (readonly [string, string, new (...args: never[]) => object, Get])[] = [
  ['OrderedDict', `${ORDERED}q\x01Vself\nh\x01s.`, PyOrderedDict, entry],
  ['defaultdict', `${DEFAULTS}q\x01Vself\nh\x01s.`, PyDefaultDict, entry],
  ['Counter', `${COUNTER}q\x01Vself\nh\x01s.`, PyCounter, entry],
  ['deque', `${DEQUE}q\x01h\x01a.`, PyDeque, first],
  [
    'OrderedDict in a list',
    `${ORDERED}q\x01Vself\n]h\x01as.`,
    PyOrderedDict,
    (map: Map<string, unknown[]>) => map.get('self')![0],
  ],
  [
    'OrderedDict in a tuple',
    `${ORDERED}q\x01Vself\nh\x01\x85s.`,
    PyOrderedDict,
    (map: Map<string, unknown[]>) => map.get('self')![0],
  ],
  [
    'OrderedDict in a slice',
    `${ORDERED}q\x01Vself\nc__builtin__\nslice\nh\x01NN\x87Rs.`,
    PyOrderedDict,
    (map: Map<string, PySlice>) => map.get('self')!.start,
  ],
  [
    'OrderedDict in a deque',
    `${ORDERED}q\x01Vself\n${DEQUE}h\x01as.`,
    PyOrderedDict,
    (map: Map<string, unknown[]>) => map.get('self')![0],
  ],
  [
    'deque in an OrderedDict',
    `${DEQUE}q\x01${ORDERED}Vself\nh\x01sa.`,
    PyDeque,
    (list: Map<string, unknown>[]) => list[0]!.get('self'),
  ],
  [
    'defaultdict in a dict',
    `${DEFAULTS}q\x01Vself\n}Vself\nh\x01ss.`,
    PyDefaultDict,
    (map: Map<string, Map<string, unknown>>) => map.get('self')!.get('self'),
  ],
  [
    'Counter in a placeholder',
    `${COUNTER}q\x01Vself\ncm\nC\n)\x81h\x01bs.`,
    PyCounter,
    (map: Map<string, PyObject>) => map.get('self')!.state,
  ],
  // slice(L, None, None) where L = [slice]: the slice comes first.
  [
    'slice in a list',
    'c__builtin__\nslice\n]q\x01NN\x87Rq\x020h\x01h\x02a0h\x02.',
    PySlice,
    (slice: PySlice) => (slice.start as unknown[])[0],
  ],
]

describe.each(CIRCLES)('%s', (_, pickle, type, back) => {
  test('is read as a circle', () => {
    const value = loads(bytes(`\x80\x02${pickle}`))
    expect(value).toBeInstanceOf(type)
    expect(back(value as never)).toBe(value)
  })

  test('is one after it is written again', () => {
    const value = loads(bytes(`\x80\x02${pickle}`))
    for (const protocol of [0, 1, 2, 3, 4, 5] as const) {
      const copy = loads(dumps(value, { protocol }))
      expect(copy).toBeInstanceOf(type)
      expect(back(copy as never)).toBe(copy)
    }
  })
})

test('two in each other', () => {
  const [one, other] = [new PyOrderedDict(), new PyDeque()]
  one.set('other', other)
  other.push(one)
  const read = loads(dumps([one, other])) as [typeof one, typeof other]
  expect(read[0].get('other')).toBe(read[1])
  expect(read[1][0]).toBe(read[0])
})

/** Written by Python 2.7: x holds a list of itself and of another, which holds x. */
const BY_PYTHON_2 = [
  [
    'OrderedDict',
    '63636f6c6c656374696f6e730a4f726465726564446963740a70300a28286c70310a286c70320a53276c270a70330a61286c70340a67300a28286c70350a286c70360a67330a6167340a61617470370a5270380a6167300a28286c70390a286c7031300a532761270a7031310a6167380a6161747031320a527031330a616161747031340a523067380a2e',
    '800263636f6c6c656374696f6e730a4f726465726564446963740a71015d71025d71032855016c5d71042868015d71055d71062855016c680465618552710768015d71085d710928550161680765618552710a65656185523068072e',
  ],
  [
    'deque',
    '63636f6c6c656374696f6e730a64657175650a70300a28286c70310a286c70320a67300a28286c70330a67320a617470340a5270350a6167300a28286c70360a67350a617470370a5270380a61617470390a523067350a2e',
    '800263636f6c6c656374696f6e730a64657175650a71015d71025d71032868015d71046803618552710568015d710668056185527107656185523068052e',
  ],
] as const

describe.each(BY_PYTHON_2)('two of %s in each other, by Python 2', (name, ...pickles) => {
  const check = (value: unknown): void => {
    const get = (holder: unknown, key: string): unknown =>
      name === 'deque' ? (holder as PyDeque)[0] : (holder as PyOrderedDict).get(key)
    const [again, other] = get(value, 'l') as unknown[]
    expect(again).toBe(value)
    expect(other).not.toBe(value)
    expect(get(other, 'a')).toBe(value)
  }

  test.each(pickles)('%s', (hex) => {
    const value = loads(Buffer.from(hex, 'hex'))
    check(value)
    for (const protocol of [0, 1, 2, 3, 4, 5] as const) check(loads(dumps(value, { protocol })))
  })
})

test('a bound and the order of the items are kept', () => {
  const deque = new PyDeque<unknown>([1, 2], 3)
  deque.push(deque)
  const read = loads(dumps(deque)) as PyDeque
  expect([read.length, read[0], read[1], read.maxlen]).toEqual([3, 1, 2, 3])
  expect(read[2]).toBe(read)
})

test('as a member and as a key', () => {
  const pickle = `\x80\x04${ORDERED}q\x01Vset\n(cbuiltins\nslice\nh\x01NN\x87R\x91sVkey\n}cbuiltins\nslice\nh\x01NN\x87RNss.`
  const map = loads(bytes(pickle)) as Map<string, Iterable<unknown>>
  const [member] = map.get('set') as PyFrozenSet<PySlice>
  expect(member!.start).toBe(map)
  const [key] = (map.get('key') as Map<PySlice, null>).keys()
  expect(key!.start).toBe(map)
})

test('what only looks like a class that can hold itself stays a placeholder in its circle', () => {
  const value = loads(bytes(`\x80\x02${ORDERED}q\x01Vself\nh\x01s}b.`)) as PyObject
  expect(value).toBeInstanceOf(PyObject)
  expect(value.pairs[0]![1]).toBe(value)
})

describe('a class of an application', () => {
  class Node {
    readonly children: unknown[] = []
  }
  const nodes = new PickleRegistry().add<Node>({
    module: 'app',
    name: 'Node',
    create: () => new Node(),
    fill: (node, object) => node.children.push(...object.items),
  })

  test('is made, then filled', () => {
    const node = loads(bytes('capp\nNode\n(tRp0\ng0\naI1\na.'), { registry: nodes }) as Node
    expect(node.children[0]).toBe(node)
    expect(node.children[1]).toBe(1)
    expect(loads(bytes('capp\nNode\n(tRI1\na.'), { registry: nodes })).toEqual({ children: [1] })
  })

  test('must have both steps or neither', () => {
    const half = { module: 'm', name: 'C', create: () => 1 }
    expect(() => new PickleRegistry().add(half)).toThrow('must have both create and fill')
  })

  test('holds what is decoded by then', () => {
    const text = 'capp\nNode\n(tRp0\ng0\nacdecimal\nDecimal\n(I5\ntRa.'
    const both = new PickleRegistry().add(nodes.find('app', 'Node')!)
    both.add(registry.find('decimal', 'Decimal')!)
    const node = loads(bytes(text), { registry: both }) as Node
    expect(String(node.children[1])).toBe('5')
  })
})

test('many circles in each other take no long time', () => {
  const start = timeOfWork()
  let text = ''
  for (let index = 0; index < 3000; index++)
    text += `${ORDERED}r${word(index)}Vs\nj${word(index)}sa`
  const list = loads(bytes(`\x80\x02]${text}.`)) as Map<string, unknown>[]
  expect(list.every((map) => map.get('s') === map)).toBe(true)
  expect(timeOfWork() - start).toBeLessThan(2000)
})

const word = (value: number): string => String.fromCharCode(value & 0xff, (value >> 8) & 0xff, 0, 0)

test('a tuple in a circle through a placeholder', () => {
  const value = loads(bytes('cm\nC\n)\x81q\x00h\x00\x85b.')) as PyObject
  expect((value.state as PyTuple)[0]).toBe(value)
})
