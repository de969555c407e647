/**
 * The decoder of each format is given payloads that who has the key could send: 100,000 in CI, a tenth elsewhere, as
 * they take minutes.
 */
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fuzz } from './decoders/run.js'
import { DECODERS } from './decoders/table.js'

const COUNT = process.env['CI'] ? 100_000 : 10_000

const formatOf = (name: string): string => name.split(',')[0]!

/** Their claims are read by one decoder, in shared-claims.ts. */
const OF_CLAIMS = new Set(['jwt', 'auth-js', 'next-auth'])
const decoderOf = (name: string): string =>
  OF_CLAIMS.has(formatOf(name)) ? 'claims' : formatOf(name)

/** The rows of a decoder share them. */
const rows = DECODERS.map(({ name, ...decoder }) => {
  const { length } = DECODERS.filter((other) => decoderOf(other.name) === decoderOf(name))
  return { name, count: Math.ceil(COUNT / length), decoder: { name, ...decoder } }
})

test.each(rows)('$name: $count payloads', { timeout: 120_000 }, ({ count, decoder }) => {
  const { read, refused } = fuzz(decoder, count)
  expect(read + refused).toBeGreaterThanOrEqual(count)
  expect(Math.min(read, refused)).toBeGreaterThan(count / 100)
})

/** A store of express-session gives objects: nothing is decoded. Laravel's other cookies hold any text. */
const WITHOUT = ['express-session', 'laravel-cookies']

test('every format has a row', () => {
  const files = readdirSync(new URL('../../src/formats/', import.meta.url))
  const formats = files.map((file) => file.replace('.ts', ''))
  const names = new Set(DECODERS.map(({ name }) => formatOf(name)))
  expect([...names, ...WITHOUT].toSorted()).toEqual(
    formats.filter((name) => !name.startsWith('shared')).toSorted(),
  )
})
