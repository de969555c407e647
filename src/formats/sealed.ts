/**
 * Sealed sessions: encrypted and authenticated with XAES-256-GCM. Nobody without the key can read, change or make
 * one.
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
import { isBoolean, resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'
import type { SessionFormat } from './shared-format.js'
import { HEAD, tokenFormat } from './shared-token.js'
import type { Payload } from './shared-token.js'

/** Options of {@link sealedFormat}, all of them. */
export interface SealedOptions {
  /**
   * Whether sessions are compressed where that makes them shorter. The length of a cookie then tells something of
   * what is in it: do not where a session holds a secret beside text that others can choose. Default `false`.
   */
  compress: boolean
}

/** Options of {@link sealedFormat}; what is left out has its default. */
export type SealedFormatOptions = Given<SealedOptions>

export const sealedSpecs: OptionSpecs<SealedOptions> = {
  compress: { fallback: false, check: isBoolean },
}

const VERSION = 1
const NONCE = 24
const TAG = 16
/** No data begin with it: they are JSON. */
const COMPRESSED = 0x00

/**
 * The format of `sealedCookieSessionFactory`: for `cookieSessionFactory` and `acceptFormats`.
 *
 * @param keys of 32 random bytes or more, as `generateKey()` makes them; of a list, the first seals and all open
 * @throws {OptionError} when a key or an option is not what it must be
 *
 * @example
 * import { cookieSessionFactory, generateKey, sealedFormat } from 'cartouche'
 *
 * const factory = cookieSessionFactory(sealedFormat(generateKey()), { idleTimeout: 3600 })
 * factory.open().session.new // → true
 */
export function sealedFormat(keys: Keys, options: SealedFormatOptions = {}): SessionFormat {
  const { compress } = resolveOptions(sealedSpecs, options)
  return tokenFormat<Aead>({
    name: 'sealed',
    version: VERSION,
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
  })
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
