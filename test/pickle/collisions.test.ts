/** Number keys chosen to fall into one bucket of V8's hash tables. */
import { describe, expect, test } from 'vitest'
import { FEW_KEYS, haveCollisions } from '../../src/pickle/collisions.js'
import { FIXED_LIMITS } from '../../src/pickle/limits.js'
import { PickleError, dumps, loads } from '../../src/pickle/index.js'
import { leastRatio, timeOfWork } from '../support/time.js'
import { bytes, thrownBy } from './bytes.js'

/** As many numbers that V8 puts into the bucket of the first one, in a table of up to 2^15 buckets. */
function colliding<T>(count: number, make: (index: number) => T, hash: (key: T) => number): T[] {
  const keys: T[] = []
  const bucket = (key: T): number => hash(key) & 0x7fff
  for (let index = 0; keys.length < count; index++) {
    const key = make(index)
    if (keys.length === 0 || bucket(key) === bucket(keys[0]!)) keys.push(key)
  }
  return keys
}

/** `ComputeUnseededHash` of V8. */
function hashOfInt(key: number): number {
  let hash = (~key + (key << 15)) | 0
  hash ^= hash >>> 12
  hash = (hash + (hash << 2)) | 0
  hash ^= hash >>> 4
  hash = Math.imul(hash, 2057)
  return hash ^ (hash >>> 16)
}

/** `ComputeLongHash` of V8, for 64 bits. */
function hashOfLong(key: bigint): number {
  const cut = (value: bigint): bigint => BigInt.asUintN(64, value)
  let hash = cut(~key + (key << 18n))
  hash ^= hash >> 31n
  hash = cut(hash * 21n)
  hash ^= hash >> 11n
  hash = cut(hash + (hash << 6n))
  hash ^= hash >> 22n
  return Number(hash & 0x3fff_ffffn)
}

function hashOfDouble(key: number): number {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, key)
  return hashOfLong(view.getBigUint64(0))
}

const COUNT = 300
/** Kinds of keys that collide, and keys like them that do not. */
const KINDS: readonly (readonly [string, readonly unknown[], readonly unknown[]])[] = [
  [
    'bigints with the same low 64 bits',
    Array.from({ length: COUNT }, (_, i) => (BigInt(i + 1) << 64n) + 5n),
    Array.from({ length: COUNT }, (_, i) => (1n << 70n) + BigInt(i)),
  ],
  [
    'negative bigints',
    Array.from({ length: COUNT }, (_, i) => -((BigInt(i + 1) << 64n) + 5n)),
    Array.from({ length: COUNT }, (_, i) => -(1n << 70n) - BigInt(i)),
  ],
  [
    'bigints by their hash',
    colliding(COUNT, (i) => (1n << 60n) + BigInt(i), hashOfLong),
    Array.from({ length: COUNT }, (_, i) => (1n << 60n) + BigInt(i)),
  ],
  [
    'ints',
    colliding(COUNT, (i) => i, hashOfInt),
    Array.from({ length: COUNT }, (_, i) => i * 1024),
  ],
  [
    'negative ints',
    colliding(COUNT, (i) => -i - 1, hashOfInt),
    Array.from({ length: COUNT }, (_, i) => -i),
  ],
  [
    'ints beyond 32 bits',
    colliding(COUNT, (i) => 2 ** 40 + i, hashOfDouble),
    Array.from({ length: COUNT }, (_, i) => 2 ** 40 + i * 2 ** 32),
  ],
  [
    'floats',
    colliding(COUNT, (i) => i + 0.5, hashOfDouble),
    Array.from({ length: COUNT }, (_, i) => i + 0.5),
  ],
]

/** Key by key as protocol 2 writes them, without what goes around them. */
const pickled = (key: unknown): Uint8Array => dumps(key, { protocol: 2 }).slice(2, -1)

const joined = (...parts: (string | Uint8Array)[]): Uint8Array =>
  new Uint8Array(
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? bytes(part) : part))),
  )

const pairs = (keys: readonly unknown[]): Uint8Array[] =>
  keys.flatMap((key) => [pickled(key), bytes('N')])

/** What keys can be put into. */
const CONTAINERS: Readonly<Record<string, (keys: readonly unknown[]) => Uint8Array>> = {
  'a dict': (keys) => joined('\x80\x02}(', ...pairs(keys), 'u.'),
  'a dict, one by one': (keys) =>
    joined('\x80\x02}', ...keys.flatMap((key) => [pickled(key), bytes('Ns')]), '.'),
  'a set': (keys) => joined('\x80\x04\x8f(', ...keys.map(pickled), '\x90.'),
  'a frozenset': (keys) => joined('\x80\x04(', ...keys.map(pickled), '\x91.'),
  'a called set': (keys) =>
    joined('\x80\x02c__builtin__\nset\n](', ...keys.map(pickled), 'e\x85R.'),
  'an OrderedDict': (keys) =>
    joined('\x80\x02ccollections\nOrderedDict\n)R(', ...pairs(keys), 'u.'),
  'a defaultdict': (keys) => joined('\x80\x02ccollections\ndefaultdict\n)R(', ...pairs(keys), 'u.'),
  'a Counter': (keys) => joined('\x80\x02ccollections\nCounter\n}(', ...pairs(keys), 'u\x85R.'),
}

describe.each(KINDS)('%s', (_, bad, good) => {
  test.each(Object.entries(CONTAINERS))('as keys of %s', (_, make) => {
    expect(thrownBy(() => loads(make(bad)))).toMatchObject({ code: 'LIMIT' })
    expect(() => loads(make(good))).not.toThrow()
    expect(() => loads(make(bad.slice(0, FIXED_LIMITS.collidingKeys)))).not.toThrow()
  })

  test('are not written either, as they could not be read', () => {
    for (const value of [new Map(bad.map((key) => [key, null])), new Set(bad)]) {
      expect(thrownBy(() => dumps([value]))).toMatchObject({ code: 'LIMIT', path: '[0]' })
    }
    expect(loads(dumps(new Set(good)))).toEqual(new Set(good))
  })
})

test('many keys that nobody chose are no trouble', () => {
  const count = 30_000
  for (const make of [
    (i: number) => i,
    (i: number) => i * 65_536,
    (i: number) => i * 1000,
    (i: number) => i / 8,
    (i: number) => 1_700_000_000_000 + i * 86_400_000,
    (i: number) => (1n << 63n) + (BigInt(i) << 40n),
    (i: number) => BigInt(i + 1) * 0x9e37_79b9_7f4a_7c15n,
  ]) {
    const map = new Map(Array.from({ length: count }, (_, i) => [make(i), null]))
    expect([...(loads(dumps(map)) as typeof map).keys()]).toEqual([...map.keys()])
  }
})

test('text and tuples are hashed with a secret: they count for nothing', () => {
  const texts = Array.from({ length: 1000 }, (_, i) => String(i * 65_536))
  expect(haveCollisions(texts)).toBe(false)
})

test('this engine has the buckets that are counted here', () => {
  const fill = (keys: readonly unknown[]): void => {
    const map = new Map()
    for (const key of keys) map.set(key, 1)
  }
  /** It takes long: once, and what else the machine does is left out. */
  const slow = (keys: readonly unknown[]): number => {
    const start = timeOfWork()
    fill(keys)
    return timeOfWork() - start
  }
  const fast = (keys: readonly unknown[]): number => {
    const times = Array.from({ length: 15 }, () => {
      const start = performance.now()
      fill(keys)
      return performance.now() - start
    })
    return Math.min(...times)
  }
  const bad = colliding(8000, (i) => i, hashOfInt)
  const badLongs = Array.from({ length: 8000 }, (_, i) => (BigInt(i + 1) << 64n) + 5n)
  expect(slow(bad)).toBeGreaterThan(8 * fast(bad.map((key, i) => key ^ (i & 0x7fff))))
  expect(slow(badLongs)).toBeGreaterThan(8 * fast(badLongs.map((key, i) => key + BigInt(i))))
})

test('a small container is never looked at', () => {
  expect(FEW_KEYS).toBe(FIXED_LIMITS.collidingKeys)
  const few = KINDS[0]![1].slice(0, FEW_KEYS)
  expect(haveCollisions(few)).toBe(false)
  expect(haveCollisions(KINDS[0]![1].slice(0, FEW_KEYS + 1))).toBe(true)
})

test('what is refused is a PickleError that names no key', () => {
  const error = thrownBy(() => loads(CONTAINERS['a dict']!(KINDS[0]![1])))
  expect(error).toBeInstanceOf(PickleError)
  expect((error as PickleError).message).toMatch(/^Number keys are chosen .* \(at byte \d+\)$/)
})

test('indices of the memo cannot be chosen to collide', () => {
  // So many entries far out, and each is fetched again and again.
  const make = (indices: readonly number[]): Uint8Array => {
    const u4 = (value: number): number[] => [0, 8, 16, 24].map((shift) => (value >> shift) & 255)
    const put = indices.map((index) => bytes('r', u4(index)))
    const get = Array.from({ length: 10_000 }, (_, i) =>
      bytes('j', u4(indices[i % indices.length]!), '0'),
    )
    return joined('N', ...put, ...get, '.')
  }
  const bad = make(
    colliding(
      2500,
      (i) => 200_000 + i,
      (key) => hashOfInt(key) & 0x7ff,
    ),
  )
  const good = make(Array.from({ length: 2500 }, (_, i) => 200_000 + i * 7))
  const ratio = leastRatio(
    () => loads(bad),
    () => loads(good),
    6,
  )
  expect(ratio).toBeLessThan(6)
})
