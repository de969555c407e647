/**
 * How a session stands in Redis: as a list of texts, to which changes are added.
 *
 *     own, fields, changes, changes, …
 *
 *     own     = edition ":" expires, and for a session of a subject "=" until "=" subject. The edition is a number,
 *               another one whenever the list is written anew, by whomever; expires says when the session can be forgotten, until
 *               up to when the list of the subject has it: whole seconds since 1970, nothing for never
 *     changes = numbers "\n" names and texts, one after the other; the numbers, each with a "," after it: how many fields
 *               are deleted, the length of each of their names, and of each field that is set the lengths of name and text
 *     fields  = changes of a session that has none yet
 *
 * So most changes are one command of Redis, which adds to what is there and does nothing where nothing is. The list is
 * written anew when it grows long, or when the session is to live longer. A closed session is the same list as
 * JSON in a plain text: to that nothing can be added.
 */
import { applyChanges } from './shared-changes.js'
import type { StoredChanges, StoredFields } from './shared-store.js'

/** A list as it was read. */
export type Texts = readonly string[]

/** What the store itself keeps of a session. */
export interface Own {
  readonly edition: number
  /** When it can be forgotten; `null`: never. */
  readonly expires: number | null
  /** How the list of its subject has it, as `listingText` gives it; `''` for one without a subject. */
  readonly listing: string
}

export const ownText = ({ edition, expires, listing }: Own): string =>
  `${edition}:${expires ?? ''}${listing}`

/** @throws {Error} where something else stands there */
export function ownIn(texts: Texts): Own {
  const [, edition, expires, listing = ''] = OWN.exec(String(texts[0])) ?? []
  if (edition === undefined) throw new Error(NO_SESSION)
  return { edition: Number(edition), expires: expires === '' ? null : Number(expires), listing }
}

const OWN = /^(\d+):(\d*)(=\d*=.*)?$/s
const NO_SESSION = 'Something else stands in Redis in the place of a session'

/** In one text: it is less work for a client than a list of many. */
export function changesText(set: StoredFields, removed: readonly string[] = []): string {
  let lengths = `${removed.length},`
  let texts = ''
  for (const name of removed) {
    lengths += `${name.length},`
    texts += name
  }
  set.forEach((text, name) => {
    lengths += `${name.length},${text.length},`
    texts += name + text
  })
  return `${lengths}\n${texts}`
}

/**
 * The fields of a session.
 *
 * @throws {Error} where something else stands there
 */
export function fieldsIn(texts: Texts): Map<string, string> {
  ownIn(texts)
  const fields = new Map<string, string>()
  for (let at = 1; at < texts.length; at++) change(fields, texts[at]!)
  return fields
}

function change(fields: Map<string, string>, text: string): void {
  const end = text.indexOf('\n')
  const lengths = lengthsIn(text, end)
  const firstSet = 1 + lengths[0]!
  let at = end + 1
  for (let n = 1; n < firstSet; n++) fields.delete(text.slice(at, (at += lengths[n]!)))
  for (let n = firstSet; n < lengths.length; n += 2) {
    const name = text.slice(at, (at += lengths[n]!))
    fields.set(name, text.slice(at, (at += lengths[n + 1]!)))
  }
}

const COMMA = 0x2c
const ZERO = 0x30

/** Faster than to split the text: every request pays for it. */
function lengthsIn(text: string, end: number): number[] {
  const lengths: number[] = []
  let length = 0
  for (let at = 0; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code === COMMA) {
      lengths.push(length)
      length = 0
    } else length = length * 10 + code - ZERO
  }
  return lengths
}

/** Each change is one more text to read: after so many it takes less to write the list anew. */
const MOST_CHANGES = 8
/** Also where the changes are longer than the session, but for short ones. */
const SHORT = 1000

/** Whether a change can be added to what is there, whatever others have added meanwhile. */
export function canBeAdded(texts: Texts, own: Own, changes: StoredChanges): boolean {
  const { expect, expires, shorten = false } = changes
  return expect.size === 0 && !shorten && !isLater(expires, own.expires) && !isLong(texts)
}

/** Whether one time, or never, comes after another. */
export const isLater = (one: number | null, other: number | null): boolean =>
  other !== null && (one === null || one > other)

function isLong([, fields = '', ...changes]: Texts): boolean {
  if (changes.length >= MOST_CHANGES) return true
  const length = changes.reduce((sum, text) => sum + text.length, 0)
  return length > Math.max(fields.length, SHORT)
}

/**
 * By what a list is known again: the own text, how many texts there are and, where there is one, the last change. A master
 * that takes over may lack changes that were read, and have others in their place.
 */
export const markOf = (texts: Texts): string[] => [
  texts[0]!,
  String(texts.length),
  texts.length > FEWEST ? texts.at(-1)! : '',
]

/** The own text and the fields. */
const FEWEST = 2

/** So many editions may follow each one. */
const STEPS = 2 ** 20

/** The list after changes, written anew. */
export function rewritten(
  own: Own,
  fields: Map<string, string>,
  changes: StoredChanges,
): [own: string, fields: string] {
  applyChanges(fields, changes)
  const edition = own.edition + 1 + Math.floor(Math.random() * STEPS)
  return [ownText({ ...own, edition }), changesText(fields)]
}

/**
 * A closed session, as a script has made it.
 *
 * @throws {Error} where something else stands there
 */
export function closedTexts(json: string): Texts {
  try {
    return JSON.parse(json) as Texts
  } catch {
    // It would tell what stands there.
    throw new Error(NO_SESSION)
  }
}
