/**
 * How hard a secret is to guess. That cannot be measured from one secret; it is estimated as somebody would who knows
 * how people choose them: by its length, its alphabet, what repeats or goes in steps, and low for words.
 */
import { isKnownSecret } from '../../crypto/known-secrets.js'
import { isWordLike, wordBits } from '../../crypto/word-like.js'
import { latin1ToText } from '../../lib/text.js'
import { counted } from '../duration.js'
import type { GivenSecret } from '../secrets.js'

export interface Strength {
  readonly verdict: 'weak' | 'fair' | 'strong'
  /** What is at most in it. */
  readonly bits: number
  /** What it is made of. */
  readonly made: string
}

/** NIST SP 800-131A: 112 bits are the least; SP 800-57 asks for 128 from 2031 on. */
const [FAIR, STRONG] = [112, 128] // bits

export function strengthOf(secret: GivenSecret): Strength {
  const text = typeof secret === 'string' ? secret : latin1ToText(secret)
  const [bits, made] = estimate(text)
  const verdict = bits >= STRONG ? 'strong' : bits >= FAIR ? 'fair' : 'weak'
  return { verdict, bits: Math.floor(bits), made }
}

type Estimate = readonly [bits: number, made: string]

function estimate(text: string): Estimate {
  if (text.trim() === '') return [0, 'blanks']
  if (isKnownSecret(text)) return [0, 'an example that everybody knows']
  const part = text.slice(0, periodOf(text))
  const [perCharacter, alphabet] = alphabetOf(part)
  const repeated = part.length < text.length ? ', repeated' : ''
  const made = `${counted(part.length, 'character')} of ${alphabet}${repeated}`
  if (isOfWords(part)) return [part.length * OF_WORDS, `words, ${made}`]
  const most = part.length * perCharacter
  const seen = part.length * Math.min(entropyOf([...part]), entropyOf(stepsOf(part)))
  return [seen < REGULAR * most ? seen : most, made]
}

/** Bits of a character of words: one of seven letters is one of some 16,000. */
const OF_WORDS = 2
/** A random text shows at least this share of what its alphabet can hold. */
const REGULAR = 0.8

/** Alphabets, the smallest first. */
const ALPHABETS: readonly (readonly [pattern: RegExp, size: number, name: string])[] = [
  [/^\d+$/, 10, 'digits'],
  [/^(?:[\da-f]+|[\dA-F]+)$/, 16, 'hexadecimal'],
  [/^(?:[a-z]+|[A-Z]+)$/, 26, 'letters'],
  [/^(?:[a-z\d]+|[A-Z\d]+)$/, 36, 'letters and digits'],
  [/^[\w+/=-]+$/, 64, 'base64'],
  [/^[ -~]+$/, 95, 'ASCII'],
]

function alphabetOf(text: string): readonly [bits: number, name: string] {
  const [, size = 256, name = 'bytes'] = ALPHABETS.find(([pattern]) => pattern.test(text)) ?? []
  return [Math.log2(size), name]
}

/** Signs are as good as the blanks between words. */
function isOfWords(text: string): boolean {
  const words = text.replace(/[^\w-]/g, '-')
  const [perCharacter] = alphabetOf(text)
  return isLikelyIn(words.toLowerCase()) || (perCharacter >= SEXTET && isWordLike(words))
}

const SEXTET = 6 // bits

/** Bits by which words are likelier than small letters and digits at random: of 50,000 random texts none had seven. */
const LIKELIER = 8.5

function isLikelyIn(words: string): boolean {
  const [perCharacter] = alphabetOf(words.replace(/[-_]/g, ''))
  return wordBits(words) - words.length * (SEXTET - perCharacter) >= LIKELIER
}

/** Shannon's entropy of a part, with what so few of them cannot show (Miller and Madow, 1955). */
function entropyOf(parts: readonly unknown[]): number {
  if (parts.length === 0) return 0
  const counts = new Map<unknown, number>()
  for (const one of parts) counts.set(one, (counts.get(one) ?? 0) + 1)
  const shares = [...counts.values()].map((count) => count / parts.length)
  const seen = shares.reduce((sum, share) => sum - share * Math.log2(share), 0)
  return seen + (counts.size - 1) / (2 * parts.length * Math.LN2)
}

/** From each character to the next: of `abcdef` it is one and the same. */
const stepsOf = (text: string): readonly number[] =>
  Array.from({ length: text.length - 1 }, (_, at) => text.charCodeAt(at + 1) - text.charCodeAt(at))

/** Characters after which the text begins again, twice or more; the last time need not be whole. All, where it does not. */
function periodOf(text: string): number {
  for (let period = 1; period * 2 <= text.length; period++) {
    if (text.startsWith(text.slice(period))) return period
  }
  return text.length
}
