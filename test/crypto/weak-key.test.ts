import { createHash, randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { sealingKeys, signingKeys } from '../../src/crypto/keyring.js'
import { BYTES, SEXTETS, weaknessOfKey } from '../../src/crypto/weak-key.js'
import { LIMIT, wordBits } from '../../src/crypto/word-like.js'
import type { Keys } from '../../src/index.js'

const good = createHash('sha256').update('0').digest()

/** The problem that the error names, after it was found to be an error that tells no key. */
function problemOf(keys: unknown): string {
  for (const ringOf of [sealingKeys, signingKeys]) {
    expect(() => ringOf(keys as Keys)).toThrow(
      expect.objectContaining({ name: 'OptionError', code: 'BAD_OPTION', option: 'keys' }),
    )
  }
  try {
    sealingKeys(keys as Keys)
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

const REMEDY = /Make one with node -p "crypto\.randomBytes\(32\)\.toString\('base64url'\)"$/

describe('checklist 1: keys that are refused', () => {
  test.each<[string, unknown]>([
    ['no key', ''],
    ['text of 31 bytes', good.subarray(1).toString('base64url')],
    ['hexadecimal of 31 bytes', good.subarray(1).toString('hex')],
    ['hexadecimal that is long enough to be base64url', good.toString('hex').slice(0, 48)],
    ['31 bytes', good.subarray(1)],
    ['no bytes', new Uint8Array()],
  ])('%s: too short', (_, key) => {
    expect(problemOf(key)).toMatch(key === '' ? /base64url/ : /has fewer than 32 bytes/)
  })

  test.each<[string, unknown]>([
    ['null', null],
    ['a number', 7],
    ['a large number', 2n ** 256n],
    ['true', true],
    ['an object', {}],
    ['an ArrayBuffer', new ArrayBuffer(32)],
    ['a list of numbers', [...good]],
    ['a list in a list', [[good]]],
  ])('%s is neither text nor bytes', (_, key) => {
    expect(problemOf(key)).toContain('keys must be random: number 1 is neither text nor bytes')
  })

  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['a list with a hole', Array.from({ length: 1 })],
  ])('%s is as a variable that was not set', (_, key) => {
    expect(problemOf(key)).toContain('number 1 is undefined, as a variable is that was not set')
  })

  test.each([
    ['standard base64', 'a/+ZhQr3'.repeat(6)],
    ['space around', ` ${good.toString('base64url')}`],
    ['a line end', `${good.toString('base64url')}\n`],
    ['too much padding', `${good.toString('base64url')}==`],
    ['a last character that no encoder writes', `${good.toString('base64url').slice(0, -1)}l`],
    ['an odd number of hexadecimal digits', `${good.toString('hex')}abc`],
    ['0x before it', `0x${good.toString('hex')}`],
    ['a sentence', 'the quick brown fox jumps over the lazy dog, twice a day'],
  ])('%s is neither base64url nor hexadecimal', (_, key) => {
    expect(problemOf(key)).toContain('is text that is neither base64url nor hexadecimal')
  })

  test('an empty list', () => expect(problemOf([])).toBe('keys must not be an empty list'))

  test.each([
    'undefined',
    'null',
    '[object Object]',
    'keyboard cat',
    ' Change me ',
    'complex_password_at_least_32_characters_long',
    Buffer.from('undefined'),
    '603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4',
    'cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=',
  ])('%j is an example or not set', (key) => {
    expect(problemOf(key)).toContain('is an example that everybody knows, or a variable')
  })

  test.each<[string, string | Uint8Array]>([
    ['zeros', Buffer.alloc(32)],
    ['one byte', Buffer.alloc(64, 0xa7)],
    ['one hexadecimal digit', 'f'.repeat(64)],
    ['one character', 'z'.repeat(44)],
    ['eight bytes again and again', Buffer.alloc(32, '9f3a64c1b7d8025e', 'hex')],
    ['sixteen bytes twice', Buffer.concat([good.subarray(0, 16), good.subarray(0, 16)])],
    ['24 bytes, and what fits of them', Buffer.alloc(32, good.subarray(0, 24))],
    ['characters that repeat', 'qwertyuiopasdfghjklzxcvbnmqwertyuiopasdfghjk'],
    ['bytes that count', Buffer.from(Array.from({ length: 32 }, (_, at) => at))],
    [
      'bytes that count by threes',
      Buffer.from(Array.from({ length: 40 }, (_, at) => 250 - 3 * at)),
    ],
    ['the alphabet', 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_'],
    ['zeros and a one at the end', `${'0'.repeat(63)}1`],
    ['fifteen values', Buffer.from(good.map((byte) => byte % 15))],
    ['sixteen characters', good.toString('hex').replace(/^/, 'g').slice(0, 44)],
  ])('%s are a pattern', (_, key) => {
    expect(problemOf(key)).toContain('is a pattern, and not random')
  })

  const TEXTS = [
    'my voice is my passport; verify me, quickly!',
    'Pa$$w0rd for {production} #2: Zx9!',
    'Ein Schlüssel mit Umlauten: äöü, ÄÖÜ & ß',
    'これはとても長い秘密の鍵です。誰にも言わないで',
    good.toString('base64url'),
  ]

  test.each(TEXTS)('the bytes of %j are text, however they are given', (text) => {
    const bytes = Buffer.from(text)
    for (const key of [bytes, bytes.toString('hex'), bytes.toString('base64url')]) {
      expect(problemOf(key)).toContain('is text, and not random bytes')
    }
  })

  const WORDS = [
    'correct-horse-battery-staple-and-some-more-words-000',
    'ThisIsMyVeryLongSecretKeyThatIUseInProduction12A',
    'THIS_IS_MY_VERY_LONG_SECRET_KEY_FOR_PRODUCTION_A',
    'my-super-secret-key-that-nobody-will-ever-guess-2024',
    'MySuperSecretKeyThatNobodyWillEverGuess2024abcdA',
    'averyveryverylongphrasethatisbiggerthanitneedstobe-0',
    'DasIstMeinSehrLangesGeheimnisFuerDieProduktion99',
    'CeciEstMaCleSecretePourLaProductionNeLaPartagezPas-0',
  ]

  test.each(WORDS)('%s is words, as text, as its bytes and in hexadecimal', (text) => {
    const bytes = Buffer.from(text, 'base64url')
    for (const key of [text, bytes, bytes.toString('hex')]) {
      expect(problemOf(key)).toContain('is made of words, and not random')
    }
  })

  test.each([
    'correct-horse-battery-staple-correct-horse-battery',
    'ThisIsMyVeryLongSecretKeyThatIUseInProduction12',
  ])('%s is refused', (key) => expect(problemOf(key)).toMatch(REMEDY))

  test('the error says which it is and what to do, and holds nothing of the key', () => {
    const message = problemOf([good, WORDS[0]])
    expect(message).toMatch(/^keys must be random: number 2 is made of words/)
    expect(message).toMatch(REMEDY)
    expect(message).not.toMatch(/horse|battery/)
  })
})

/** The probability that `draws` of `size` values are `most` different ones or fewer. */
function fewValues(draws: number, size: number, most: number): number {
  let chances = [1]
  for (let draw = 0; draw < draws; draw++) {
    const next = Array.from({ length: chances.length + 1 }, () => 0)
    for (const [values, chance] of chances.entries()) {
      next[values]! += (chance * values) / size
      next[values + 1]! += (chance * (size - values)) / size
    }
    chances = next
  }
  return chances.slice(0, most + 1).reduce((sum, chance) => sum + chance)
}

/** The probability that random bytes are UTF-8 without control characters: by what the last character is. */
function textChance(length: number): number {
  // How many sequences of one to four bytes are a character (RFC 3629, 4).
  const characters = [95 + 5, 30 * 64, 48 * 64 + 12 * 4096, 48 * 4096 + 3 * 64 ** 3 + 16 * 4096]
  const chances = [1]
  for (let size = 1; size <= length; size++) {
    const ways = characters.map(
      (count, at) => (count / 256 ** (at + 1)) * (chances[size - at - 1] ?? 0),
    )
    chances.push(ways.reduce((sum, chance) => sum + chance))
  }
  return chances[length]!
}

describe('random keys', () => {
  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

  test('what words are compared with is a probability', () => {
    for (const before of ['', ...ALPHABET]) {
      const start = before === '' ? 0 : wordBits(before)
      const steps = Array.from(ALPHABET, (next) => 2 ** (wordBits(before + next) - start) / 64)
      expect(steps.reduce((sum, step) => sum + step)).toBeCloseTo(1, 12)
    }
  })

  test('fewer than 1 in 10^9 are refused', () => {
    const words = 2 * 2 ** -LIMIT
    const values = fewValues(32, 256, BYTES.values) + fewValues(42, 64, SEXTETS.values)
    const steps = fewValues(31, 256, BYTES.steps) + fewValues(41, 64, SEXTETS.steps)
    const repeated = 24 * 256 ** -BYTES.same + 31 * 64 ** -SEXTETS.same
    const chances = { words, values, steps, repeated, text: textChance(32) }
    for (const chance of Object.values(chances)) expect(chance).toBeGreaterThan(0)
    const sum = Object.values(chances).reduce((sum, chance) => sum + chance)
    expect(sum).toBeLessThan(6e-10)
  })

  test.each([
    [20_000, 32],
    [2_000, 33],
    [2_000, 64],
  ])('of %i with %i bytes none is', (count, size) => {
    const weak = Array.from({ length: count }, () => weaknessOfKey(randomBytes(size)))
    expect(weak.filter((weakness) => weakness !== undefined)).toEqual([])
  })
})
