/**
 * How rack-session encrypts:
 *
 *     text    = base64url( 1 secret(32) iv(16) ciphertext mac(32) )     AES-256-CTR and HMAC-SHA-256, rack-session 2.0
 *     or      = base64(    2 salt(32) iv(12) tag(16) ciphertext )       AES-256-GCM, since 2.1.2
 *     payload = size(2) padding data       the size of the padding, its low byte first
 *
 * Both padded; later than 2.1.2 the second is base64url too, and either is read. The key of a text is HMAC-SHA-256 of the
 * random secret or salt, by the first 32 bytes of the application's secret; the MAC's is the rest of that. The purpose,
 * the cookie's name, follows what is authenticated: all of the text before the MAC, or version and salt.
 *
 * Source: `Rack::Session::Encryptor`, rack-session 2.0.0 to 2.1.2.
 */
import { aesCtr } from '../crypto/aes-ctr.js'
import { openGcm, sealGcm } from '../crypto/aes-gcm.js'
import { hmac } from '../crypto/mac.js'
import type { Mac } from '../crypto/mac.js'
import { randomBytes } from '../crypto/random.js'
import { badPayload, padded } from './shared-ruby-text.js'

/** One way to encrypt with one secret. */
export interface Encryptor {
  /** The first byte of what it encrypts. */
  readonly version: number
  readonly encrypt: (data: Uint8Array, purpose: string, padSize: number | null) => string
  /** @returns `undefined` for what is not authentic */
  readonly decrypt: (bytes: Buffer, purpose: string) => Buffer | undefined
}

const KEY_SIZE = 32 // bytes, and of the salt and the MAC:
const SALT_SIZE = 32
const MAC_SIZE = 32
const CTR_IV = 16
const GCM_IV = 12
const TAG_SIZE = 16

/** Bytes that a secret must have at least. */
export const SMALLEST: Readonly<Record<'v1' | 'v2', number>> = { v1: 64, v2: 32 }

const keyOf = (mac: Mac, salt: Uint8Array): Buffer => Buffer.from(mac.sign(salt, 'hex'), 'hex')

/** What is authenticated. */
const covered = (bytes: Uint8Array, purpose: string): Buffer =>
  Buffer.concat([bytes, Buffer.from(purpose)])

/** AES-256-CTR and HMAC-SHA-256. */
export function encryptorV1(secret: Uint8Array): Encryptor {
  const cipherSecret = hmac('sha256', secret.subarray(0, KEY_SIZE))
  const { sign, verify } = hmac('sha256', secret.subarray(KEY_SIZE))
  return {
    version: 1,
    encrypt: (data, purpose, padSize) => {
      const salt = randomBytes(SALT_SIZE)
      const encrypted = aesCtr(keyOf(cipherSecret, salt)).encrypt(withPadding(data, padSize))
      const body = Buffer.concat([Uint8Array.of(1), salt, encrypted])
      const mac = Buffer.from(sign(covered(body, purpose), 'hex'), 'hex')
      return padded(Buffer.concat([body, mac]), 'base64url')
    },
    decrypt: (bytes, purpose) => {
      const end = bytes.length - MAC_SIZE
      if (end < 1 + SALT_SIZE + CTR_IV) return undefined
      const body = bytes.subarray(0, end)
      if (!verify(covered(body, purpose), bytes.toString('hex', end), 'hex')) return undefined
      const salt = body.subarray(1, 1 + SALT_SIZE)
      const payload = aesCtr(keyOf(cipherSecret, salt)).decrypt(body.subarray(1 + SALT_SIZE))
      return withoutPadding(payload)
    },
  }
}

/** AES-256-GCM. */
export function encryptorV2(secret: Uint8Array): Encryptor {
  const cipherSecret = hmac('sha256', secret.subarray(0, KEY_SIZE))
  return {
    version: 2,
    encrypt: (data, purpose, padSize) => {
      const [salt, iv] = [randomBytes(SALT_SIZE), randomBytes(GCM_IV)]
      const head = Buffer.concat([Uint8Array.of(2), salt])
      const payload = withPadding(data, padSize)
      const sealed = sealGcm(keyOf(cipherSecret, salt), iv, payload, covered(head, purpose))
      const end = sealed.length - TAG_SIZE
      return padded(Buffer.concat([head, iv, sealed.subarray(end), sealed.subarray(0, end)]))
    },
    decrypt: (bytes, purpose) => {
      const start = 1 + SALT_SIZE + GCM_IV + TAG_SIZE
      if (bytes.length <= start) return undefined
      const head = bytes.subarray(0, 1 + SALT_SIZE)
      const iv = bytes.subarray(head.length, head.length + GCM_IV)
      const sealed = Buffer.concat([bytes.subarray(start), bytes.subarray(start - TAG_SIZE, start)])
      const key = keyOf(cipherSecret, head.subarray(1))
      const payload = openGcm(key, iv, sealed, covered(head, purpose))
      return payload === undefined ? undefined : withoutPadding(payload)
    },
  }
}

const SIZE = 2 // bytes

function withPadding(data: Uint8Array, padSize: number | null): Buffer {
  const padding = padSize === null ? 0 : padSize - ((SIZE + data.length) % padSize)
  return Buffer.concat([Uint8Array.of(padding & 0xff, padding >> 8), randomBytes(padding), data])
}

/** @throws {DeserializeError} for what has less than its padding */
function withoutPadding(payload: Buffer | undefined): Buffer {
  const start =
    payload === undefined || payload.length < SIZE ? Infinity : payload.readUInt16LE(0) + SIZE
  if (start > (payload?.length ?? 0)) throw badPayload()
  return payload!.subarray(start)
}
