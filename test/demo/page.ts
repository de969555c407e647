/** What tests look for on a page. */
import type { Answer } from './jar.js'

/** The messages on a page, by their kind: what became of the two flash queues. */
export function messages({ text }: Answer): { status: string[]; alert: string[] } {
  const ofRole = (role: string): string[] =>
    [...text.matchAll(new RegExp(`role="${role}">([^<]*)`, 'g'))].map((match) => match[1]!)
  return { status: ofRole('status'), alert: ofRole('alert') }
}

/** The text of the element with an id, without the markup in it. */
export function element({ text }: Answer, id: string): string | undefined {
  const inner = new RegExp(`<(\\w+)[^>]* id="${id}"[^>]*>([^]*?)</\\1>`).exec(text)?.[2]
  return inner
    ?.replaceAll(/<[^>]*>/g, '')
    .replaceAll('&#39;', "'")
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** A page without the one script that is its own. */
export const withoutScript = (text: string): string =>
  text.replace('<script src="/local-times.js" defer></script>', '')

/** Puts another character at a place: an `a`, or a `b` where an `a` was. */
export const change = (text: string, at: number): string =>
  text.slice(0, at) + (text[at] === 'a' ? 'b' : 'a') + text.slice(at + 1)

export const noCookie = (answer: Answer): boolean => answer.headers.getSetCookie().length === 0
