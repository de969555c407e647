/** What `str.strip()` takes off. */
const BLANKS = String.raw`[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*`

/** Python's `float(text)`: blanks around, `_` between digits, decimal digits of any script. */
const NUMBER =
  /[+-]?(?:(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?|inf(?:inity)?|nan)/

const FLOAT = new RegExp(`^${BLANKS}(${NUMBER.source})${BLANKS}$`, 'i')

/** Longer text is no time: no double is written with as many digits. */
const MAX_LENGTH = 400

/** The number that Python reads; `undefined` where it raises `ValueError`, and for very long text. */
export function floatOfText(text: string): number | undefined {
  if (text.length > MAX_LENGTH) return undefined
  const plain = FLOAT.exec(text.replace(/\p{Nd}/gu, asciiDigit))?.[1]
  if (plain === undefined) return undefined
  const word = /(inf|nan)/i.exec(plain)?.[0].toLowerCase()
  if (word === 'nan') return Number.NaN
  if (word === 'inf') return plain.startsWith('-') ? -Infinity : Infinity
  return Number(plain.replaceAll('_', ''))
}

/** Unicode's decimal digits stand in runs of ten, from 0 to 9; some runs follow each other. */
function asciiDigit(digit: string): string {
  const point = digit.codePointAt(0)!
  let first = point
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--
  return String((point - first) % 10)
}
