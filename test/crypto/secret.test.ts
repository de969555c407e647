import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { keysOf } from '../../src/crypto/secret.js'

describe('keysOf', () => {
  test('zeros elsewhere than at the end make another secret', () => {
    expect(keysOf(['a', '\0a', 'a\0a'])).toHaveLength(3)
  })

  test.each<[string | Uint8Array, string]>([
    ['seekrit', '7365656b726974'],
    ['é', 'e9'],
    ['€', 'e282ac'],
    ['é€', 'c3a9e282ac'],
    ['\u0000', '00'],
    [Uint8Array.of(0xff, 0), 'ff00'],
  ])('%j', (secret, hex) => expect(Buffer.from(keysOf(secret)[0]!).toString('hex')).toBe(hex))

  test('takes bytes of another realm', () => {
    const secret = runInNewContext('Uint8Array.of(1, 2)') as Uint8Array
    expect([...keysOf(secret)[0]!]).toEqual([1, 2])
  })

  test('keeps its own copy of a byte secret', () => {
    const secret = Uint8Array.of(1, 2)
    const key = keysOf(secret)[0]!
    secret.fill(0)
    expect([...key]).toEqual([1, 2])
  })

  test.each([
    [''],
    [new Uint8Array()],
    [undefined],
    [null],
    [7],
    [[]],
    [['a', '']],
    [['a', 'a']],
    [['a', Uint8Array.of(0x61)]],
    [['a', 'a\0']],
    [[Uint8Array.of(0x61, 0, 0), 'a']],
    [['b', '\0', '\0\0']],
    [{}],
    ['\ud800'],
  ])('refuses %j, naming the option and not the value', (secret) => {
    expect(() => keysOf(secret as string)).toThrow(
      expect.objectContaining({ name: 'OptionError', code: 'BAD_OPTION', option: 'secret' }),
    )
  })
})
