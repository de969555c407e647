/** Texts that somebody changed: bits, ends, and what was put together of two. By a seed, so that a run can be repeated. */

/** Gives whole numbers below `limit`. */
export type Draw = (limit: number) => number

/** A small generator (mulberry32): the same numbers for the same seed. */
export function drawing(seed: number): Draw {
  let state = seed
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit)
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

type Damage = (text: string, draw: Draw, others: readonly string[]) => string

const at = (text: string, index: number, put: string, length = 1): string =>
  text.slice(0, index) + put + text.slice(index + length)

/** A character of base64 stands for six bits: one of them becomes another. */
const flipOfBytes: Damage = (text, draw) => {
  const index = draw(text.length)
  const sextet = ALPHABET.indexOf(text[index]!.replace('+', '-').replace('/', '_'))
  return at(text, index, ALPHABET[(sextet < 0 ? 0 : sextet) ^ (1 << draw(6))]!)
}

const flipOfCharacter: Damage = (text, draw) => {
  const index = draw(text.length)
  return at(text, index, String.fromCharCode(text.charCodeAt(index) ^ (1 << draw(7))))
}

const cut: Damage = (text, draw) => {
  const length = draw(text.length)
  return draw(2) === 0 ? text.slice(0, length) : text.slice(length + 1)
}

const cutOut: Damage = (text, draw) => at(text, draw(text.length), '', 1 + draw(8))

const addition: Damage = (text, draw) => at(text, draw(text.length + 1), ALPHABET[draw(64)]!, 0)

const exchange: Damage = (text, draw) => {
  const [one, other] = [draw(text.length), draw(text.length)]
  return at(at(text, one, text[other]!), other, text[one]!)
}

/** The beginning of one and the end of another: at one place, or at two. */
const splice: Damage = (text, draw, others) => {
  const other = others[draw(others.length)]!
  const end = draw(text.length)
  return text.slice(0, end) + other.slice(draw(2) === 0 ? end : draw(other.length))
}

const KINDS: readonly Damage[] = [
  flipOfBytes,
  flipOfBytes,
  flipOfBytes,
  flipOfCharacter,
  cut,
  cutOut,
  addition,
  exchange,
  splice,
  splice,
]

/** So many texts, none of which is one of `texts`. */
export function* damaged(
  texts: readonly string[],
  others: readonly string[],
  count: number,
  seed: number,
): Generator<string> {
  const draw = drawing(seed)
  const genuine = new Set(texts)
  for (let made = 0; made < count;) {
    const damage = KINDS[draw(KINDS.length)]!
    const text = damage(texts[draw(texts.length)]!, draw, others)
    if (genuine.has(text)) continue
    made++
    yield text
  }
}
