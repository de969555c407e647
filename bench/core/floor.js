/**
 * The floor: the native calls that a signed format cannot do without, and nothing else. They are two
 * hashes (an HMAC, its key taken in beforehand), base64, and `JSON.parse` or `JSON.stringify` of the
 * same data, also where a format has a pickle in its place.
 */
import { hash } from 'node:crypto'
import { jsonOf } from '../sessions.js'

/** @import { State } from '../sessions.js' */
/** @import { FormatName } from './formats.js' */
/** @import { Text } from './subject.js' */

/**
 * @typedef {object} Shape what the floor must know of a format
 * @property {string} algorithm the hash
 * @property {number} block bytes of its block
 * @property {number} size bytes of its digest
 * @property {'base64' | 'base64url'} encoding
 * @property {(text: string) => string} encoded the part of the text that is base64
 * @property {boolean} digestInside whether the digest is part of what is base64
 */

/** @type {(algorithm: string, block: number, size: number) => Shape} */
const urlsafe = (algorithm, block, size) => ({
  algorithm,
  block,
  size,
  encoding: 'base64url',
  encoded: (text) => text,
  digestInside: true,
})

/** @type {Readonly<Record<FormatName, Shape>>} */
const SHAPES = {
  hex: {
    algorithm: 'sha1',
    block: 64,
    size: 20,
    encoding: 'base64',
    encoded: (text) => text.slice(40),
    digestInside: false,
  },
  sha512: urlsafe('sha512', 128, 64),
  pickle: urlsafe('sha512', 128, 64),
  sha256: urlsafe('sha256', 64, 32),
}

/**
 * The floor below reading and writing a session in a format.
 *
 * @param {FormatName} format
 * @param {Text} text what the format makes of it
 * @param {State} state
 */
export function floorOf(format, text, state) {
  const { algorithm, block, size, encoding, encoded, digestInside } = SHAPES[format]
  const base64 = encoded(typeof text === 'string' ? text : Buffer.from(text).toString('latin1'))
  const bytes = Buffer.from(base64, encoding)
  const message = Buffer.alloc(block + bytes.length - (digestInside ? size : 0), 0x5c)
  const outer = Buffer.alloc(block + size, 0x36)
  const value = jsonOf(state)
  const json = JSON.stringify(value)
  // Of what `hash` can return, 'binary' is not slower than any other; a Buffer takes longer.
  return {
    read: () => {
      Buffer.from(base64, encoding)
      hash(algorithm, message, 'binary')
      hash(algorithm, outer, 'binary')
      return JSON.parse(json)
    },
    write: () => {
      JSON.stringify(value)
      hash(algorithm, message, 'binary')
      hash(algorithm, outer, 'binary')
      return bytes.toString(encoding)
    },
  }
}
