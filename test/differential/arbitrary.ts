/** Values for fast-check, as descriptions: every type, the edges of every instruction, shared parts, circles. */
import fc from 'fast-check'
import {
  describePoints,
  describeString,
  equalityKey,
  hexOfDouble,
  type ContainerKind,
  type Description,
  type Node,
} from './description.js'

const node = (t: Node['t'], v: Node['v']): Node => ({ t, v })

// ---- plain values

/** Where the instruction for an int changes, and where its bytes grow. */
const INT_EDGES = [0n, 255n, 65_535n, 2n ** 31n, 2n ** 53n, 2n ** 63n, 2n ** 64n, 2n ** 127n]

const int = fc
  .oneof(
    { weight: 4, arbitrary: fc.integer({ min: -300, max: 70_000 }).map(BigInt) },
    { weight: 4, arbitrary: nearEdge(fc.constantFrom(...INT_EDGES)) },
    { weight: 2, arbitrary: nearEdge(fc.nat(600).map((bits) => 2n ** BigInt(bits))) },
    { weight: 1, arbitrary: fc.bigInt(-(2n ** 70n), 2n ** 70n) },
    // LONG4 begins at 256 bytes.
    { weight: 1, arbitrary: nearEdge(fc.constantFrom(2n ** 2031n, 2n ** 2039n, 2n ** 2040n)) },
  )
  .map((value) => node('int', String(value)))

function nearEdge(edge: fc.Arbitrary<bigint>): fc.Arbitrary<bigint> {
  return fc
    .tuple(edge, fc.integer({ min: -2, max: 2 }), fc.boolean())
    .map(([value, step, isNegative]) => (value + BigInt(step)) * (isNegative ? -1n : 1n))
}

const FLOATS = [0, -0, 1, -1, 0.1, 1e16, 1e15, 1e-4, 1e-5, 2 ** 53, 1e22, 1e308, 5e-324, 1.5e300]

const float = fc
  .oneof(
    fc.constantFrom(...FLOATS, NaN, Infinity, -Infinity),
    fc.double(),
    fc.integer({ min: -1000, max: 1000 }),
    fc.double({ min: 0, max: 2e9 }).map((value) => Math.round(value * 1e6) / 1e6),
  )
  .map((value) => node('float', hexOfDouble(value)))

/** Words that pickles themselves hold. */
const NAMES = ['builtins', 'bytearray', 'set', 'latin1', 'encode', '_codecs', 'datetime', 'user']

const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('', 'a', 'é', '€', '\\', '\n', '\r\x1a\0', ...NAMES) },
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }).map(describeString) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }).map(describeString) },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.constantFrom(0x41, 0xd83d, 0xde00, 0xdfff, 0x1f600, 0xe9), { maxLength: 6 })
      .map((points) =>
        points.some((point) => point >= 0xd800 && point < 0xe000)
          ? describePoints(points)
          : String.fromCodePoint(...points),
      ),
  },
  { weight: 1, arbitrary: longText() },
)

/** Text whose length in bytes is near 255. */
function longText(): fc.Arbitrary<string> {
  return fc
    .tuple(fc.integer({ min: 252, max: 258 }), fc.constantFrom('x', 'é', '€', '\u{1f600}'))
    .map(([size, char]) => char + 'x'.repeat(size - Buffer.byteLength(char)))
}

const bytesOf = (kind: 'bytes' | 'bytearray') =>
  fc
    .oneof(
      { weight: 8, arbitrary: fc.uint8Array({ maxLength: 12 }) },
      { weight: 1, arbitrary: fc.uint8Array({ minLength: 254, maxLength: 258 }) },
    )
    .map((bytes) => node(kind, Buffer.from(bytes).toString('hex')))

/** Stands for something met before: which one is decided once all is known. */
const reference = fc.nat(1000).map((choice) => node('ref', choice))

const key = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom<Description>(null, true, false) },
  { weight: 4, arbitrary: int },
  { weight: 2, arbitrary: float },
  { weight: 6, arbitrary: text },
  { weight: 1, arbitrary: bytesOf('bytes') },
)

const plain = fc.oneof(
  { weight: 12, arbitrary: key },
  { weight: 1, arbitrary: bytesOf('bytes') },
  { weight: 1, arbitrary: bytesOf('bytearray') },
  { weight: 2, arbitrary: reference },
)

// ---- objects of the standard library

const digits = (max: number, min = 0) =>
  fc.integer({ min, max }).map((value) => node('int', String(value)))
const parts = (kind: ContainerKind, ...given: fc.Arbitrary<Description>[]) =>
  fc.tuple(...given).map((values) => node(kind, values))

const day = [digits(9999, 1), digits(12, 1), digits(28, 1)] as const
const clock = [digits(23), digits(59), digits(59), digits(999_999)] as const
const timedelta = parts('timedelta', digits(1000, -1000), digits(86_399), digits(999_999))
const offset = parts('timedelta', fc.constant(node('int', '0')), digits(86_399, 1), digits(0))
const timezone = fc.oneof(
  parts('timezone', offset),
  parts('timezone', offset, fc.constantFrom('CET', '')),
)
const zone = fc.oneof(fc.constant(null), timezone)

const object = fc.oneof(
  parts('datetime', ...day, ...clock, zone, digits(1)),
  parts('date', ...day),
  parts('time', ...clock, zone, digits(1)),
  timedelta,
  timezone,
  parts('Decimal', fc.constantFrom('0', '-1.10', '1E+5', 'NaN', '-Infinity', '123456789.000001')),
  parts(
    'UUID',
    fc.bigInt(0n, 2n ** 128n - 1n).map((value) => node('int', String(value))),
  ),
  parts('complex', float, float),
  parts('range', digits(99, -99), digits(99, -99), digits(9, 1)),
)

// ---- containers

/** As many items as CPython writes at a time, and one more or less. */
const BATCHES = [999, 1000, 1001, 2000, 2001]

const manyItems = fc
  .tuple(fc.constantFrom(...BATCHES), fc.constantFrom('list', 'dict', 'set', 'frozenset', 'tuple'))
  .map(([count, kind]) => {
    const isDict = kind === 'dict'
    const items = Array.from({ length: isDict ? count * 2 : count }, (_, index) =>
      node('int', String(isDict ? index >> 1 : index)),
    )
    return node(kind as ContainerKind, items)
  })

/** Texts and bytes that are too big for a frame, or just not. */
const bigData = fc
  .tuple(fc.constantFrom(65_529, 65_535, 65_536, 70_000), fc.constantFrom('str', 'bytes', 'é'))
  .map(([size, kind]): Description => {
    if (kind === 'bytes') return node('bytes', '61'.repeat(size))
    return kind === 'é' ? 'é'.repeat(size >> 1) : 'a'.repeat(size)
  })

const { value } = fc.letrec<{ value: Description; hashable: Description }>((tie) => ({
  hashable: fc.oneof(
    { maxDepth: 3 },
    { weight: 6, arbitrary: key },
    { weight: 1, arbitrary: reference },
    { weight: 1, arbitrary: containerOf('tuple', tie('hashable')) },
    { weight: 1, arbitrary: containerOf('frozenset', tie('hashable')) },
  ),
  value: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    { weight: 9, arbitrary: plain },
    { weight: 1, arbitrary: object },
    { weight: 4, arbitrary: containerOf('list', tie('value')) },
    { weight: 4, arbitrary: containerOf('tuple', tie('value')) },
    { weight: 5, arbitrary: pairsOf('dict', tie('hashable'), tie('value')) },
    { weight: 1, arbitrary: pairsOf('OrderedDict', tie('hashable'), tie('value')) },
    { weight: 1, arbitrary: containerOf('set', tie('hashable')) },
    { weight: 1, arbitrary: containerOf('frozenset', tie('hashable')) },
    { weight: 1, arbitrary: deque(tie('value')) },
  ),
}))

function containerOf(kind: ContainerKind, item: fc.Arbitrary<Description>) {
  return fc.array(item, { maxLength: 6 }).map((items) => node(kind, items))
}

function pairsOf(
  kind: ContainerKind,
  key: fc.Arbitrary<Description>,
  item: fc.Arbitrary<Description>,
) {
  return fc.array(fc.tuple(key, item), { maxLength: 6 }).map((pairs) => node(kind, pairs.flat()))
}

function deque(item: fc.Arbitrary<Description>) {
  const maxlen = fc.constantFrom<Description>(null, node('int', '9'))
  return fc
    .tuple(maxlen, fc.array(item, { maxLength: 5 }))
    .map(([maxlen, items]) => node('deque', [maxlen, ...items]))
}

/** A container of whatever: a float by itself would have no container to note that it is one. */
const root = fc.oneof(
  { weight: 500, arbitrary: containerOf('list', value) },
  { weight: 500, arbitrary: pairsOf('dict', key, value) },
  { weight: 500, arbitrary: containerOf('tuple', value) },
  { weight: 2, arbitrary: fc.tuple(manyItems, value).map((items) => node('list', items)) },
  {
    weight: 2,
    arbitrary: fc.tuple(value, bigData, value, bigData).map((items) => node('tuple', items)),
  },
)

export type Protocol = 0 | 1 | 2 | 3 | 4 | 5

/** A value to be pickled with a protocol. */
export interface Case {
  readonly protocol: Protocol
  readonly value: Description
}

export const cases: fc.Arbitrary<Case> = fc
  .record({ protocol: fc.constantFrom<Protocol>(0, 1, 2, 3, 4, 5), value: root })
  .map(({ protocol, value }) => ({ protocol, value: new Finisher(protocol).finish(value) }))

// ---- finishing

/** The kinds that have an identity. */
const isShareable = ({ t, v }: Node): boolean => {
  if (t === 'bytes') return (v as string).length > 2
  if (t === 'tuple') return (v as readonly unknown[]).length > 0
  return t === 'bytearray' || Array.isArray(v)
}

const HASHABLE: ReadonlySet<string> = new Set(['bytes', 'tuple', 'frozenset'])
/** What is there before it is filled, so that its parts can refer to it. */
const MUTABLE: ReadonlySet<string> = new Set(['list', 'dict'])

/**
 * Numbers the parts of a value, lets each reference point at something that Python can put there, and
 * leaves out what Python could not tell apart: equal keys, and the fold of a time up to protocol 3.
 */
class Finisher {
  readonly #protocol: number
  /** What a reference can mean, in the order it was begun. */
  readonly #begun: { readonly t: Node['t']; readonly id: number }[] = []
  /** What is complete. */
  readonly #defined = new Map<number, Node>()
  #ids = 0

  constructor(protocol: number) {
    this.#protocol = protocol
  }

  finish(description: Description, place = 'list', isKey = false): Description {
    if (typeof description !== 'object' || description === null) return description
    const { t, v } = description
    if (t === 'ref') return this.#reference(v as number, place, isKey)
    if (!isShareable(description)) return description
    const id = this.#ids++
    this.#begun.push({ t, id })
    const finished = { t, id, v: Array.isArray(v) ? this.#parts(t, v, isKey) : v }
    this.#defined.set(id, finished)
    return finished
  }

  #parts(t: Node['t'], given: readonly Description[], isKey: boolean): Description[] {
    if (t === 'dict' || t === 'OrderedDict') return this.#pairs(t, given)
    if (t === 'set' || t === 'frozenset') return this.#members(given)
    const parts = given.map((part) => this.finish(part, t, isKey))
    const hasFold = t === 'datetime' || t === 'time'
    return hasFold && this.#protocol < 4 ? [...parts.slice(0, -1), node('int', '0')] : parts
  }

  #members(given: readonly Description[]): Description[] {
    const seen = new Set<string>()
    return given.flatMap((member) => this.#newKey(member, seen) ?? [])
  }

  #pairs(kind: string, given: readonly Description[]): Description[] {
    const seen = new Set<string>()
    return given.flatMap((part, index) => {
      if (index % 2 === 1) return []
      const key = this.#newKey(part, seen)
      return key === undefined ? [] : [...key, this.finish(given[index + 1]!, kind)]
    })
  }

  /** The key as a list of one; `undefined` if an equal one was seen, and then nothing can refer to it. */
  #newKey(given: Description, seen: Set<string>): [Description] | undefined {
    const begun = this.#begun.length
    const key = this.finish(given, 'set', true)
    const text = equalityKey(key, this.#defined)
    if (seen.has(text)) {
      this.#begun.length = begun
      return undefined
    }
    seen.add(text)
    return [key]
  }

  /** A tuple within itself can only be put there afterwards, into a list or dict on the way. */
  #reference(choice: number, place: string, isKey: boolean): Description {
    const fit = this.#begun.filter(({ t, id }) => {
      if (isKey) return this.#isHashable(node('ref', id))
      return this.#defined.has(id) || MUTABLE.has(t) || (t === 'tuple' && MUTABLE.has(place))
    })
    const target = fit[choice % fit.length]
    return target === undefined ? null : node('ref', target.id)
  }

  #isHashable(description: Description): boolean {
    if (typeof description !== 'object' || description === null) return true
    if (description.t === 'ref') {
      const target = this.#defined.get(description.v as number)
      return target !== undefined && this.#isHashable(target)
    }
    const { t, v } = description
    if (!isShareable(description)) return true
    return HASHABLE.has(t) && (!Array.isArray(v) || v.every((part) => this.#isHashable(part)))
  }
}
