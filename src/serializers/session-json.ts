/** A session's data as JSON of Python's `json.dumps`, nothing more: as backends keep them that have no types of their own. */
import { DeserializeError } from '../errors.js'
import { copyFloatNotes, orderedKeys } from '../lib/hints.js'
import { isPlainObject } from '../lib/kinds.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'
import { JSONSerializer } from './json.js'
import { PYTHON_STYLE } from './json-style.js'
import type { JsonStyle } from './json-style.js'
import { writeJson } from './json-write.js'

/** Keys that are no text would come back as text. */
const STYLE: JsonStyle = {
  ...PYTHON_STYLE,
  textKeysOnly: true,
  limit: SESSION_LIMITS.output,
  otherwise: '',
}

/**
 * The text of a dict with text keys, in ASCII.
 *
 * @returns bytes that are valid until the next text is written
 * @throws {CartoucheError} `BAD_VALUE` for what JSON cannot hold, `LIMIT` for more than 65,536 bytes
 */
export const encodeDict = (data: ReadonlyMap<unknown, unknown>): Uint8Array =>
  writeJson(data, STYLE)

const json = /* @__PURE__ */ new JSONSerializer()

/**
 * The dict that a text holds.
 *
 * @throws {DeserializeError} `BAD_SESSION` for anything else; and what {@link JSONSerializer} throws
 */
export const decodeDict = (bytes: Uint8Array): Map<unknown, unknown> => dictOf(json.loads(bytes))

/** @throws {DeserializeError} `BAD_SESSION` for what was no dict */
export function dictOf(value: unknown): Map<unknown, unknown> {
  if (!isPlainObject(value)) throw new DeserializeError('BAD_SESSION', 'The data are no dict')
  const dict = new Map<unknown, unknown>(orderedKeys(value).map((key) => [key, value[key]]))
  copyFloatNotes(value, dict)
  return dict
}
