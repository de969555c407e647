/** What the library itself keeps in a session, where the texts of Python 2 are read as bytes or kept. */
import { copyFloatNotes } from '../lib/hints.js'
import { textOfKept } from '../lib/kept-text.js'
import { CSRF_KEY, isFlashKey } from '../lib/session-keys.js'

type Data = Map<unknown, unknown>

/** The keys of flash messages and of the CSRF token are text, and so is the token, whatever `py2str` says. */
export function withOwnTexts(data: Data | undefined): Data | undefined {
  if (data === undefined || !hasOther(data)) return data
  const dict: Data = new Map()
  for (const [key, value] of data) {
    const name = textOfKept(key)
    const own = isOwn(name) && (name === key || !data.has(name)) ? name : key
    dict.set(own, own === CSRF_KEY ? textOfKept(value) : value)
  }
  copyFloatNotes(data, dict)
  return dict
}

function hasOther(data: Data): boolean {
  for (const key of data.keys()) if (typeof key === 'object' && isOwn(textOfKept(key))) return true
  return typeof data.get(CSRF_KEY) === 'object'
}

const isOwn = (name: unknown): boolean => name === CSRF_KEY || isFlashKey(name)
