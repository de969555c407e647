/**
 * Whether text looks like words that a person has put together, or like 64 characters drawn at random.
 *
 * Two descriptions of how text comes about are compared: each character at random, and a rough picture of
 * passwords, where vowels follow consonants, common letters come often and small ones stay together. The
 * logarithm of how much likelier a text is by the second than by the first is its number of bits. As both
 * are probabilities, random text has n bits or more with a probability of at most 2^-n (Markov's
 * inequality), however good the picture is.
 */

/** How often vowels, consonants, digits and signs, in this order, follow one of the four. */
const FOLLOWERS = [
  [0.12, 0.8, 0.05, 0.03],
  [0.47, 0.46, 0.04, 0.03],
  [0.14, 0.32, 0.5, 0.04],
  [0.24, 0.62, 0.13, 0.01],
] as const

/** How often a character comes among its kind: each of a group, and small or capital letters alike. */
const SHARES: readonly (readonly [kind: 0 | 1 | 2 | 3, group: string, share: number])[] = [
  [0, 'ei', 0.25],
  [0, 'ao', 0.2],
  [0, 'u', 0.1],
  [1, 'tnsr', 0.115],
  [1, 'hldcmp', 0.06],
  [1, 'gfbyw', 0.024],
  [1, 'vk', 0.015],
  [1, 'xjqz', 0.0075],
  [2, '0123456789', 0.1],
  [3, '-_', 0.5],
]

/** How often a letter is a capital: behind what is no letter, behind a capital, behind a small letter. */
const CAPITALS = { none: 0.3, capital: 0.06, small: 0.18 }

interface Character {
  readonly kind: 0 | 1 | 2 | 3
  readonly share: number
  readonly size: keyof typeof CAPITALS
}

/** The characters of URL-safe base64. */
const CHARACTERS: ReadonlyMap<string, Character> = new Map(
  SHARES.flatMap(([kind, group, share]) =>
    Array.from(kind < 2 ? group + group.toUpperCase() : group, (character) => {
      const isSmall = character !== character.toUpperCase()
      const size = kind > 1 ? 'none' : isSmall ? 'small' : 'capital'
      return [character, { kind, share, size }] as const
    }),
  ),
)

/**
 * From here on text is taken for words, as it is or with small letters for capitals: random text with a
 * probability of 2 · 2^-32 at most, 4.7e-10.
 */
export const LIMIT = 32 // bits

/** @param text of the alphabet of URL-safe base64 */
export function isWordLike(text: string): boolean {
  return Math.max(wordBits(text), wordBits(swapped(text))) >= LIMIT
}

/** Bits of `text` by the head of this file. */
export function wordBits(text: string): number {
  let bits = 0
  // The start of the text is like a sign.
  let before = CHARACTERS.get('-')!
  for (const one of text) {
    const character = CHARACTERS.get(one)!
    bits += Math.log2(CHARACTERS.size * likelihood(before, character))
    before = character
  }
  return bits
}

/** How often `character` follows `before`. */
function likelihood(before: Character, { kind, share, size }: Character): number {
  const follows = FOLLOWERS[before.kind][kind] * share
  if (size === 'none') return follows
  const capitals = CAPITALS[before.size]
  return follows * (size === 'capital' ? capitals : 1 - capitals)
}

/** Small letters for capitals, and capitals for small ones: words may be written in capitals. */
function swapped(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const capital = letter.toUpperCase()
    return letter === capital ? letter.toLowerCase() : capital
  })
}
