import { afterEach, describe, expect, test, vi } from 'vitest'

import type * as TextModule from '../../src/lib/text.js'

type Text = typeof TextModule

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))
const surrogates = /[\ud800-\udfff]/g

/** The same on Node and where there is no Buffer. */
describe.each([true, false])('text, with Buffer: %s', (hasBuffer) => {
  const load = async (): Promise<Text> => {
    vi.resetModules()
    if (!hasBuffer) vi.stubGlobal('Buffer', undefined)
    const text = await import('../../src/lib/text.js')
    vi.unstubAllGlobals()
    return text
  }
  afterEach(() => vi.unstubAllGlobals())

  test('Latin-1 is one character a byte', async () => {
    const { latin1ToText, textToLatin1 } = await load()
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte)
    const text = latin1ToText(all)
    expect(Array.from(text, (char) => char.charCodeAt(0))).toEqual([...all])
    expect(latin1ToText(all, 65, 68)).toBe('ABC')
    expect(latin1ToText(new Uint8Array(10_000).fill(0xe9))).toBe('é'.repeat(10_000))
    expect(textToLatin1(text)).toEqual(all)
    expect(textToLatin1('aĀ')).toBeUndefined()
  })

  test('ASCII ends at 0x7f', async () => {
    const { isAscii } = await load()
    expect(isAscii(bytes('a\0\x7f'), 0, 3)).toBe(true)
    expect(isAscii(bytes('a\x80b'), 0, 3)).toBe(false)
    expect(isAscii(bytes('a\x80b'), 2, 3)).toBe(true)
    expect(isAscii(bytes('\x80'), 0, 0)).toBe(true)
  })

  test.each([
    '',
    'abc',
    'é',
    '€',
    '\ufffd',
    'a long text with a replacement, \ufffd',
    '\ufeffbom',
    '\ufeffa long text with a mark',
    'a\ufeff long text with a mark',
    '😀',
    '\u{10000}',
    '\u{20000}',
    '\u{10ffff}',
    'a\0b',
    '\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff',
    'é€😀'.repeat(3000),
  ])('UTF-8 there and back: %j', async (text) => {
    const { utf8ToText, writeUtf8 } = await load()
    const target = new Uint8Array(text.length * 3)
    const end = writeUtf8(text, target, 0)
    expect([...target.subarray(0, end)]).toEqual([...new TextEncoder().encode(text)])
    expect(utf8ToText(target, 0, end)).toBe(text)
  })

  test('lone surrogates pass', async () => {
    const { utf8ToText, writeUtf8 } = await load()
    for (const text of [
      'a long text, then \ud800',
      '\ud800',
      '\udfff',
      'a\ud800b',
      '\udc00\ud800',
      '\ud800é',
      'é\ud800',
    ]) {
      const target = new Uint8Array(text.length * 3)
      const end = writeUtf8(text, target, 0)
      expect(end).toBe(
        text.match(surrogates)!.length * 3 +
          new TextEncoder().encode(text.replaceAll(surrogates, '')).length,
      )
      expect(utf8ToText(target, 0, end)).toBe(text)
    }
  })

  test('surrogates side by side are code points of their own', async () => {
    const { codePointsToText, hasSplitPair, utf8ToText, writeCodePoint } = await load()
    const pair = bytes('\xed\xa0\xbd\xed\xb8\x80')
    expect(utf8ToText(pair, 0, 6)).toEqual([0xd83d, 0xde00])
    expect(codePointsToText([0xd83d, 0xde00])).toBe('😀')
    expect(codePointsToText([0x41, 0x1f600, 0xffff])).toBe('A😀\uffff')
    expect(hasSplitPair([0xde00, 0xd83d])).toBe(false)
    expect(
      [
        [0xd800, 0xdc00],
        [0xdbff, 0xdfff],
        [0x41, 0xd800, 0xdfff],
      ].every(hasSplitPair),
    ).toBe(true)
    expect(
      [
        [0xd7ff, 0xdc00],
        [0xd800, 0xe000],
        [0xdc00, 0xdc00],
      ].some(hasSplitPair),
    ).toBe(false)
    const target = new Uint8Array(6)
    expect(writeCodePoint(0xde00, target, writeCodePoint(0xd83d, target, 0))).toBe(6)
    expect(target).toEqual(pair)
  })

  test.each([
    '\x80',
    '\xc0\x80',
    '\xc1\xbf',
    '\xe0\x80\x80',
    '\xe0\x9f\xbf',
    '\xf0\x80\x80\x80',
    '\xf4\x90\x80\x80',
    '\xf5\x80\x80\x80',
    '\xff',
    '\xe2\x82',
    '\xe2\x82a',
    '\xc3',
    'a\xc3\xa9\xc3',
  ])('malformed UTF-8 is told: %j', async (text) => {
    const { utf8ToText } = await load()
    expect(utf8ToText(bytes(text), 0, text.length)).toBeUndefined()
    const long = `a text of some length ${text}`
    expect(utf8ToText(bytes(long), 0, long.length)).toBeUndefined()
  })
})

test('pickles are the same where there is no Buffer', async () => {
  const value = { text: ['abc', 'é€😀'], bytes: new Uint8Array(300).fill(200), number: 2n ** 70n }
  const node = await import('../../src/pickle/index.js')
  const pickles = ([0, 2, 4] as const).map((protocol) => node.dumps(value, { protocol }))
  vi.resetModules()
  vi.stubGlobal('Buffer', undefined)
  const browser = await import('../../src/pickle/index.js')
  const again = pickles.map((pickle) => browser.loads(pickle, { dicts: 'auto' }))
  const written = ([0, 2, 4] as const).map((protocol) => browser.dumps(value, { protocol }))
  vi.unstubAllGlobals()
  expect(again).toEqual([value, value, value])
  expect(written).toEqual(pickles)
})
