/** Which format a text is of, by its shape alone: no key is needed, and nothing is verified. */
import { SESSION_LIMITS } from '../lib/session-limits.js'
import type { CookieText, Guess } from './inspection.js'
import { ROWS } from './rows/index.js'
import type { FormatRow, Shape } from './rows/row.js'

/**
 * What a text may be, the best guess first; nothing for a text of no format that we know.
 *
 * Most signed formats are told by what stands in them, and are certain. What looks like random bytes (encrypted
 * formats, and ids) may be of several: then the cookie's name puts one first, and only a key decides.
 *
 * @param text the cookie's value as it stands in the header
 * @param cookieName the name that it came under, if that is known
 * @param also other cookies of the request: a signature, or pieces
 */
export function detect(
  text: string,
  cookieName?: string,
  also: readonly CookieText[] = [],
): readonly Guess[] {
  if (text.length > SESSION_LIMITS.input) return []
  const found = ROWS.map((row) => ({ row, rank: rankOf(row, text, cookieName, also) }))
    .filter(({ rank }) => rank > 0)
    .toSorted((one, other) => other.rank - one.rank)
  const sure = found.filter(({ rank }) => rank >= RANKS.sure)
  return found.map(({ row, rank }) => ({
    format: row.id,
    title: row.title,
    certain: rank >= RANKS.sure && sure.length === 1,
  }))
}

const RANKS: Readonly<Record<Shape, number>> = { sure: 8, likely: 4, possible: 2, no: 0 }

/** Names that everybody gives say less than those of one framework, and these less than a better shape that is sure. */
const COMMON = { names: new Set(['session', 'token']), worth: 1 }
const OWN_WORTH = 3

function rankOf(
  row: FormatRow,
  text: string,
  cookieName: string | undefined,
  also: readonly CookieText[],
): number {
  const whole = row.join?.(text, cookieName ?? row.names[0]!, also) ?? text
  const rank = whole === '' ? 0 : RANKS[row.shape(whole)]
  const name = row.names.find((known) => cookieName !== undefined && isOfName(cookieName, known))
  if (rank === 0 || name === undefined) return rank
  return rank + (COMMON.names.has(bare(name)) ? COMMON.worth : OWN_WORTH)
}

const PREFIX = /^__(?:Host|Secure)-/

const bare = (name: string): string => name.replace(PREFIX, '')

const isOfName = (cookieName: string, name: string): boolean => bare(cookieName) === bare(name)
