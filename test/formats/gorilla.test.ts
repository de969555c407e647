/** gorilla/securecookie's cookies, by recordings of the real one: see test/vectors/generate/gorilla.go. */
import { describe, expect, test } from 'vitest'
import { copyFloatNotes } from '../../src/lib/hints.js'
import { gorillaFormat } from '../../src/formats/gorilla.js'
import type { GorillaFormatOptions } from '../../src/formats/gorilla.js'
import { readGob, writeGob } from '../../src/serializers/gob/index.js'
import { DeserializeError } from '../../src/index.js'
import type { SessionFormat } from '../../src/index.js'
import { readVectors } from '../support/vectors.js'
import { jsonMap, mapOf, sorted } from './gorilla-tagged.js'
import type { Tagged } from './gorilla-tagged.js'

interface Vector {
  name: string
  keyPairs: (string | null)[]
  hashFunc: string
  maxAge: number
  maxLength: number
  serializer: 'gob' | 'json'
  values: string
  cookieName: string
  now: number
  cookie: string
  accepted: boolean
  body?: string
  data?: Tagged
}

const vectors = readVectors<Vector>('languages/gorilla')
const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'))

function formatOf({ keyPairs, hashFunc, maxLength, serializer, values }: Vector): SessionFormat {
  const keys = keyPairs.map((key) => (key === null ? null : bytesOf(key)))
  return gorillaFormat(keys, { hashFunc, maxLength, serializer, values } as GorillaFormatOptions)
}

/** The data under the names that they have in Go. */
function inGo(data: Map<unknown, unknown>): Map<unknown, unknown> {
  const named = new Map([...data].map(([key, value]) => [key === '_f_' ? '_flash' : key, value]))
  copyFloatNotes(data, named)
  return named
}

const seen = ({ serializer, values }: Vector, data: Map<unknown, unknown>): unknown =>
  sorted(serializer === 'json' ? jsonMap(inGo(data), values) : mapOf(inGo(data), values))

/** What Go reads and is refused here: nobody but who has the key writes the first, and nobody at all the second. */
const STRICTER = /^(?:value|session): refused: |^lenient: /
/** A map that is `nil` in Go comes back as an empty one. */
const NULL = Buffer.from('null\n').toString('hex')
/** The age is the factory's to see. */
const EXPIRED = /^age \d+ of \d+$/

describe('recorded', () => {
  test('of all kinds', () => {
    expect(vectors.length).toBeGreaterThan(400)
    expect(vectors.filter(({ name }) => STRICTER.test(name))).toHaveLength(5)
  })

  const good = vectors.filter(({ accepted, name }) => accepted && !STRICTER.test(name))
  test.each(good)('$name is read', (vector) => {
    const { data, renewed } = formatOf(vector).read(vector.cookie, vector.cookieName)
    expect(seen(vector, data!)).toEqual(sorted(vector.data))
    expect(renewed).toBe(dateOf(vector.cookie))
  })

  const bad = vectors.filter(({ accepted, name }) => !accepted && !EXPIRED.test(name))
  const stricter = vectors.filter(({ name }) => STRICTER.test(name))
  test.each([...bad, ...stricter])('$name is refused', (vector) => {
    expect(() => formatOf(vector).read(vector.cookie, vector.cookieName)).toThrow(DeserializeError)
  })

  const bodies = good.filter(({ body }) => body !== undefined && body !== NULL)
  test.each(bodies)('$name is written as it was', (vector) => {
    const format = formatOf(vector)
    const { data } = format.read(vector.cookie, vector.cookieName)
    expect(Buffer.from(format.dataText(data!), 'latin1').toString('hex')).toBe(vector.body)
  })

  test.each(good)('$name is written, and read again', (vector) => {
    const format = formatOf({ ...vector, maxLength: 0 })
    const record = format.read(vector.cookie, vector.cookieName)
    const again = format.write({ ...record, created: 0, data: record.data! }, vector.cookieName)
    const isPlain = vector.keyPairs.length < 2 && vector.body !== undefined && vector.body !== NULL
    if (isPlain) expect(again).toBe(vector.cookie)
    const { data, renewed } = format.read(again, vector.cookieName)
    expect([seen(vector, data!), renewed]).toEqual([sorted(vector.data), record.renewed])
  })
})

const dateOf = (cookie: string): number =>
  Number(Buffer.from(cookie, 'base64url').toString('latin1').split('|')[0])

test('a gob by itself', () => {
  const { data, type } = readGob(writeGob(new Map([['a', 1]]), 'map[string]interface {}'))
  expect([type, [...data]]).toEqual(['map[string]interface {}', [['a', 1]]])
})
