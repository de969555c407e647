import { describe, expect, test } from 'vitest'
import { CompactJSONSerializer } from '../../src/serializers/compact-json.js'

const json = new CompactJSONSerializer()
const text = (value: unknown): string => Buffer.from(json.dumps(value)).toString()
const value = (bytes: string): unknown => json.loads(Buffer.from(bytes, 'latin1'))

describe('JSON as Django signs it', () => {
  test('has no spaces but those of texts', () => {
    expect(text({ a: [1, null, { b: 'c: d, "e\\' }], é: 1.5 })).toBe(
      String.raw`{"a":[1,null,{"b":"c: d, \"e\\"}],"\u00e9":1.5}`,
    )
  })

  test('is written into bytes of its own', () => {
    const first = json.dumps([1])
    json.dumps([2])
    expect(Buffer.from(first).toString()).toBe('[1]')
  })

  test('is read as Latin-1, with all that Python’s JSON has', () => {
    expect(value('{"a":"\u00c3\u00a9","b":[NaN,1E2,"\\u00e9"]}')).toEqual({
      a: 'Ã©',
      b: [Number.NaN, 100, 'é'],
    })
    expect(['null', 'false', '0', '""'].map(value)).toEqual([null, false, 0, ''])
  })

  test.each(['', '{', "{'a':1}", '[1,]', '{"a":1}x', '[1, -0]x'])('%s is none', (bytes) => {
    expect(() => value(bytes)).toThrow(/ at character \d+$/)
  })

  test('of more than 64 KiB is not written', () => {
    expect(text('a'.repeat(65_534))).toHaveLength(65_536)
    expect(() => text('a'.repeat(65_535))).toThrow('The JSON text has more than 65536 bytes')
  })
})
