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
  const values: string[] = []
  for (const at of placesOf(name, header)) {
    const value = valueAt(header, at, name.length)
    if (value !== undefined && values.push(unquoteWhole(value)) === MOST_OF_A_NAME) break
  }
  return values
}

/** What may stand before a name: all other places are left out, as a short name may stand everywhere. */
const mayPrecede = (code: number): boolean => code === 0x3b || code === 0x20 || code === 0x09

/** Where the name stands, the last place first. From the end of a long header, `lastIndexOf` takes 9 times as long. */
function placesOf(name: string, header: string): readonly number[] {
  const places: number[] = []
  for (let at = header.indexOf(name); at >= 0; at = header.indexOf(name, at + 1)) {
    if (at === 0 || mayPrecede(header.charCodeAt(at - 1))) places.push(at)
  }
  return places.toReversed()
}

/** What stands behind `name = ` up to the next ";", if a pair begins at `start`. */
function valueAt(header: string, start: number, length: number): string | undefined {
  let before = start
  while (isBlank(header[before - 1])) before--
  if (before > 0 && header[before - 1] !== ';') return undefined
  let equals = start + length
  while (isBlank(header[equals])) equals++
  if (header[equals] !== '=') return undefined
  const end = header.indexOf(';', equals)
  return trim(header.slice(equals + 1, end < 0 ? undefined : end))
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
