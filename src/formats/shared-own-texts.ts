/** What is text in a session, where the texts of Python 2 are read as bytes or kept: names that libraries gave. */
import { copyFloatNotes } from '../lib/hints.js'
import { textOfKept } from '../lib/kept-text.js'
import { CSRF_KEY, isFlashKey } from '../lib/session-keys.js'
import { textToLatin1, utf8ToText } from '../lib/text.js'

type Data = Map<unknown, unknown>

/** Keys as they were read, by the texts in their places. */
export type ReadKeys = ReadonlyMap<unknown, unknown>

interface WithTexts {
  readonly data: Data
  /** Those that are another key to Python 2 than the text in their place, which is not ASCII. */
  readonly readKeys?: ReadKeys
}

/** The keys of flash messages and of the CSRF token are text, and so is the token, whatever `py2str` says. */
export function withOwnTexts(given: Data): WithTexts {
  const { data, readKeys } = withTexts(given, ownName)
  const token = data.get(CSRF_KEY)
  if (typeof token === 'object') data.set(CSRF_KEY, textOfKept(token))
  return readKeys === undefined ? { data } : { data, readKeys }
}

/** The keys that are one of `names`, which are ASCII, are text. */
export function withNames(data: Data, names: readonly string[]): Data {
  return withTexts(data, (text) => (names.includes(text) ? text : undefined)).data
}

/** @param nameFor the text for a key that is none, of one character a byte; `undefined` for keys to be left */
function withTexts(data: Data, nameFor: (latin1: string) => string | undefined): WithTexts {
  const names = new Map<unknown, string>()
  for (const key of data.keys()) {
    const text = typeof key === 'object' ? textOfKept(key) : undefined
    const name = typeof text === 'string' ? nameFor(text) : undefined
    if (name !== undefined && !data.has(name)) names.set(key, name)
  }
  return names.size === 0 ? { data } : renamed(data, names)
}

function renamed(data: Data, names: ReadonlyMap<unknown, string>): WithTexts {
  const dict: Data = new Map()
  const readKeys = new Map<unknown, unknown>()
  for (const [key, value] of data) {
    const name = names.get(key)
    const own = name === undefined || dict.has(name) ? key : name
    dict.set(own, value)
    if (own !== key && !isPlainAscii(own as string)) readKeys.set(own, key)
  }
  copyFloatNotes(data, dict)
  return { data: dict, readKeys }
}

/** The data to write, with the keys as they were read. */
export function withReadKeys(data: Data, readKeys: ReadKeys | undefined): Data {
  if (readKeys === undefined || readKeys.size === 0) return data
  const dict: Data = new Map()
  for (const [key, value] of data) dict.set(readKeys.get(key) ?? key, value)
  copyFloatNotes(data, dict)
  return dict
}

const ownName = (latin1: string): string | undefined =>
  latin1 === CSRF_KEY || isFlashKey(latin1) ? meantBy(latin1) : undefined

/** UTF-8, where the bytes that these characters stand for are that. */
function meantBy(latin1: string): string {
  const bytes = textToLatin1(latin1)
  const text = bytes && utf8ToText(bytes, 0, bytes.length)
  return typeof text === 'string' ? text : latin1
}

const isPlainAscii = (text: string): boolean => /^[ -~]*$/.test(text)
