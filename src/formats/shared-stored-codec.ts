/** How the fields of a session stand in a store: as they are, or sealed. */
import { namingKeys } from '../crypto/keyring.js'
import { hmac } from '../crypto/mac.js'
import type { Mac } from '../crypto/mac.js'
import type { Keys } from '../crypto/keys.js'
import { DeserializeError } from '../errors.js'
import { storable } from '../lib/storable.js'
import { seal } from './shared-seal.js'
import { tokens } from './shared-token.js'

/** What a session is known by: the store's id of it and, where the cookie is at hand, the secret in that. */
export interface StoredIdentity {
  readonly id: string
  readonly secret?: string | undefined
}

type Fields = ReadonlyMap<string, string>

/** Plain fields ↔ what the store keeps. */
export interface FieldCodec {
  /** Whether all stands in the store as it is. */
  readonly isPlain: boolean
  readonly nameOf: (identity: StoredIdentity, name: string) => string
  readonly write: (identity: StoredIdentity, name: string, text: string) => string
  /** @throws {DeserializeError} for what nobody with a key has written, or for another session or field */
  readonly read: (identity: StoredIdentity, stored: Fields) => Fields
  /** The subject as the store knows it: by the first of the keys, which is written, and by the others. */
  readonly subjectsOf: (subject: string) => readonly [string, ...string[]]
}

export const PLAIN: FieldCodec = {
  isPlain: true,
  nameOf: (_, name) => name,
  write: (_, __, text) => text,
  read: (_, stored) => stored,
  subjectsOf: (subject) => [subject],
}

const VERSION = 4
const PURPOSE = 'stored field'
const NAME_BYTES = 16

/**
 * Fields sealed with XAES-256-GCM, each for its session. Its name is inside: the store has in its place an HMAC with
 * the secret in the cookie, which the store has not.
 *
 * @throws {OptionError} when a key is not what it must be
 */
export function sealedCodec(keys: Keys): FieldCodec {
  const { read, write } = tokens(
    { name: 'stored', version: VERSION, ...seal(keys, false) },
    PURPOSE,
  )
  const naming = namingKeys(keys)
  return {
    isPlain: false,
    nameOf: ({ secret = '' }, name) => mac(secret, name),
    write: ({ id }, name, text) => write({ header: `${name}\n`, data: text }, id),
    read: ({ id, secret }, stored) => {
      const open = ([storedName, storedText]: [string, string]): [string, string] => {
        const { payload } = read(storedText, id)
        const end = payload.indexOf('\n')
        const name = payload.slice(0, end)
        const isHere = secret === undefined || mac(secret, name) === storedName
        if (!isHere) throw new DeserializeError('BAD_PAYLOAD', 'The stored session was changed')
        return [name, payload.slice(end + 1)]
      }
      return new Map(Array.from(stored, open))
    },
    // By a key: who has a copy of the store could try names otherwise.
    subjectsOf: (subject) => naming.map((key) => named(key, storable(subject))) as [string],
  }
}

const mac = (key: string, text: string): string => named(hmac('sha256', Buffer.from(key)), text)

const named = (key: Mac, text: string): string =>
  key.sign(Buffer.from(text), 'hex').slice(0, 2 * NAME_BYTES)
