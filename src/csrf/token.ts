/** Tokens: made at random, compared without telling where they differ. */
import { equalInConstantTime } from '../crypto/mac.js'
import { randomBytes } from '../crypto/random.js'
import type { RandomBytes } from '../crypto/random.js'
import { CartoucheError } from '../errors.js'
import { atOnce } from '../lib/hook.js'
import { isLatin1 } from '../lib/latin1.js'
import { isFunction } from '../lib/options.js'
import type { OptionSpec } from '../lib/options.js'

/** Makes a new token: text of visible ASCII characters but `"&'<>` that nobody can guess. */
export type TokenFactory = () => string

/** A random UUID (version 4) as 32 hex digits: Pyramid's tokens from 1.9 on. */
export function uuid4Hex(random: RandomBytes = randomBytes): string {
  const bytes = Buffer.from(random(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40 // version 4
  bytes[8] = (bytes[8]! & 0x3f) | 0x80 // variant of RFC 9562
  return bytes.toString('hex')
}

export const tokenFactorySpec: OptionSpec<TokenFactory> = {
  fallback: () => uuid4Hex(),
  check: isFunction,
}

/** Visible ASCII that says nothing to HTML: tokens are written into pages, and some come from outside. */
const TOKEN = /^[!#-%(-;=?-~]+$/

/** Whether a value is what a token factory may make. */
export function isToken(value: unknown): value is string {
  return typeof value === 'string' && TOKEN.test(value)
}

/** @throws {CartoucheError} `BAD_VALUE` when `factory` makes what is no token */
export function makeToken(factory: TokenFactory): string {
  const token = atOnce<unknown>('tokenFactory', 'tokenFactory', factory())
  if (isToken(token)) return token
  throw new CartoucheError(
    'BAD_VALUE',
    `tokenFactory must return text of visible ASCII characters but "&'<>`,
  )
}

/**
 * Whether a request supplied the token that is expected. Both are compared as bytes of Latin-1. In the
 * supplied one characters beyond are replaced by Python's escapes, as from Pyramid 2.1.
 *
 * @param expected what the session holds. Anything but text of Latin-1 equals nothing, and so does the
 * empty text
 */
export function isSameToken(expected: unknown, supplied: string): boolean {
  if (typeof expected !== 'string' || expected === '') return false
  // Escapes only lengthen a text: what is too long already needs none, however long it is.
  if (supplied.length > expected.length || !isLatin1(expected)) return false
  return equalInConstantTime(expected, withEscapes(supplied))
}

function withEscapes(text: string): string {
  return text.replace(/[\u0100-\u{10ffff}]/gu, (character) => {
    const point = character.codePointAt(0)!
    const digits = point.toString(16)
    return point > 0xffff
      ? String.raw`\U${digits.padStart(8, '0')}`
      : `\\u${digits.padStart(4, '0')}`
  })
}
