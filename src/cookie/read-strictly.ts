/**
 * Reads cookies as browsers write them (RFC 6265bis, 5.8.3): today's, and all whose name a browser vouches for.
 * With the grammar of read.ts, other cookies could be written so that they are read as one of them.
 *
 *     header = pair *( ";" pair )
 *     pair   = *blank name *blank "=" *blank value *blank, at the first "="
 *     blank  = SP / HTAB
 */
import { unquote, utf8 } from './unquote.js'

/** How many cookies of one name are worth a look. */
const MOST_OF_A_NAME = 4

/** The values of the last four cookies of that name, the last one first, read strictly. */
export function readStrictly(header: string, name: string): readonly string[] {
  if (!header.includes(name)) return []
  const pairs = header.split(';').map((pair) => /^([^=]*)=(.*)$/s.exec(pair))
  const values = pairs.filter((pair) => pair !== null && trim(pair[1]!) === name)
  return values
    .slice(-MOST_OF_A_NAME)
    .map((pair) => unquoteWhole(trim(pair![2]!)))
    .toReversed()
}

/** The last of them. */
export function readLastStrictly(header: string, name: string): readonly string[] {
  return readStrictly(header, name).slice(0, 1)
}

function trim(text: string): string {
  let [start, end] = [0, text.length]
  while (isBlank(text[start])) start++
  while (end > start && isBlank(text[end - 1])) end--
  return text.slice(start, end)
}

const isBlank = (character: string | undefined): boolean => character === ' ' || character === '\t'

/** A value that stands in quotes from end to end is one that was written with escapes; others are as they are. */
function unquoteWhole(value: string): string {
  return /^".*"$/s.test(value) ? unquote(value) : utf8(value)
}
