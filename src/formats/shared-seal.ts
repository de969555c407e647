/**
 * How sealed tokens are protected: with XAES-256-GCM.
 *
 *     body       = nonce ciphertext tag, of 24, any and 16 bytes
 *     plaintext  = payload / header LF %x00 and the data, compressed (RFC 1951)
 *
 * The header is not compressed: its times go on while the data stay, and the text must not become longer by that.
 *
 * The rest is in shared-token.ts.
 */
import { sealingKeys } from '../crypto/keyring.js'
import type { Keys } from '../crypto/keys.js'
import { randomBytes } from '../crypto/random.js'
import type { Aead } from '../crypto/aes-gcm.js'
import { deflate, inflate } from '../lib/deflate.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'
import { HEAD, PURPOSE, tokens } from './shared-token.js'
import type { Payload, Protection, Tokens } from './shared-token.js'

/** Of sealed sessions. */
export const VERSION = 1

const NONCE = 24
const TAG = 16
/** No data begin with it: they are JSON. */
const COMPRESSED = 0x00

/**
 * @param compress whether payloads are compressed where that makes them shorter
 * @throws {OptionError} when a key is not what it must be
 */
export function seal(keys: Keys, compress: boolean): Omit<Protection<Aead>, 'name' | 'version'> {
  return {
    keyring: sealingKeys(keys),
    overhead: NONCE + TAG,
    protect: (payload, key, context, head) => {
      const nonce = randomBytes(NONCE)
      const sealed = key.seal(
        compress ? smaller(payload) : payload.header + payload.data,
        context,
        nonce,
      )
      return Buffer.concat([head, nonce, sealed]).toString('base64url')
    },
    unprotect: (bytes, key, context) => {
      const nonce = bytes.subarray(HEAD, HEAD + NONCE)
      const plain = key.open(bytes.subarray(HEAD + NONCE), context, nonce)
      return plain && inflated(plain).toString()
    },
  }
}

/** A character of text takes at most three bytes. */
const BYTES = 3

function smaller({ header, data }: Payload): Buffer {
  const plain = Buffer.from(data)
  const compressed = Buffer.concat([Buffer.of(COMPRESSED), deflate(plain)])
  const shorter = compressed.length < plain.length ? compressed : plain
  return Buffer.concat([Buffer.from(header), shorter])
}

const LF = 0x0a

/** Whoever has the key made it: the bound is for what goes wrong. */
function inflated(plain: Buffer): Buffer {
  const start = plain.indexOf(LF) + 1
  if (start === 0 || plain[start] !== COMPRESSED) return plain
  const data = inflate(plain.subarray(start + 1), BYTES * SESSION_LIMITS.output)
  return Buffer.concat([plain.subarray(0, start), data])
}

/** The payloads of sealed sessions as they were sealed, for who wants to see what is in them. */
export const sealedTokens = (keys: Keys): Tokens =>
  tokens({ name: 'sealed', version: VERSION, ...seal(keys, false) }, PURPOSE)
