/** What the library itself keeps in a session, where the texts of Python 2 are read as bytes or kept. */
import { copyFloatNotes } from '../lib/hints.js'
import { textOfKept } from '../lib/kept-text.js'
import { CSRF_KEY, isFlashKey } from '../lib/session-keys.js'
import { textToLatin1, utf8ToText } from '../lib/text.js'

type Data = Map<unknown, unknown>

/** Keys as they were read, by the texts in their places. */
export type ReadKeys = ReadonlyMap<unknown, unknown>

interface WithOwnTexts {
  readonly data: Data
  /** Those that are another key to Python 2 than the text in their place, which is not ASCII. */
  readonly readKeys?: ReadKeys
}

/** The keys of flash messages and of the CSRF token are text, and so is the token, whatever `py2str` says. */
export function withOwnTexts(data: Data): WithOwnTexts {
  if (!hasOther(data)) return { data }
  const dict: Data = new Map()
  const readKeys = new Map<unknown, unknown>()
  for (const [key, value] of data) {
    const name = ownName(key)
    const isFree = name !== undefined && !data.has(name) && !dict.has(name)
    const own = isFree ? name : key
    dict.set(own, own === CSRF_KEY ? textOfKept(value) : value)
    if (isFree && !isPlainAscii(name)) readKeys.set(name, key)
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

function hasOther(data: Data): boolean {
  for (const key of data.keys()) if (ownName(key) !== undefined) return true
  return typeof data.get(CSRF_KEY) === 'object'
}

/** The text in the place of a key of the library's own that is none. */
function ownName(key: unknown): string | undefined {
  const text = typeof key === 'object' ? textOfKept(key) : undefined
  return text === CSRF_KEY || isFlashKey(text) ? meantBy(text) : undefined
}

/** UTF-8, where the bytes that these characters stand for are that. */
function meantBy(latin1: string): string {
  const bytes = textToLatin1(latin1)
  const text = bytes && utf8ToText(bytes, 0, bytes.length)
  return typeof text === 'string' ? text : latin1
}

const isPlainAscii = (text: string): boolean => /^[ -~]*$/.test(text)
