/** Which bytes are what. */
import { describe, expect, test } from 'vitest'
import { inspectCookie } from '../../src/inspect/index.js'
import type { Inspection, Layer, Part } from '../../src/inspect/index.js'
import { grouped, readSamples } from './samples.js'

const samples = [...grouped(readSamples(), ({ format, source }) => `${format} ${source}`)].flatMap(
  ([name, all]) => [[name, all.filter((_, at) => at % Math.ceil(all.length / 12) === 0)] as const],
)

const textOf = ({ content }: Layer, { start, end }: Part): string =>
  typeof content === 'string'
    ? content.slice(start, end)
    : Buffer.from(content.subarray(start, end)).toString('latin1')

function problemsOf({ layers }: Inspection): string[] {
  return layers.flatMap((layer) => [
    ...layer.parts.flatMap((part) => outside(layer, part)),
    ...layer.parts.flatMap((part) => leadsNowhere(layer, part, layers)),
    ...overlaps(layer),
  ])
}

const outside = ({ name, content }: Layer, { start, end, label }: Part): string[] =>
  start >= 0 && start < end && end <= content.length ? [] : [`${name}: ${label} is ${start}-${end}`]

/** Encrypted layers are not there without a secret. */
const leadsNowhere = ({ name }: Layer, { into, kind }: Part, layers: readonly Layer[]): string[] =>
  into === undefined || kind === 'ciphertext' || layers.some((layer) => layer.name === into)
    ? []
    : [`${name} leads to ${into}`]

/** A value may lie in another one; nothing else may lie in anything. */
function overlaps({ name, parts }: Layer): string[] {
  const flat = parts.filter(({ path }) => path === undefined).toSorted((a, b) => a.start - b.start)
  return flat.flatMap(({ start, label }, at) =>
    at > 0 && start < flat[at - 1]!.end ? [`${name}: ${label} overlaps`] : [],
  )
}

const isUtf8 = ({ content }: Layer): boolean => typeof content !== 'string'

describe.each(samples)('%s', (_, some) => {
  test('parts lie where they can, and lead to layers that are there', () => {
    for (const sample of some) {
      for (const secrets of [sample.secrets, []]) {
        const inspection = inspectCookie({ ...sample, secrets })
        expect(inspection.layers.length).toBeGreaterThan(0)
        expect(problemsOf(inspection), sample.name).toEqual([])
      }
    }
  })

  const innermost = some.map((sample) => inspectCookie(sample).layers.at(-1)!)
  const ofJson = innermost.filter((layer) => layer.encoding === 'json' && isUtf8(layer))
  const hasJson = ofJson.length > 0
  test.each(hasJson ? [ofJson] : [])('each value of JSON stands where its part says', (...all) => {
    for (const layer of all) {
      for (const part of layer.parts.filter(({ path, kind }) => path && kind === 'data')) {
        const json = Buffer.from(textOf(layer, part), 'latin1').toString()
        expect(
          () => JSON.parse(json.replaceAll(/-?(?:NaN|Infinity)/g, '0')) as unknown,
        ).not.toThrow()
      }
    }
  })
})

test('the parts of a text of Flask', () => {
  const text = '.eJyrVipLzClNVbJSqhgmQKkWACs1YZg.ZVPxAA.KHvJx3rhN0vqtohnusUCWzA1CzE'
  const [cookie] = inspectCookie({ text }).layers
  expect(cookie!.parts.map((part) => [part.kind, textOf(cookie!, part)])).toEqual([
    ['marker', '.'],
    ['data', 'eJyrVipLzClNVbJSqhgmQKkWACs1YZg'],
    ['separator', '.'],
    ['time', 'ZVPxAA'],
    ['separator', '.'],
    ['signature', 'KHvJx3rhN0vqtohnusUCWzA1CzE'],
  ])
  expect(cookie!.parts.find(({ kind }) => kind === 'time')?.note).toBe('2023-11-14T22:13:20.000Z')
})
