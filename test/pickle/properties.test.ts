/** Properties that hold for any value and for any bytes. */
import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  OPCODES,
  PickleError,
  PickleRegistry,
  PyByteArray,
  PyFrozenSet,
  PyPersistentId,
  PyTuple,
  dumps,
  loads,
  pyFloat,
} from '../../src/pickle/index.js'
import type { LoadOptions, Opcode } from '../../src/pickle/index.js'
import { readVectors } from '../support/vectors.js'

const PROTOCOLS = [0, 1, 2, 3, 4, 5] as const

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom('', '__proto__', 'constructor', '1', '0', '-1', 'latin1', 'é'.repeat(200)),
  // Lone surrogates.
  fc.array(fc.integer({ min: 0xd700, max: 0xe100 })).map((units) => String.fromCharCode(...units)),
)
const int = fc.oneof(fc.integer(), fc.maxSafeInteger())
const bigInt = fc.bigInt().filter((value) => !Number.isSafeInteger(Number(value)))
const float = fc.double().filter((value) => !Number.isSafeInteger(value) || Object.is(value, -0))
const byteArray = fc.uint8Array({ maxLength: 300 })
const scalar = fc.oneof(fc.constant(null), fc.boolean(), int, bigInt, float, text, byteArray)
/** Keys among which no two are equal in Python: no bool beside an int, no NaN. */
const key = fc.oneof(int, bigInt, text)

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    byteArray.map((bytes) => new PyByteArray(bytes)),
    fc.array(tie('value')),
    fc.array(tie('value')).map((items) => PyTuple.from(items)),
    fc.dictionary(text, tie('value'), { noNullPrototype: true }),
    // The key that is no text keeps it a Map.
    fc.array(fc.tuple(key, tie('value'))).map((pairs) => new Map([[null, 0], ...pairs])),
    fc.array(key).map((keys) => new Set(keys)),
    fc.array(key).map((keys) => new PyFrozenSet(keys)),
    tie('value').map((shared) => [shared, shared]),
  ),
}))

/** The same with floats that are whole numbers: only what is written tells them from ints. */
const withFloats = fc.array(fc.oneof(value, fc.integer().map(pyFloat)))

function isSame(pickle: Uint8Array, expected: Uint8Array): void {
  assert.equal(Buffer.from(pickle).toString('latin1'), Buffer.from(expected).toString('latin1'))
}

function expectHeld<T>(property: fc.IProperty<T>, numRuns: number): void {
  expect(fc.defaultReportMessage(fc.check(property, { numRuns }))).toBeUndefined()
}

const all: LoadOptions = { limits: { memo: Infinity, stack: Infinity } }

describe('any value', () => {
  test('comes back as it was, in every protocol', () => {
    expectHeld(
      fc.property(value, (value) => {
        for (const protocol of PROTOCOLS) {
          const again = loads(dumps(value, { protocol }), { ...all, dicts: 'auto' })
          assert.deepStrictEqual(again, value)
        }
      }),
      200,
    )
  })

  test('is written the same once read, however it was read', () => {
    expectHeld(
      fc.property(withFloats, (value) => {
        for (const protocol of PROTOCOLS) {
          const pickle = dumps(value, { protocol })
          for (const options of [
            {},
            { dicts: 'auto' },
            { exact: true },
            { floats: 'wrap' },
          ] as const) {
            isSame(dumps(loads(pickle, { ...all, ...options }), { protocol }), pickle)
          }
        }
      }),
      100,
    )
  })

  test('means the same with a minimal memo, with fresh strings, and in another protocol', () => {
    expectHeld(
      fc.property(withFloats, fc.constantFrom(...PROTOCOLS), (value, protocol) => {
        const pickle = dumps(value)
        for (const options of [{ memo: 'minimal' }, { strings: 'fresh' }, {}] as const) {
          const other = dumps(value, { protocol, ...options })
          isSame(dumps(loads(other, all)), pickle)
        }
      }),
      200,
    )
  })
})

/** Takes part in what the pickles name, but does nothing with it. */
const registry = new PickleRegistry().add({
  module: 'm',
  name: 'C',
  decode: (object) => object.args,
})

const optionSets: LoadOptions[] = [
  {},
  { dicts: 'auto', registry },
  { dicts: 'object', floats: 'wrap', limits: { depth: 20, keys: 50, keysPerDict: 10 } },
  {
    exact: true,
    py2str: 'keep',
    floats: 'plain',
    persistentLoad: (id) => new PyPersistentId(id),
    buffers: [new Uint8Array(3)],
  },
  { py2str: 'bytes', dicts: 'auto', registry, persistentLoad: () => ({ own: true }) },
]

/** Reads in every way; whatever is read can be printed, and written or refused. */
function isHarmless(pickle: Uint8Array): number {
  let read = 0
  for (const options of optionSets) {
    const value = valueOf(() => loads(pickle, options))
    if (value === undefined) continue
    read++
    inspect(value, { depth: 3, maxArrayLength: 3 })
    for (const protocol of [0, 2, 4] as const) valueOf(() => dumps(value, { protocol }))
  }
  return read
}

/** The result, or `undefined` after a PickleError; any other error is passed on. */
function valueOf<T>(attempt: () => T): T | undefined {
  try {
    return attempt()
  } catch (error) {
    if (error instanceof PickleError) return undefined
    throw error
  }
}

const latin1 = (text: string): number[] => [...Buffer.from(text, 'latin1')]

const lines = fc
  .constantFrom(
    '1',
    '0',
    '00',
    '-5',
    '7L',
    '1.0',
    'nan',
    "'a'",
    'a',
    '\\u20ac',
    'builtins',
    'm',
    'C',
  )
  .map((line) => latin1(`${line}\n`))
const zeros = (count: number): number[] => Array.from({ length: count }, () => 0)
const shortData = fc.array(fc.nat(255), { maxLength: 4 })
const withLength = (size: number) =>
  shortData.map((data) => [data.length, ...zeros(size - 1), ...data])
const smallNumber = (size: number) => fc.nat(5).map((value) => [value, ...zeros(size - 1)])

const argumentsOf: Readonly<Record<Opcode['argument'], fc.Arbitrary<number[]>>> = {
  none: fc.constant([]),
  u1: smallNumber(1),
  u2: smallNumber(2),
  u4: smallNumber(4),
  u8: smallNumber(8),
  i4: smallNumber(4),
  f8: fc.constantFrom([0x3f, 0xf0, 0, 0, 0, 0, 0, 0], [0x3f, 0xf8, 0, 0, 0, 0, 0, 0]),
  bytes1: withLength(1),
  bytes4: withLength(4),
  ibytes4: withLength(4),
  bytes8: withLength(8),
  line: lines,
  'two lines': fc.constantFrom('m\nC\n', '__builtin__\nset\n', '_codecs\nencode\n').map(latin1),
}

const instructions = OPCODES.filter(({ name }) => name !== 'STOP').map(({ byte, argument }) =>
  argumentsOf[argument].map((rest) => [byte, ...rest]),
)
/** Programs of valid instructions in no sensible order. */
const program = fc
  .array(fc.oneof(...instructions), { maxLength: 60 })
  .map((parts) => new Uint8Array([0x80, 4, ...parts.flat(), 0x2e]))

describe('any bytes end in a value or a PickleError', () => {
  test('random bytes', () => {
    expectHeld(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void isHarmless(bytes)),
      2000,
    )
  })

  test('random instructions', () => {
    let read = 0
    const runs = 4000
    fc.assert(
      fc.property(program, (bytes) => void (read += isHarmless(bytes))),
      { numRuns: runs },
    )
    console.log(`random instructions: ${read} of ${runs * optionSets.length} could be read`)
    expect(read).toBeGreaterThan(0)
  })

  test('damaged pickles', () => {
    const pickles = readVectors<{ pickle: string }>('pickle')
      .map(({ pickle }) => Buffer.from(pickle, 'base64'))
      .filter(({ length }) => length < 500)
    const damage = fc.tuple(fc.nat(), fc.nat(255))
    const damages = fc.array(damage, { minLength: 1, maxLength: 4 })
    let read = 0
    expectHeld(
      fc.property(fc.constantFrom(...pickles), damages, (pickle, damages) => {
        const damaged = new Uint8Array(pickle)
        for (const [at, byte] of damages) damaged[at % damaged.length] = byte
        read += isHarmless(damaged)
      }),
      4000,
    )
    expect(read).toBeGreaterThan(0)
  })
})
