/** 1078 cookies that real Pyramids wrote, on CPython 2.7 to 3.11 and Jython. */
import { describe, expect, test } from 'vitest'
import { dumps, loads } from '../../src/pickle/index.js'
import type { LoadOptions } from '../../src/pickle/index.js'
import { sameAsTagged, type Tagged } from '../support/tagged.js'
import { readVectors } from '../support/vectors.js'

interface Reading {
  readonly outcome: 'ok' | 'error'
  readonly data?: Tagged
  readonly error?: string
}

interface Vector {
  readonly name: string
  readonly cookie: string
  readonly data: Tagged
  readonly expect: { readonly py2: Reading; readonly py3: Reading }
  readonly protocol: 0 | 1 | 2 | 3 | 4 | 5
  readonly python: string
}

const vectors = readVectors<Vector>('pyramid/accept')
const named = (list: readonly Vector[]) => list.map((vector) => [vector.name, vector] as const)

/** A cookie is 40 hexadecimal digits of signature, then the pickle in base64. */
const pickleOf = ({ cookie }: Vector): Buffer => Buffer.from(cookie.slice(40), 'base64')

/** The writer itself loses something: the fold below protocol 4; Jython, a deque's length. */
const LOST_BY_WRITER = /\/datetime_fold\/p[0-3]$|^jython.*\/deque\//

test('the vectors are all there', () => expect(vectors).toHaveLength(1078))

/** Python 3 does not take the bytes of a date from a str of Python 2; what they mean is beyond doubt. */
const DATES = /\/(?:date|datetime_naive|time_naive|dict_date_keys)\//

describe('is read as Python 3 reads it, and dates of Python 2 besides', () => {
  test.each(named(vectors))('%s', (name, vector) => {
    const expected = DATES.test(name) ? { outcome: 'ok' as const } : vector.expect.py3
    const read = () => loads(pickleOf(vector), { dicts: 'auto' })
    // An error that comes from a class, not from the pickle, leaves a placeholder.
    if (expected.outcome === 'error') {
      expect(read).toThrow(expect.objectContaining({ code: 'BAD_STRING' }))
    } else {
      const { data: tagged = vector.data } = expected as Reading
      expect(sameAsTagged(read(), tagged, { numberKinds: true, identity: true })).toBeUndefined()
    }
  })
})

describe('is read without loss', () => {
  test.each(named(vectors))('%s', (_, vector) => {
    const value = loads(pickleOf(vector), { dicts: 'auto', py2str: 'keep' })
    const own = vector.python.startsWith('cpython-3') ? vector.expect.py3 : vector.expect.py2
    const tagged = LOST_BY_WRITER.test(vector.name) ? own.data! : vector.data
    expect(sameAsTagged(value, tagged, { numberKinds: true, identity: true })).toBeUndefined()
  })
})

describe('is written back byte for byte, where the C pickler of CPython 3 wrote it', () => {
  const written = vectors.filter(({ python }) => python.startsWith('cpython-3'))
  const differences = (options: LoadOptions): string[] =>
    written
      .filter((vector) => {
        const value = loads(pickleOf(vector), options)
        return !pickleOf(vector).equals(dumps(value, { protocol: vector.protocol }))
      })
      .map(({ name }) => name)

  test.each([
    ['default', {}],
    ['plain objects', { dicts: 'auto' }],
  ] as const)('%s', (name, options) => {
    const different = differences(options)
    const same = written.length - different.length
    console.log(`accept.json, ${name}: ${same} of ${written.length} the same`, different)
    expect(different.length).toBeLessThanOrEqual(written.length * 0.005)
  })

  test('with strings kept apart, all of them', () => {
    expect(differences({ exact: true })).toEqual([])
  })
})
