/** Payloads → texts of cookies by the keys of these tests: what only who has the key can send. Named by the formats. */
import { createCipheriv, createHash, createHmac, hkdfSync, pbkdf2Sync } from 'node:crypto'
import type { CipherGCM } from 'node:crypto'
import { sealBox } from '../../../src/crypto/secretbox.js'
import { laravelKey, sealCookie } from '../../../src/formats/shared-laravel-cookies.js'
import { encryptorV1, encryptorV2 } from '../../../src/formats/shared-rack-encryptors.js'
import { rackHmac } from '../../../src/formats/shared-rack-hmac.js'
import { railsFormatSpecs } from '../../../src/formats/rails.js'
import { cbcLock, gcmLock, signedLock } from '../../../src/formats/shared-rails-keys.js'
import { escaped } from '../../../src/formats/shared-ruby-text.js'
import { resolveOptions } from '../../../src/lib/options.js'

/** Makes the text of a cookie. */
export type Protect = (payload: Buffer) => string

export const COOKIE = 'session'
export const SECRET =
  'the secret of these tests, which is longer than the longest that a backend asks for: 64'
/** 32 bytes. */
export const KEY = createHash('sha256').update(SECRET).digest()

const b64 = (bytes: string | Uint8Array): string =>
  Buffer.from(bytes as string).toString('base64url')
const mac = (hash: string, key: string | Buffer, text: string | Buffer): Buffer =>
  createHmac(hash, key).update(text).digest()

// ---- Python

const itsdangerous =
  (key: Buffer) =>
  (payload: string): string => {
    const text = `${payload}.ZVPxAA`
    return `${text}.${b64(mac('sha1', key, text))}`
  }

const signFlask = itsdangerous(mac('sha1', SECRET, 'cookie-session'))
const signStarlette = itsdangerous(
  createHash('sha1').update(`itsdangerous.Signersigner${SECRET}`).digest(),
)
export const flask: Protect = (payload) => signFlask(b64(payload))
export const flaskZ: Protect = (payload) => signFlask(`.${b64(payload)}`)
export const starlette: Protect = (payload) => signStarlette(payload.toString('base64'))

const djangoSigner = (salt: string, prefix: string): ((payload: string) => string) => {
  const key = createHash('sha256').update(`${salt}signer${prefix}${SECRET}`).digest()
  return (payload) => `${payload}:1:${b64(mac('sha256', key, `${payload}:1`))}`
}

const signDjango = djangoSigner('django.contrib.sessions.backends.signed_cookies', '')
const signMessages = djangoSigner('django.contrib.messages', 'django.http.cookies')
export const django: Protect = (payload) => signDjango(b64(payload))
export const djangoZ: Protect = (payload) => signDjango(`.${b64(payload)}`)
export const djangoMessages: Protect = (payload) => signMessages(b64(payload))

export const pyramidHex: Protect = (pickle) =>
  mac('sha1', SECRET, pickle).toString('hex') + pickle.toString('base64')

export const pyramidSigned: Protect = (payload) => {
  const signature = mac('sha512', `pyramid.session.${SECRET}`, payload)
  return b64(Buffer.concat([signature, payload]))
}

const NONCE = Buffer.alloc(24, 5)
export const nacl: Protect = (payload) => b64(Buffer.concat([NONCE, sealBox(KEY, NONCE, payload)]))

// ---- Ruby, PHP and Go

const rails = resolveOptions(railsFormatSpecs, {})
const locked =
  (lock: (bytes: Uint8Array) => string): Protect =>
  (payload) =>
    escaped(lock(payload))
export const railsSigned = locked(signedLock(Buffer.from(SECRET), rails).lock)
export const railsGcm = locked(gcmLock(Buffer.from(SECRET), rails).lock)
export const railsCbc = locked(cbcLock(Buffer.from(SECRET), rails).lock)

export const rack = locked(rackHmac([Buffer.from(SECRET)], 'SHA1').sign)
const encryptors = [encryptorV1(Buffer.from(SECRET)), encryptorV2(Buffer.from(SECRET))]
export const [rackV1, rackV2] = encryptors.map(({ encrypt }) =>
  locked((payload) => encrypt(payload, COOKIE, null)),
) as [Protect, Protect]

const appKey = laravelKey(KEY, false)
const ID = 'a'.repeat(40)
const ID_TEXT = sealCookie(ID, COOKIE, appKey, false)
export const laravel: Protect = (payload) =>
  `${ID_TEXT}|${sealCookie(payload.toString(), ID, appKey, false)}`
/** Serialized data, in the content as it should be. */
export const laravelData: Protect = (payload) =>
  laravel(Buffer.from(JSON.stringify({ data: payload.toString(), expires: 1_700_000_000 })))

const padded = (bytes: string | Uint8Array): string => {
  const text = b64(bytes)
  return text + '='.repeat((4 - (text.length % 4)) % 4)
}
export const gorilla: Protect = (payload) => {
  const value = `1700000000|${padded(payload)}|`
  const signature = mac('sha256', SECRET, `${COOKIE}|${value.slice(0, -1)}`)
  return padded(Buffer.concat([Buffer.from(value), signature]))
}

// ---- JavaScript

export const cookieSession: Protect = (payload) => {
  const value = payload.toString('base64')
  return `${value}|${b64(mac('sha1', SECRET, `${COOKIE}=${value}`))}`
}

export const cookieParser: Protect = (payload) => {
  const value = `j:${payload.toString()}`
  const signature = mac('sha256', SECRET, value).toString('base64').replace(/=$/, '')
  return encodeURIComponent(`s:${value}.${signature}`)
}

const [ironKey, ironMacKey] = ['aa', 'bb'].map((salt) => pbkdf2Sync(SECRET, salt, 1, 32, 'sha1'))
const IV = Buffer.alloc(16, 7)
export const iron: Protect = (payload) => {
  const cipher = createCipheriv('aes-256-cbc', ironKey!, IV)
  const ciphertext = b64(Buffer.concat([cipher.update(payload), cipher.final()]))
  const base = `Fe26.2*1*aa*${b64(IV)}*${ciphertext}*`
  return `${base}*bb*${b64(mac('sha256', ironMacKey!, base))}~2`
}

export const secureSession: Protect = (payload) => {
  const box = Buffer.from(sealBox(KEY, NONCE, payload)).toString('base64')
  return encodeURIComponent(`${box};${NONCE.toString('base64')}`)
}

/** The JSON of the data, in what stands around it. */
export const betterAuth: Protect = (payload) => {
  const data = payload.toString()
  const signature = b64(mac('sha256', SECRET, `${data.slice(0, -1)},"expiresAt":5}`))
  return b64(`{"session":${data},"expiresAt":5,"signature":"${signature}"}`)
}

function jwsOf(header: string | Buffer, claims: string | Buffer): string {
  const text = `${b64(header)}.${b64(claims)}`
  return `${text}.${b64(mac('sha256', SECRET, text))}`
}
export const jws: Protect = (claims) => jwsOf('{"alg":"HS256","typ":"JWT"}', claims)
export const jwsHeader: Protect = (header) => jwsOf(header, '{"a":1}')

/** A JWE by A256GCM, of a header and claims. */
export function gcm(key: Buffer): (header: string | Buffer, claims: Buffer) => string {
  return (header, claims) => {
    const iv = Buffer.alloc(12)
    const cipher = createCipheriv('aes-256-gcm', key, iv) as CipherGCM
    cipher.setAAD(Buffer.from(b64(header)))
    const ciphertext = Buffer.concat([cipher.update(claims), cipher.final()])
    return [header, '', iv, ciphertext, cipher.getAuthTag()].map(b64).join('.')
  }
}

/** A JWE by A256CBC-HS512: RFC 7518, 5.2. */
export function cbc(key: Buffer): Protect {
  const header = b64('{"alg":"dir","enc":"A256CBC-HS512"}')
  const bits = Buffer.alloc(8)
  bits.writeBigUInt64BE(BigInt(header.length * 8))
  return (claims) => {
    const cipher = createCipheriv('aes-256-cbc', key.subarray(32), IV)
    const ciphertext = Buffer.concat([cipher.update(claims), cipher.final()])
    const covered = Buffer.concat([Buffer.from(header), IV, ciphertext, bits])
    const tag = mac('sha512', key.subarray(0, 32), covered).subarray(0, 32)
    return `${header}..${[IV, ciphertext, tag].map(b64).join('.')}`
  }
}

export const derived = (info: string, salt: string, size: number): Buffer =>
  Buffer.from(hkdfSync('sha256', SECRET, salt, info, size))
