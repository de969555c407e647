/**
 * Sessions as the claims of a token (JWT, RFC 7519): the data are its claims, but for
 *
 *     iat = when it was written, in whole seconds
 *     exp = when it ends, in whole seconds; without it, it does not
 *     jti = a UUID, another one in each token, where the backend has it
 *
 * which each writer makes anew. `nbf`, from when on it is good, is looked at, and stays in the data.
 */
import { randomBytes } from '../crypto/random.js'
import { CartoucheError, DeserializeError } from '../errors.js'
import { isSeconds } from '../lib/options.js'
import type { Check } from '../lib/options.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'
import { decodePlain, encodePlain } from '../serializers/plain-json.js'
import { newRecord } from '../session/record.js'
import type { ReadRecord, SessionRecord } from '../session/record.js'
import { chunked } from './shared-chunks.js'
import type { SessionFormat } from './shared-format.js'
import { refuse } from './shared-places.js'
import type { Token, Tokens } from './shared-jose.js'

/** What tells the backends from each other. */
export interface ClaimsFormat {
  readonly name: string
  /** The tokens of the cookie of that name. */
  readonly tokensOf: (cookieName: string) => Tokens
  /** Seconds that a token is good for. */
  readonly maxAge: number
  /** Seconds that clocks may differ by. */
  readonly tolerance: number
  /** Whether tokens have a `jti` that means nothing. */
  readonly hasId: boolean
  /** Whether writing again makes no token good for longer: what it tells is somebody else's. */
  readonly keepsEnd?: boolean
  /** Characters of a cookie, where what is longer is in several. */
  readonly chunkSize?: number
  /** The last moment of a session by what its data say, in seconds. */
  readonly endOf?: (data: ReadonlyMap<unknown, unknown>) => number
  /** The key whose value, or lack, makes data that the backend takes for no session; `undefined` where there is none. */
  readonly wrongKey?: (data: ReadonlyMap<unknown, unknown>) => string | undefined
}

/** A whole number of seconds that a token may be good for. */
export const isMaxAge: Check = (value) => {
  if (!Number.isInteger(value) || (value as number) < 1) return 'must be whole seconds, 1 or more'
  return isSeconds(value)
}

export function claimsFormat({ name, tokensOf, ...kind }: ClaimsFormat): SessionFormat {
  const { chunkSize, maxAge, tolerance, hasId, keepsEnd = false, wrongKey } = kind
  const own = hasId ? ['iat', 'exp', 'jti'] : ['iat', 'exp']
  const checkData = (data: ReadonlyMap<unknown, unknown>): void => {
    refuseKey(
      own.find((key) => data.has(key)),
      'the token has this of itself; use another name',
    )
    refuseKey(isTimeIn(data, NOT_BEFORE) ? undefined : NOT_BEFORE, 'the token has a time there')
    refuseKey(wrongKey?.(data), 'this is not what the backend takes for a session')
  }
  return {
    name,
    isAuthenticated: true,
    carriesId: false,
    times: 'renewed',
    ...(chunkSize !== undefined && { cookies: chunked(chunkSize) }),
    read: (text, cookieName) => recordOf(tokensOf(cookieName).read(text), own, kind),
    write: (record, cookieName, text = encodePlain(record.data)) => {
      checkData(record.data)
      const iat = Math.floor(record.accessed ?? record.renewed)
      const exp = Math.min(iat + maxAge, (keepsEnd && expiryOf(record, tolerance)) || Infinity)
      const claims = JSON.stringify({ iat, exp, jti: hasId ? uuid() : undefined })
      return checkedSize(tokensOf(cookieName).write(joined(text, claims)))
    },
    dataText: encodePlain,
  }
}

/** One JSON object of two, of which the second is not empty. */
export const joined = (one: string, other: string): string =>
  one === '{}' ? other : `${one.slice(0, -1)},${other.slice(1)}`

/** @throws {CartoucheError} `BAD_VALUE` where there is one */
export function refuseKey(key: string | undefined, problem: string): void {
  if (key !== undefined) refuse(key, problem)
}

/** @throws {CartoucheError} `LIMIT` for what would not be read again */
export function checkedSize(text: string): string {
  if (text.length <= SESSION_LIMITS.input) return text
  throw new CartoucheError('LIMIT', `The token takes more than ${SESSION_LIMITS.input} characters`)
}

/** The finest time there is, in seconds. */
const TICK = 0.001

function recordOf(
  { json, keyId }: Token,
  own: readonly string[],
  { tolerance, endOf, wrongKey }: Omit<ClaimsFormat, 'name' | 'tokensOf'>,
): ReadRecord {
  const data = decodePlain(json, own.length)
  const [iat, exp, nbf] = ['iat', 'exp', NOT_BEFORE].map((name) => timeIn(data, name))
  for (const name of own) data.delete(name)
  if (wrongKey?.(data) !== undefined) throw noSession()
  // Their clocks tell whole seconds.
  const end = exp === undefined ? Infinity : Math.ceil(exp) + tolerance - TICK
  const expires = Math.min(end, endOf?.(data) ?? Infinity)
  return {
    ...newRecord(iat ?? 0),
    data,
    expires: expires === Infinity ? undefined : expires,
    notBefore: nbf === undefined ? undefined : Math.ceil(nbf) - tolerance,
    keyId,
  }
}

/** A token of the same key that stands for something else. */
export const noSession = (): DeserializeError =>
  new DeserializeError('BAD_PAYLOAD', 'The token is not that of a session')

/** The `exp` of the token that a record was read from. */
const expiryOf = ({ expires }: SessionRecord, tolerance: number): number | undefined =>
  expires === undefined ? undefined : Math.round(expires + TICK - tolerance)

const NOT_BEFORE = 'nbf'

const isTimeIn = (data: ReadonlyMap<unknown, unknown>, name: string): boolean =>
  ['undefined', 'number'].includes(typeof data.get(name))

function timeIn(data: ReadonlyMap<unknown, unknown>, name: string): number | undefined {
  if (isTimeIn(data, name)) return data.get(name) as number | undefined
  throw new DeserializeError('BAD_PAYLOAD', `The token has an ${name} that is no number`)
}

/** A random UUID: RFC 9562, 5.4. */
function uuid(): string {
  const bytes = Uint8Array.from(randomBytes(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Buffer.from(bytes).toString('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
