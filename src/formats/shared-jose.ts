/**
 * Compact tokens of JOSE, of one algorithm that the application chose:
 *
 *     signed     = header "." claims "." mac                        (JWS, RFC 7515)
 *     encrypted  = header "." "." iv "." ciphertext "." tag         (JWE with the algorithm "dir", RFC 7516)
 *     header     = a JSON object: alg, with enc where it is encrypted
 *
 * All are base64url. The MAC is over what stands before it, and the encryption vouches for the header's text. What the
 * header says chooses nothing: every key is tried with the one algorithm, and only what is authentic is decoded. A header
 * that then names another algorithm, an extension (`crit`) or compression (`zip`) is refused.
 *
 * Source: RFC 7515 to 7518; the package jose.
 */
import { openCbcHmac, sealCbcHmac } from '../crypto/aes-cbc-hmac.js'
import { openGcm, sealGcm } from '../crypto/aes-gcm.js'
import { jwkThumbprint } from '../crypto/jwk-thumbprint.js'
import { equalInConstantTime, hmac } from '../crypto/mac.js'
import { randomBytes } from '../crypto/random.js'
import { DeserializeError } from '../errors.js'
import { decodeUrlsafeBase64Strictly, encodeUrlsafeBase64 } from '../lib/base64.js'
import { decodePlain } from '../serializers/plain-json.js'

/** Makes tokens of JSON texts, and the other way. */
export interface Tokens {
  readonly write: (json: string) => string
  /** @throws {DeserializeError} for what nobody with one of the keys has made so */
  readonly read: (text: string) => Token
}

export interface Token {
  readonly json: string
  /** Which key made it, where the header tells. */
  readonly keyId: string | undefined
}

const SIGNED = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' } as const
const ENCRYPTED = {
  A256GCM: { seal: sealGcm, open: openGcm, keySize: 32, ivSize: 12, tagSize: 16 },
  'A256CBC-HS512': { seal: sealCbcHmac, open: openCbcHmac, keySize: 64, ivSize: 16, tagSize: 32 },
} as const

/** The algorithms of signatures, by the names of JWA. */
export type SignatureAlgorithm = keyof typeof SIGNED
/** Those of encryption, with `dir`. */
export type EncryptionAlgorithm = keyof typeof ENCRYPTED

export const signatureHash = (algorithm: SignatureAlgorithm): string => SIGNED[algorithm]
export const encryptionKeySize = (algorithm: EncryptionAlgorithm): number =>
  ENCRYPTED[algorithm].keySize
export const isSignature = (algorithm: string): algorithm is SignatureAlgorithm =>
  Object.hasOwn(SIGNED, algorithm)

const JWS = /^[\w-]+\.[\w-]+\.[\w-]+$/

/**
 * Signed tokens.
 *
 * @param keys the first signs, all verify
 * @param typ what the header says of the type; none by default
 */
export function signedTokens(
  keys: readonly Uint8Array[],
  alg: SignatureAlgorithm,
  typ?: string,
): Tokens {
  const macs = keys.map((key) => hmac(SIGNED[alg], key))
  const header = encoded(JSON.stringify({ alg, typ }))
  const macOf = (signed: string, mac = macs[0]!): string =>
    encodeUrlsafeBase64(Buffer.from(mac.sign(Buffer.from(signed), 'binary'), 'latin1'))
  return {
    write: (json) => {
      const signed = `${header}.${encoded(json)}`
      return `${signed}.${macOf(signed)}`
    },
    read: (text) => {
      if (!JWS.test(text)) throw noToken()
      const end = text.lastIndexOf('.')
      const [signed, signature] = [text.slice(0, end), text.slice(end + 1)]
      if (!macs.some((mac) => equalInConstantTime(macOf(signed, mac), signature))) {
        throw new DeserializeError('BAD_SIGNATURE', 'The token was signed by no key')
      }
      const [head = '', claims = ''] = signed.split('.')
      return { json: decoded(claims), keyId: keyIdOf(checkedHeader(head, { alg })) }
    },
  }
}

const JWE = /^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/

/**
 * Encrypted tokens.
 *
 * @param keys the first encrypts, all decrypt
 * @param hash of the thumbprint that the header tells of the key, and must be right if it is there; none by default
 */
export function encryptedTokens(
  keys: readonly Uint8Array[],
  enc: EncryptionAlgorithm,
  hash?: 'sha256' | 'sha512',
): Tokens {
  const { seal, open, ivSize, tagSize } = ENCRYPTED[enc]
  const kids = hash && keys.map((key) => jwkThumbprint(key, hash))
  const header = encoded(JSON.stringify({ alg: 'dir', enc, kid: kids?.[0] }))
  return {
    write: (json) => {
      const iv = randomBytes(ivSize)
      const sealed = seal(keys[0]!, iv, Buffer.from(json), Buffer.from(header))
      const parts = [iv, sealed.subarray(0, -tagSize), sealed.subarray(-tagSize)]
      return [header, '', ...parts.map(encodeUrlsafeBase64)].join('.')
    },
    read: (text) => {
      const { head, iv, sealed } = encryptedParts(text, ivSize, tagSize)
      const aad = Buffer.from(head)
      for (const [at, key] of keys.entries()) {
        const plaintext = open(key, iv, sealed, aad)
        if (plaintext === undefined) continue
        const keyId = keyIdOf(checkedHeader(head, { alg: 'dir', enc }))
        if (kids && keyId !== undefined && keyId !== kids[at]) throw otherHeader()
        return { json: utf8(plaintext), keyId }
      }
      throw new DeserializeError('BAD_SIGNATURE', 'The token was encrypted by no key')
    },
  }
}

function encryptedParts(
  text: string,
  ivSize: number,
  tagSize: number,
): { readonly head: string; readonly iv: Buffer; readonly sealed: Buffer } {
  if (!JWE.test(text)) throw noToken()
  const [head = '', , ...rest] = text.split('.')
  const [iv, ciphertext, tag] = rest.map(decodeUrlsafeBase64Strictly)
  if (!iv || !ciphertext || !tag) throw new DeserializeError('BAD_BASE64', 'The token is no base64')
  if (iv.length !== ivSize || tag.length !== tagSize) throw noToken()
  return { head, iv, sealed: Buffer.concat([ciphertext, tag]) }
}

const noToken = (): DeserializeError =>
  new DeserializeError('BAD_TEXT', 'The text is no token of this kind')

const otherHeader = (): DeserializeError =>
  new DeserializeError('BAD_PAYLOAD', 'The header of the token is that of another kind')

const REFUSED = ['crit', 'zip']

function checkedHeader(head: string, expected: object): ReadonlyMap<unknown, unknown> {
  const header = decodePlain(decoded(head))
  const isOurs = Object.entries(expected).every(([name, value]) => header.get(name) === value)
  if (!isOurs || REFUSED.some((name) => header.has(name))) throw otherHeader()
  return header
}

function keyIdOf(header: ReadonlyMap<unknown, unknown>): string | undefined {
  const kid = header.get('kid')
  if (kid === undefined || typeof kid === 'string') return kid
  throw otherHeader()
}

const encoded = (text: string): string => Buffer.from(text).toString('base64url')

function decoded(part: string): string {
  const bytes = decodeUrlsafeBase64Strictly(part)
  if (bytes !== undefined) return utf8(bytes)
  throw new DeserializeError('BAD_PAYLOAD', 'A part of the token is no base64')
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function utf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new DeserializeError('BAD_PAYLOAD', 'The token holds bytes that are no UTF-8')
  }
}
