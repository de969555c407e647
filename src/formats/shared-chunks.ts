/**
 * Texts that are in one cookie where they fit into it, and otherwise in pieces, as Auth.js and those that learned of it
 * have them: `name.0`, `name.1` and so on, and no cookie `name`.
 */
import { SESSION_LIMITS } from '../lib/session-limits.js'
import type { CookiePart, SeveralCookies } from './shared-format.js'

/** @param size characters of a piece; readers take pieces of any size */
export function chunked(size: number): SeveralCookies {
  return {
    join: (valuesOf, cookieName) => {
      const pieces = piecesOf((at) => valuesOf(`${cookieName}.${at}`), size)
      return [...valuesOf(cookieName), ...pieces]
    },
    split: (text, cookieName) =>
      text.length <= size ? [[cookieName, text]] : pieces(text, cookieName, size),
  }
}

function pieces(text: string, cookieName: string, size: number): readonly CookiePart[] {
  const count = Math.ceil(text.length / size)
  return Array.from({ length: count }, (_, at) => {
    return [`${cookieName}.${at}`, text.slice(at * size, (at + 1) * size)]
  })
}

/**
 * The texts of what came: of pieces that came twice, the first choice of each, and then the second. Pieces of a longer text
 * may be left behind one that is shorter than the first, with which a text ends.
 */
function piecesOf(valuesAt: (at: number) => readonly string[], size: number): readonly string[] {
  const most = Math.ceil(SESSION_LIMITS.input / size)
  const found: (readonly string[])[] = []
  // Where the first is missing, the second tells that there was one.
  for (let at = 0; at < most; at++) {
    const values = valuesAt(at)
    if (values.length === 0 && at > 0) break
    if (values.length > 0) found.push(values)
  }
  const choices = Math.max(0, ...found.map(({ length }) => length))
  const texts = Array.from({ length: choices }, (_, choice) => {
    const chosen = found.map((values) => values[Math.min(choice, values.length - 1)]!)
    const last = chosen.findIndex((piece) => piece.length < chosen[0]!.length)
    return last < 0 ? [chosen] : [chosen, chosen.slice(0, last + 1)]
  }).flat()
  return texts.map((chosen) => chosen.join(''))
}
