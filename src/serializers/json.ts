import { isBytes } from '../lib/kinds.js'
import { readJson } from './json-read.js'
import { isPlainJson } from './json-scan.js'
import { writeJson } from './json-write.js'
import { TAKES_TRIPLES } from './call.js'
import type { Serializer } from './shared.js'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * JSON in UTF-8, as Python's `json` writes and reads it: NaN and Infinity, integers of any size (bigints
 * beyond the safe ones), 1 and 1.0 kept apart, lone surrogates. A tuple comes back an array; sets,
 * bytes and dates cannot be written.
 *
 * Source: `pyramid.session.JSONSerializer`, Pyramid 1.10 and 2; `webob.cookies.JSONSerializer`.
 *
 * @example
 * import { JSONSerializer } from 'cartouche'
 *
 * const json = new JSONSerializer()
 * const bytes = json.dumps({ 'é': [1, null, 2n ** 64n] })
 * new TextDecoder().decode(bytes) // → String.raw`{"\u00e9": [1, null, 18446744073709551616]}`
 * json.loads(bytes) // → { 'é': [1, null, 18446744073709551616n] }
 */
export class JSONSerializer implements Serializer {
  /** @internal */
  get [TAKES_TRIPLES](): boolean {
    return this.dumps === JSONSerializer.prototype.dumps
  }

  /** @throws {CartoucheError} `BAD_VALUE` for what JSON cannot hold */
  dumps(value: unknown): Uint8Array {
    return Buffer.from(writeJson(value))
  }

  /** @throws {SyntaxError} for what Python does not read; {TypeError} for bytes that are not UTF-8 */
  loads(bytes: Uint8Array): unknown {
    const text = utf8.decode(bytes)
    // Other views of memory can be decoded too, but not looked at byte by byte.
    return isBytes(bytes) && isPlainJson(bytes) ? parse(text) : readJson(text)
  }
}

/** What is malformed goes to our reader too, so that the error is the same whatever else is in it. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return readJson(text)
  }
}
