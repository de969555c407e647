import { SESSION_LIMITS } from '../lib/session-limits.js'
import { latin1ToText } from '../lib/text.js'
import { TAKES_TRIPLES } from './call.js'
import { readJson } from './json-read.js'
import { isPlainJson } from './json-scan.js'
import { PYTHON_STYLE } from './json-style.js'
import type { JsonStyle } from './json-style.js'
import { writeJson } from './json-write.js'
import type { Serializer } from './shared.js'

const STYLE: JsonStyle = {
  ...PYTHON_STYLE,
  comma: ',',
  colon: ':',
  limit: SESSION_LIMITS.output,
}

/**
 * JSON as Django signs it: what Python's `json.dumps` writes, without a space after `,` and `:`. In ASCII; what is
 * beyond it is read as Latin-1.
 *
 * Source: `django.core.signing.JSONSerializer`, Django 1.4 to 5.2.
 */
export class CompactJSONSerializer implements Serializer {
  /** @internal */
  get [TAKES_TRIPLES](): boolean {
    return this.dumps === CompactJSONSerializer.prototype.dumps
  }

  /** @throws {CartoucheError} `BAD_VALUE` for what JSON cannot hold, `LIMIT` for more than 64 KiB */
  dumps(value: unknown): Uint8Array {
    return Buffer.from(writeJson(value, STYLE))
  }

  /** @throws {SyntaxError} for what Python does not read */
  loads(bytes: Uint8Array): unknown {
    const text = latin1ToText(bytes)
    return (isPlainJson(bytes) ? parsed(text) : undefined) ?? readJson(text)
  }
}

/** What is malformed goes to our reader too, so that the error is the same whatever else is in it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
