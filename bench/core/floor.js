/**
 * The floor: the native calls that a format cannot do without, and nothing else. To sign, they are two
 * hashes (an HMAC, its key taken in beforehand), base64, and `JSON.parse` or `JSON.stringify` of the
 * same data, also where a format has a pickle in its place. To seal, a cipher stands in the place of the hashes.
 */
import { createCipheriv, createDecipheriv, createSecretKey, hash } from 'node:crypto'
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

/** @typedef {{ read: () => unknown, write: () => unknown }} Floor */

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
 * @returns {Floor}
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

/** Two blocks, of which the key of a message is made, a nonce of GCM and its tag: in bytes. */
const SIZES = { blocks: 32, nonce: 12, tag: 16 }

/**
 * A key as Node takes it soonest: see `crypto/native`.
 *
 * @type {(key: Buffer) => import('node:crypto').KeyObject | Buffer}
 */
const secretOf = process.versions.node.startsWith('24.') ? createSecretKey : (key) => key

/**
 * The floor below sealing a session and opening it: AES for the key of the message, and AES-256-GCM with it.
 *
 * @param {State} state
 * @returns {Floor}
 */
export function sealedFloorOf(state) {
  const value = jsonOf(state)
  const json = JSON.stringify(value)
  const key = Buffer.alloc(32, 7)
  const blocks = Buffer.alloc(SIZES.blocks)
  const nonce = Buffer.alloc(SIZES.nonce)
  const keys = createCipheriv('aes-256-ecb', key, null)
  const messageKey = () => secretOf(keys.update(blocks))
  const encrypt = () => {
    const cipher = createCipheriv('aes-256-gcm', messageKey(), nonce)
    cipher.setAAD(blocks)
    const sealed = cipher.update(json, 'utf8')
    cipher.final()
    return { sealed, tag: cipher.getAuthTag() }
  }
  const { sealed, tag } = encrypt()
  const bytes = Buffer.concat([blocks, sealed, tag])
  const base64 = bytes.toString('base64url')
  return {
    read() {
      Buffer.from(base64, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', messageKey(), nonce)
      decipher.setAAD(blocks)
      decipher.setAuthTag(tag)
      const plain = decipher.update(sealed)
      decipher.final()
      return JSON.parse(plain.toString())
    },
    write() {
      JSON.stringify(value)
      encrypt()
      return bytes.toString('base64url')
    },
  }
}
