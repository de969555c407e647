/** Texts that engines have taken for something else, or for each other. All are well-formed, without controls. */

/** Without a pattern that a compression could find: limits count what is stored. */
function noise(length: number): string {
  let seed = 1
  const next = (): string => {
    seed = (seed * 48_271) % 2_147_483_647
    return String.fromCodePoint(0x4e00 + (seed % 20_000))
  }
  return Array.from({ length }, next).join('')
}

const LIKE_NUMBERS = ['0', '00', '1', '01', '1.0', '1e0', '+1', '-1', ' 1', '1 ', '0x1', '1_0']
const LIKE_BIG_NUMBERS = ['9007199254740993', '9007199254740992', '1e999', 'NaN', 'Infinity']
const LIKE_WORDS = ['null', 'NULL', 'undefined', 'true', 'True', 'nil', '[object Object]']
const OF_OBJECTS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', 'prototype']
const OF_PATTERNS = ['%', '_', '*', '?', '[a]', '.', '..', '/', '\\', '$1', '$&', '{}', '{a}', '#']
const OF_SYNTAX = ["'", '"', '`', "''", "';--", '--', '/*', '\\0', '\\u0000', '\\n', ',', ';', '=']
const OF_KEYS = [':', '::', 'a:b', 'a.b', 'a/b', '../a', 'sess:', '@', '$', '&', '|', '^', '~', '!']
const JSON_TEXTS = ['{"a":[1,"two",null]}', '"a"', '[]', '"\\"\\\\\\u2028"', '{"__proto__":1}']
const CASES = ['a', 'A', 'ä', 'Ä', 'ß', 'ss', 'SS', 'ſ', 'i', 'I', 'ı', 'İ', 'Σ', 'σ', 'ς']
const ACCENTS = ['\u00e9', 'e\u0301', '\ufb01', 'fi', '\u212b', '\u00c5', 'A\u030a']
const UNICODE = ['ключ', '鍵', 'مفتاح', '\u{1f511}', '\u{1f468}\u200d\u{1f469}', '\u{10ffff}']
const INVISIBLE = ['', ' ', '  ', '\u00a0', '\u200b', '\ufeff', '\ufeffa', '\u2028', '\u2029']
const AT_ENDS = [' a', 'a ', '\u00a0a', '\ufffd', '\ufffe', '\uffff', '\ue000', '\u{e000}a']

const LONG = ['x'.repeat(255), 'x'.repeat(256), noise(256), 'x'.repeat(1024), noise(1024)]

export const ODD_TEXTS: readonly string[] = [
  LIKE_NUMBERS,
  LIKE_BIG_NUMBERS,
  LIKE_WORDS,
  OF_OBJECTS,
  OF_PATTERNS,
  OF_SYNTAX,
  OF_KEYS,
  JSON_TEXTS,
  CASES,
  ACCENTS,
  UNICODE,
  INVISIBLE,
  AT_ENDS,
  LONG,
].flat()

const HALVES = ['\ud800', '\ud801', '\udc00', '\udc00\ud800', '\\ud800', 'a\ud83d', 'a\ud83e']

/** What can be a subject: of those above what a session takes, and what is not well-formed. */
export const ODD_SUBJECTS: readonly string[] = [...ODD_TEXTS, ...HALVES].filter(
  ({ length }) => length > 0 && length <= 256,
)

/** A name that is longer than usual, for a key of the session is. */
export const LONG_TEXT = noise(20_000)
