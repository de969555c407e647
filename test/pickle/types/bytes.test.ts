/** The standard classes against the bytes that CPython writes for them, both ways. */
import assert from 'node:assert/strict'
import { describe, expect, test } from 'vitest'
import { dumps, loads } from '../../../src/pickle/index.js'
import { python, runPython } from '../../support/python.js'
import { CASES, FOLDED, PREAMBLE, PROTOCOLS, registry, type Protocol } from './cases.js'
import { DUMP_ALL, LOAD_ALL } from './live.js'
import { RECORDED } from './recorded.js'

const ALL = { ...CASES, ...FOLDED }

const write = (value: unknown, protocol: Protocol): string =>
  Buffer.from(dumps(value, { protocol, registry })).toString('base64')

const read = (pickle: string, options = {}): unknown =>
  loads(Buffer.from(pickle, 'base64'), { registry, ...options })

/** As `toEqual`, which would go through every int of a range. */
const expectEqual = (value: unknown, expected: unknown): void =>
  expect(() => assert.deepStrictEqual(value, expected)).not.toThrow()

const names = Object.keys(RECORDED)

/** The protocols in which CPython writes all that there is: no fold below protocol 4. */
const wholeIn = (name: string): readonly Protocol[] =>
  PROTOCOLS.filter((protocol) => protocol >= 4 || !(name in FOLDED))

describe.each(names)('%s', (name) => {
  const { value, str } = ALL[name]!
  const recorded = RECORDED[name]!

  test('is written as CPython writes it', () => {
    for (const protocol of wholeIn(name)) {
      expect(write(value(), protocol)).toBe(recorded[protocol])
    }
  })

  if (str !== undefined) {
    test('prints as in Python', () => {
      expect(String(value())).toBe(str)
    })
  }
})

describe.each(names)('%s, as CPython wrote it', (name) => {
  const recorded = RECORDED[name]!

  test.each([
    ['by default', {}],
    ['with plain objects', { dicts: 'auto' }],
    ['with all strings kept apart', { exact: true }],
    ['with floats wrapped', { floats: 'wrap' }],
  ])('is written back as it was read %s', (_, options) => {
    const copies = PROTOCOLS.map((protocol) => write(read(recorded[protocol]!, options), protocol))
    expect(copies).toEqual(recorded)
  })

  if (!(name in FOLDED)) {
    test('is read as what it is', () => {
      const { value, read: valueRead = value } = ALL[name]!
      for (const pickle of recorded) expectEqual(read(pickle), valueRead())
    })

    test('is written for another protocol as CPython writes it there', () => {
      const copies = PROTOCOLS.map((protocol) => write(read(recorded[5 - protocol]!), protocol))
      expect(copies).toEqual(recorded)
    })
  }
})

describe('a fold', () => {
  test.each(Object.keys(FOLDED))('%s is kept in every protocol', (name) => {
    const value = read(RECORDED[name]![4]!)
    for (const protocol of PROTOCOLS) expectEqual(read(write(value, protocol)), value)
  })

  test.runIf(python)('is read by Python in every protocol', async () => {
    const pickles = Object.values(FOLDED).flatMap(({ value }) =>
      PROTOCOLS.map((protocol) => write(value(), protocol)),
    )
    const program = `
import base64, pickle, sys
for line in sys.stdin: print(pickle.loads(base64.b64decode(line)).fold, end='')`
    expect(await runPython(program, pickles.join('\n'))).toBe('1'.repeat(pickles.length))
  })

  test.each(Object.keys(FOLDED))('%s is written by CPython from protocol 4 on', (name) => {
    const folds = RECORDED[name]!.map((pickle) => (read(pickle) as { fold: number }).fold)
    expect(folds).toEqual([0, 0, 0, 0, 1, 1])
    for (const protocol of [4, 5]) {
      expectEqual(read(RECORDED[name]![protocol]!), FOLDED[name]!.value())
    }
  })
})

describe.runIf(python)('the Python that is here', () => {
  const expressions = Object.entries(ALL).map(([name, { python }]) => [name, python] as const)

  test('writes what we write, and we read it back', { timeout: 60_000 }, async () => {
    const minor = Number(await runPython('import sys; print(sys.version_info[1])'))
    const asked = expressions.filter(([name]) => !isWrittenOtherwise(name, minor))
    const printed = await runPython(PREAMBLE + DUMP_ALL, JSON.stringify(asked))
    const written = Object.entries(JSON.parse(printed) as Record<string, Written>)
    expect(written.length).toBeGreaterThan(50)
    for (const [name, { pickles, str }] of written) {
      const { value, str: ours } = ALL[name]!
      const whole = wholeIn(name)
      const ownBytes = whole.map((protocol) => write(value(), protocol))
      expect({ name, pickles: ownBytes }).toEqual({ name, pickles: pickles.slice(-whole.length) })
      const copies = PROTOCOLS.map((protocol) => write(read(pickles[protocol]!), protocol))
      expect({ name, pickles: copies }).toEqual({ name, pickles })
      if (ours !== undefined) expect({ name, str: ours }).toEqual({ name, str })
    }
  })

  test('reads what we write', { timeout: 60_000 }, async () => {
    const pickles = expressions.flatMap(([name, expression]) =>
      PROTOCOLS.map((protocol) => [
        `${name} of protocol ${protocol}`,
        expression,
        write(ALL[name]!.value(), protocol),
      ]),
    )
    expect(JSON.parse(await runPython(PREAMBLE + LOAD_ALL, JSON.stringify(pickles)))).toEqual([])
  })
})

/**
 * Up to Python 3.10 a Fraction was written as text; from 3.13 on the parts of a nested class's name are
 * kept out of the memo.
 */
const isWrittenOtherwise = (name: string, minor: number): boolean =>
  (minor < 11 && name.startsWith('fraction')) || (minor >= 13 && name.endsWith('_nested'))

interface Written {
  readonly pickles: readonly string[]
  readonly str: string
}
