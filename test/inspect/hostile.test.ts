/** Whatever the text is, the answer is a description, never an exception. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { detect, fromInput, inspectCookie } from '../../src/inspect/index.js'
import type { FormatId } from '../../src/inspect/index.js'
import { ROWS } from '../../src/inspect/rows/index.js'
import { timeOfWork } from '../support/time.js'
import { grouped, readSamples } from './samples.js'

const formats = ROWS.map(({ id }) => id)
const SECRETS = ['a secret, which is as long as a key needs to be: 64 bytes or even more than that']

test('any text, as any format', () => {
  const text = fc.oneof(
    fc.string(),
    fc.base64String(),
    fc.string({ unit: fc.constantFrom(...'AZaz09-_+/=.:;|*%s"{}[],~') }),
  )
  fc.assert(
    fc.property(text, fc.constantFrom(...formats), (text, format) => {
      expect(detect(text)).toBeInstanceOf(Array)
      for (const secrets of [[], SECRETS]) {
        const { verdict, layers } = inspectCookie({ text, format, secrets })
        expect(verdict).not.toBe('valid')
        expect(layers[0]?.name).toBe('cookie')
      }
    }),
    { numRuns: 400 },
  )
})

test('any text that is pasted', () => {
  const text = fc.array(
    fc.constantFrom('curl ', '-H ', "'", '"', '\\', '$', 'Cookie: ', 'a=b', ';', '{', '\n', '^'),
  )
  fc.assert(
    fc.property(text, (words) => {
      expect(fromInput(words.join('')).cookies).toBeInstanceOf(Array)
    }),
  )
})

const one = [...grouped(readSamples(), ({ format }) => format)].map(
  ([format, all]) => [format, all[Math.floor(all.length / 2)]!.text] as const,
)

describe.each(one)('a text of %s', (_, text) => {
  test('cut off anywhere, and taken for any other format', () => {
    const most = Math.min(text.length, 300)
    for (let at = 0; at < most; at += 7) inspectCookie({ text: text.slice(0, at) })
    for (const format of formats as FormatId[]) {
      const { layers } = inspectCookie({ text, format })
      expect(layers.length).toBeGreaterThan(0)
    }
  })
})

test('lines of a shell are taken apart in a time that grows with them', () => {
  const start = timeOfWork()
  fromInput(`curl ${`-H '`.repeat(20_000)}`)
  fromInput(`curl ${'\\'.repeat(50_000)}`)
  fromInput(`a=${'a.0='.repeat(20_000)}`)
  inspectCookie({ text: `eyJ${'A'.repeat(60_000)}.AAAAAA.${'A'.repeat(27)}` })
  inspectCookie({ text: `{${'['.repeat(60_000)}` })
  expect(timeOfWork() - start).toBeLessThan(2000)
})
