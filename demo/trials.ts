/**
 * Cookies that somebody else might send: changed ones, and copies. Each is opened as its own request would be, by
 * the same factory, and the browser's own cookie stays as it is.
 */
import type { DeserializeError } from 'cartouche'
import type { Kind } from './kinds.js'
import { sealedParts } from './sealed-anatomy.js'
import { storedParts } from './stored-anatomy.js'
import type { Source, Witness } from './witness.js'

/** What became of a cookie. */
export interface Outcome {
  /** Why it was not taken; `undefined` when it was. */
  readonly refusal: DeserializeError | undefined
  /** Who is signed in by it. */
  readonly user: string | undefined
}

/** What was tried, and what became of it. */
export interface Trial extends Outcome {
  /** The changed character and its surroundings; `undefined` where nothing was changed. */
  readonly change: Change | undefined
}

interface Change {
  readonly part: string
  readonly before: string
  readonly old: string
  readonly new: string
  readonly after: string
}

/** Opens the session of a cookie. `source` says who hears of it; nobody does without. */
export async function open(
  value: string,
  kind: Kind,
  witness: Witness,
  source?: Source,
): Promise<Outcome> {
  const request = {}
  if (source !== undefined) witness.watch(request, source)
  const opened = kind.factory.open(`${kind.cookieName}=${value}`, request)
  await opened.load?.()
  const user = kind.userOf(opened.session)
  return { refusal: witness.refusalOf(request), user }
}

/** The value that an answer gives to the session's cookie; `undefined` where it leaves it as it is. */
export function valueSet(
  opened: ReturnType<Kind['factory']['open']>,
  { cookieName }: Kind,
): string | undefined {
  const line = opened.headers().find(([, line]) => line.startsWith(`${cookieName}=`))?.[1]
  return line?.split(';')[0]!.slice(cookieName.length + 1)
}

/** Characters shown on each side of the one that was changed. */
const AROUND = 12

/** Puts another character into the middle of a part; to the front of a text that has no parts. */
export function changeOne(text: string, kind: Kind, part: string): [value: string, change: Change] {
  const places = placesOf(text, kind)
  const [name, at] = places.find(([name]) => name === part) ?? places.at(-1) ?? ['text', 0]
  const old = text[at] ?? ''
  const other = old === '0' ? '1' : '0'
  const change: Change = {
    part: name,
    before: text.slice(Math.max(0, at - AROUND), at),
    old,
    new: other,
    after: text.slice(at + 1, at + 1 + AROUND),
  }
  return [text.slice(0, at) + other + text.slice(at + 1), change]
}

/** The names of the parts whose characters can be changed, the one that is offered first in front. */
export function partsOf({ name }: Kind): readonly string[] {
  if (name === 'pyramid') return ['content', 'signature']
  return name === 'stored'
    ? ['secret', 'version', 'key id', 'signature']
    : ['ciphertext', 'version', 'key id', 'nonce', 'tag']
}

/** For each part the place of a character in it. */
function placesOf(text: string, kind: Kind): readonly [part: string, at: number][] {
  if (kind.name === 'pyramid') {
    return [
      ['content', 40 + Math.floor((text.length - 40) / 2)],
      ['signature', 20],
    ]
  }
  const parts = kind.name === 'stored' ? storedParts(text) : sealedParts(text)
  return parts.map(({ name, start, end }) => {
    const middle = Math.floor((start + end) / 2)
    return [name, Math.ceil((middle * 8) / 6)]
  })
}
