/**
 * Pickles that no pickler writes: unusual ones that Python accepts, malformed ones, and hostile ones
 * that would run code or eat memory. Judged by what Pyramid 1.10.8 does on Python 3.11.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { PickleError, dumps, loads } from '../../src/pickle/index.js'
import { sameAsTagged, type Tagged } from '../support/tagged.js'
import { readVectors } from '../support/vectors.js'
import { timeOfWork } from '../support/time.js'

interface Outcome {
  readonly outcome: 'ok' | 'error' | 'not run (memory or time)'
  readonly data?: Tagged
  readonly error?: string
  readonly readers: readonly string[]
}

interface Vector {
  readonly name: string
  readonly pickle_hex: string
  readonly verdict: 'accept' | 'reject' | 'depends'
  readonly outcomes: readonly Outcome[]
}

const READER = '1.10.8 on py3.11'

const outcomeOf = ({ outcomes }: Vector): Outcome =>
  outcomes.find(({ readers }) => readers.includes(READER)) ?? outcomes[0]!

const read = ({ pickle_hex }: Vector): unknown =>
  loads(Buffer.from(pickle_hex, 'hex'), { dicts: 'auto' })

const named = (list: readonly Vector[]) => list.map((vector) => [vector.name, vector] as const)

const unusual = readVectors<Vector>('pyramid/unusual_pickles')
const malformed = readVectors<Vector>('pyramid/malformed_pickles')
const hostile = readVectors<Vector>('pyramid/hostile_pickles')

const PLAIN_DECIMAL = 'ints as text are read in plain decimal only; no pickler writes other forms'
const NO_INIT = 'the class is not run: its arguments stay arguments, and give no state'
const NO_CALL = 'a class is not called; a registry may decode it'
const NO_LOOKUP = 'a name is not looked up, so nothing tells that it is missing'
const NO_SETSTATE = 'only the class knows which states it takes'
const DATE_OF_PYTHON_2 = 'the bytes of a date are read from a str of Python 2, whatever py2str says'
const NO_EXTENSIONS = 'a class by number is a class by name: a placeholder'

/** Where this reader does otherwise than Python, and why. */
const DEVIATIONS: Readonly<Record<string, string>> = {
  'unusual/int_text_plus': PLAIN_DECIMAL,
  'unusual/int_text_minus_zero': PLAIN_DECIMAL,
  'unusual/int_text_leading_space': PLAIN_DECIMAL,
  'unusual/int_text_trailing_space': PLAIN_DECIMAL,
  'unusual/int_text_leading_zeros': PLAIN_DECIMAL,
  'unusual/int_text_octal_zero': PLAIN_DECIMAL,
  'unusual/int_text_octal_o': PLAIN_DECIMAL,
  'unusual/int_text_hex': PLAIN_DECIMAL,
  'unusual/int_text_hex_upper': PLAIN_DECIMAL,
  'unusual/int_text_binary': PLAIN_DECIMAL,
  'unusual/int_text_underscore': PLAIN_DECIMAL,
  'unusual/int_text_big_hex': PLAIN_DECIMAL,
  'unusual/int_text_three_zeros': PLAIN_DECIMAL,
  'unusual/int_text_crlf': PLAIN_DECIMAL,
  'unusual/long_text_plus': PLAIN_DECIMAL,
  'unusual/long_text_space': PLAIN_DECIMAL,
  'unusual/long_text_space_before_L': PLAIN_DECIMAL,
  'unusual/long_text_hex': PLAIN_DECIMAL,
  'unusual/long_text_underscore': PLAIN_DECIMAL,
  'unusual/inst_oldstyle': NO_INIT,
  'unusual/obj_oldstyle': NO_INIT,
  'unusual/reduce_builtin_str': NO_CALL,
  'unusual/datetime_short_binstring_py2': DATE_OF_PYTHON_2,
  'unusual/datetime_short_binstring_high_py2': DATE_OF_PYTHON_2,
  'malformed/ext1': NO_EXTENSIONS,
  'malformed/ext2': NO_EXTENSIONS,
  'malformed/ext4': NO_EXTENSIONS,
  'malformed/build_string_state': NO_SETSTATE,
  'malformed/global_no_such_module': NO_LOOKUP,
  'malformed/global_no_such_name': NO_LOOKUP,
  'malformed/inst_missing_class': NO_LOOKUP,
  'malformed/stack_global_dunder': NO_LOOKUP,
  'malformed/newobj_missing_class': NO_LOOKUP,
}

/** How this reader differs from Python; `undefined` where it does not. */
function difference(vector: Vector): string | undefined {
  const expected = outcomeOf(vector)
  let value: unknown
  try {
    value = read(vector)
  } catch (error) {
    if (!(error instanceof PickleError)) return `not a PickleError: ${String(error)}`
    return expected.outcome === 'error' ? undefined : `refused: ${error.message}`
  }
  if (expected.outcome === 'error') return `accepted, not ${expected.error}`
  return sameAsTagged(value, expected.data!, { numberKinds: true })
}

test('the vectors are all there', () => {
  expect([unusual.length, malformed.length, hostile.length]).toEqual([168, 159, 54])
})

describe.each([
  ['unusual', unusual],
  ['malformed', malformed],
] as const)('%s pickles', (_, vectors) => {
  test.each(named(vectors))('%s', (name, vector) => {
    const found = difference(vector)
    const reason = DEVIATIONS[name]
    if (reason === undefined) expect(found).toBeUndefined()
    else expect(found, `no longer so: ${reason}`).toBeDefined()
  })

  test('are read as Python does, but for those listed', () => {
    const listed = vectors.filter(({ name }) => name in DEVIATIONS).length
    console.log(`${vectors.length - listed} of ${vectors.length} as Python, ${listed} listed`)
    expect(listed).toBeLessThan(vectors.length / 4)
  })
})

describe('hostile pickles end in an error or in an inert value, soon', () => {
  test.each(named(hostile))('%s', (_, vector) => {
    const start = timeOfWork()
    try {
      read(vector)
    } catch (error) {
      expect(error).toBeInstanceOf(PickleError)
    }
    expect(timeOfWork() - start).toBeLessThan(1000)
  })

  test('the room has no means of running anything', () => {
    const room = new URL('../../src/pickle/', import.meta.url)
    const files = readdirSync(room, { recursive: true, encoding: 'utf8' })
    for (const file of files.filter((file) => file.endsWith('.ts'))) {
      const source = readFileSync(new URL(file, room), 'utf8')
      expect(source, file).not.toMatch(/\beval\(|\bFunction\(|\bimport\(|\brequire\(|from 'node:/)
    }
  })
})

describe('what no pickler writes, and Python takes', () => {
  test.each([
    ['items for a bytearray', 'c__builtin__\nbytearray\n(tR(I1\nI2\ne.'],
    ['a state of None for a dict', '}Nb.'],
    ['a state of None for a list', ']Nb.'],
    ['a state of None for a set', 'c__builtin__\nset\n((ltRNb.'],
  ])('%s is refused', (_, text) => {
    expect(() => loads(Buffer.from(text, 'latin1'))).toThrow(PickleError)
  })

  test.each([
    ['members of a set', 'c__builtin__\nset\n((l(I1\nI2\nta(F1.0\nI2\ntatR.'],
    ['keys of a dict', '}(I1\nI2\ntNs(F1.0\nI2\ntNs.'],
  ])('equal %s are read, and not written', (_, text) => {
    const read = loads(Buffer.from(text, 'latin1'), { dicts: 'map' }) as Map<unknown, unknown>
    expect(read.size).toBe(2)
    expect(() => dumps(read)).toThrow(expect.objectContaining({ code: 'UNSUPPORTED' }))
  })
})
