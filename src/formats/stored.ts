/**
 * Sessions in a store. Their cookies hold:
 *
 *     payload = secret, of 43 letters, digits, "-" and "_": 32 random bytes in base64url
 *
 * That is checked before a store is asked, so that what was made up never gets there. The rest is in
 * shared-signature.ts and shared-token.ts; what the store keeps is in shared-stored-fields.ts.
 */
import { sha256 } from '../crypto/hash.js'
import type { Keys } from '../crypto/keys.js'
import type { RandomBytes } from '../crypto/random.js'
import { DeserializeError } from '../errors.js'
import { encodeUrlsafeBase64 } from '../lib/base64.js'
import { encodeData } from '../serializers/modern.js'
import type { ReadRecord } from '../session/record.js'
import { urlsafeWriter } from './shared-format.js'
import type { SessionFormat } from './shared-format.js'
import { signature } from './shared-signature.js'
import { PLAIN, sealedCodec } from './shared-stored-codec.js'
import type { FieldCodec, StoredIdentity } from './shared-stored-codec.js'
import { recordOf } from './shared-stored-fields.js'
import type { PlainFields } from './shared-stored-fields.js'
import { tokens } from './shared-token.js'

export type { FieldCodec, StoredIdentity } from './shared-stored-codec.js'
export type { PlainFields, Stored } from './shared-stored-fields.js'

const VERSION = 3
/** Another than that of tokens that hold a session themselves. */
const PURPOSE = 'stored session'
const SECRET_BYTES = 32

/** What a cookie tells of a stored session. */
export interface StoredToken extends Required<StoredIdentity> {
  readonly secret: string
  readonly keyId: string
}

/** The format of cookies whose sessions are in a store, and of what is kept there. */
export interface StoredFormat extends SessionFormat {
  /** @throws {DeserializeError} for a text that nobody with a key has made */
  readonly open: (text: string, cookieName: string) => StoredToken
  /** The id of the key that makes tokens. */
  readonly firstKeyId: string
  readonly codec: FieldCodec
  /** @throws {DeserializeError} for fields that nobody has written so */
  readonly recordOf: (identity: StoredIdentity, stored: PlainFields) => ReadRecord
  /** What a session that begins is known by. */
  readonly identity: (random: { readonly randomBytes: RandomBytes }) => Required<StoredIdentity>
}

/**
 * @param encrypt whether what is kept in the store is sealed
 * @throws {OptionError} when a key is not what it must be
 */
export function storedFormat(keys: Keys, encrypt: boolean): StoredFormat {
  const protection = { name: 'stored', version: VERSION, ...signature(keys) }
  const { read, write, firstId } = tokens(protection, PURPOSE)
  const codec = encrypt ? sealedCodec(keys) : PLAIN
  return {
    name: 'stored',
    isAuthenticated: true,
    carriesId: true,
    firstKeyId: firstId,
    codec,
    open: (text, cookieName) => {
      const { keyId, payload: secret } = read(text, cookieName)
      return { keyId, secret, id: sha256(secret) }
    },
    recordOf: (identity, stored) => recordOf(identity.id, codec.read(identity, stored), stored),
    identity: ({ randomBytes }) => {
      const secret = encodeUrlsafeBase64(randomBytes(SECRET_BYTES))
      return { secret, id: sha256(secret) }
    },
    read: () => {
      throw new DeserializeError('BAD_TEXT', 'The session is in a store')
    },
    write: urlsafeWriter(({ secret = '' }, cookieName) =>
      write({ header: '', data: secret }, cookieName),
    ),
    dataText: encodeData,
  }
}
