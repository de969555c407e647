/** How much of a cookie is taken, and by what. */
import { CartoucheError } from '../errors.js'
import type { KeySize, Layer, Size } from './inspection.js'
import type { Seen } from './rows/row.js'

const LIMIT = 4096

/** @param layers the last of them is that of the data */
export function sizeOf(text: string, seen: Seen | undefined, layers: readonly Layer[]): Size {
  return { characters: text.length, limit: LIMIT, byKey: keySizes(text, seen, layers) }
}

function keySizes(text: string, seen: Seen | undefined, layers: readonly Layer[]): KeySize[] {
  const { format, record } = seen ?? {}
  if (format === undefined || record?.data === undefined) return []
  const length = (entries: readonly [unknown, unknown][]): number =>
    format.dataText(new Map(entries)).length
  try {
    const [all, none] = [length([...record.data]), length([])]
    const scale = charactersOfData(text, layers) / Math.max(1, all)
    return [...record.data]
      .map((entry) => ({ key: entry[0], characters: (length([entry]) - none) * scale }))
      .map(({ key, characters }) => ({ key, characters: Math.round(characters) }))
      .toSorted((one, other) => other.characters - one.characters)
  } catch (error) {
    // What was read need not be what can be written.
    if (error instanceof CartoucheError) return []
    throw error
  }
}

/** How many characters of the text hold the data: what each layer leaves of the one around it. */
function charactersOfData(text: string, layers: readonly Layer[]): number {
  let share = 1
  for (const { content, parts } of layers) {
    const inner = parts.filter(
      ({ kind, into, path }) => into !== undefined || (kind === 'data' && path?.length === 0),
    )
    const taken = inner.reduce((sum, { start, end }) => sum + end - start, 0)
    if (taken > 0 && content.length > 0) share *= Math.min(1, taken / content.length)
  }
  return text.length * share
}
