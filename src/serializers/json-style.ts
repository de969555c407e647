/** How a JSON text is written: as Python's `json.dumps` does by itself, or as who calls it has it. */

export interface JsonStyle {
  /** Between the items of an array or object. */
  readonly comma: string
  /** Between a key and its value. */
  readonly colon: string
  /** Whether keys stand in the order of their code points, and not in their own. */
  readonly sortKeys: boolean
  /** Whether keys that are no text are refused. Else they become text, as in Python, and are read as that. */
  readonly textKeysOnly: boolean
  /** Bytes of the text; `null`: 64 KiB of a session with its times, 1 MiB of anything else. */
  readonly limit: number | null
  /** What else to do with a set, bytes or a date, as the end of a sentence. */
  readonly otherwise: string
  /** The name of an object's tag and what stands behind it: `{tag: payload}` is written in its place. */
  readonly tagOf: ((value: object) => Tagged | undefined) | null
}

export type Tagged = readonly [tag: string, payload: unknown]

/** Python's own. */
export const PYTHON_STYLE: JsonStyle = {
  comma: ', ',
  colon: ': ',
  sortKeys: false,
  textKeysOnly: false,
  limit: null,
  otherwise: ', or use PickleSerializer',
  tagOf: null,
}

const PAIRED = /[\ud800-\udfff]/

/** The order of Python's `sorted`, which differs from JavaScript's where characters take two units. */
export function byCodePoints(one: string, other: string): number {
  if (!PAIRED.test(one) && !PAIRED.test(other)) return one < other ? -1 : 1
  const [left, right] = [Array.from(one), Array.from(other)]
  const at = left.findIndex((character, index) => character !== right[index])
  if (at < 0) return -1
  return left[at]!.codePointAt(0)! - (right[at]?.codePointAt(0) ?? -1)
}
