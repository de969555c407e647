/**
 * What the packages that keep Pyramid's sessions in Redis make of one, as data. A value in Redis is the pickle of a
 * dict, and the session's data are a dict in it:
 *
 *     pyramid_redis_sessions 0.9           the data themselves; the key _rs_timeout among them, where it was set
 *     pyramid_redis_sessions 1.0,
 *     pyramid_session_redis 1.2            { managed_dict: data, created: float or int, timeout: int or absent }
 *     pyramid_session_redis 1.4 and later  { m: data, c: created, int, v: 1, t: timeout or absent, x: expires or absent }
 *
 * The cookie has the key of Redis, signed: up to 1.4 (and 1.5.0) its pickle, by Pyramid's `signed_serialize`; later its
 * text, by WebOb's `SignedSerializer`.
 */
import type { RandomBytes } from '../crypto/random.js'
import { DeserializeError } from '../errors.js'
import { encodeUrlsafeBase64 } from '../lib/base64.js'
import { isNotedFloat } from '../lib/hints.js'
import { PyFloat } from '../lib/py-float.js'

type Dict = Map<unknown, unknown>

/** What a value in Redis holds. Times are seconds; a `created` that is a float in Python is a `PyFloat`. */
export interface PyramidPayload {
  readonly data: unknown
  readonly created: unknown
  /** How long the session may be unused. */
  readonly timeout: unknown
  /** When it is over, in seconds since 1970, whatever Redis says. */
  readonly expires: unknown
}

/** How a dict is laid out. */
interface Layout {
  /** Whether each session keeps its own timeout; else that of the factory holds where a session has none. */
  readonly keepsTimeout: boolean
  /** The keys that are the package's own. */
  readonly names: readonly string[]
  /** @throws {DeserializeError} for a dict of another layout */
  readonly read: (dict: Dict) => PyramidPayload
  readonly write: (payload: PyramidPayload) => Dict
}

const BARE: Layout = {
  keepsTimeout: false,
  names: ['_rs_timeout'],
  read: (dict) => ({
    data: dict,
    created: undefined,
    timeout: dict.get('_rs_timeout'),
    expires: undefined,
  }),
  write: ({ data }) => data as Dict,
}

const NAMED: Layout = {
  keepsTimeout: true,
  names: ['managed_dict', 'created', 'timeout'],
  read: (dict) => {
    if (!dict.has('managed_dict')) throw otherLayout()
    const [data, timeout] = [dict.get('managed_dict'), dict.get('timeout')]
    return { data, created: writable(dict, 'created'), timeout, expires: undefined }
  },
  write: ({ data, created, timeout }) =>
    withThose([
      ['managed_dict', data],
      ['created', created],
      ['timeout', timeout],
    ]),
}

/** Those of an older one are as good as none to the packages. */
const API_VERSION = 1

const SHORT: Layout = {
  keepsTimeout: true,
  names: ['m', 'c', 'v', 't', 'x'],
  read: (dict) => {
    if (!((dict.get('v') as number) >= API_VERSION)) throw otherLayout()
    const [data, timeout, expires] = [dict.get('m'), dict.get('t'), dict.get('x')]
    return { data, created: writable(dict, 'c'), timeout, expires }
  },
  write: ({ data, created, timeout, expires }) =>
    withThose([
      ['m', data],
      ['c', created],
      ['v', API_VERSION],
      ['x', expires],
      ['t', timeout],
    ]),
}

const otherLayout = (): DeserializeError =>
  new DeserializeError(
    'BAD_SESSION',
    'The session is of another layout: package and packageVersion must be those of Pyramid',
  )

const withThose = (entries: readonly (readonly [string, unknown])[]): Dict =>
  new Map(entries.filter(([, value]) => value !== undefined))

/** The number such that writing it again gives the same Python value. */
export function writable(dict: Dict, key: string): unknown {
  const value = dict.get(key)
  return typeof value === 'number' && isNotedFloat(dict, key, value) ? new PyFloat(value) : value
}

/** What one version of a package does. */
export interface PyramidRedisVersion {
  /** What is signed in the cookie. */
  readonly cookie: 'pickle' | 'text'
  readonly layout: Layout
  /** Whether times are whole seconds, rounded up. */
  readonly wholeSeconds: boolean
  /** Whether what is stored tells when it is over. */
  readonly tellsExpiry: boolean
  readonly newId: (randomBytes: RandomBytes) => string
  /** Which options it has besides those of all. */
  readonly takes: readonly string[]
  /** Whether sessions that hold nothing any more end, where nothing is said. */
  readonly endsEmpty: boolean
}

/** The lengths are those of the packages. */
const hexId =
  (size: number): PyramidRedisVersion['newId'] =>
  (randomBytes) =>
    Buffer.from(randomBytes(size)).toString('hex')
const urlsafeId: PyramidRedisVersion['newId'] = (randomBytes) =>
  encodeUrlsafeBase64(randomBytes(48))

const FIRST: PyramidRedisVersion = {
  cookie: 'pickle',
  layout: NAMED,
  wholeSeconds: false,
  tellsExpiry: false,
  newId: hexId(32),
  takes: ['prefix'],
  endsEmpty: false,
}

const SECOND: PyramidRedisVersion = {
  ...FIRST,
  newId: urlsafeId,
  takes: ['prefix', 'setRedisTtl', 'useIntTime'],
}

const THIRD: PyramidRedisVersion = {
  ...SECOND,
  layout: SHORT,
  wholeSeconds: true,
  tellsExpiry: true,
  takes: ['prefix', 'setRedisTtl', 'timeoutTrigger', 'pythonExpires'],
}

const FOURTH: PyramidRedisVersion = { ...THIRD, cookie: 'text' }

const FIFTH: PyramidRedisVersion = { ...FOURTH, takes: [...FOURTH.takes, 'invalidateEmptySession'] }

/** The versions, by the package: each stands for those after it, too. */
export const PYRAMID_REDIS = {
  pyramid_redis_sessions: {
    '0.9': { ...FIRST, layout: BARE, newId: hexId(20), takes: [] },
    '1.0': FIRST,
  },
  pyramid_session_redis: {
    '1.2': SECOND,
    '1.4': THIRD,
    '1.5': FOURTH,
    '1.7': FIFTH,
    '1.8': { ...FIFTH, endsEmpty: true },
  },
} as const satisfies Record<string, Record<string, PyramidRedisVersion>>
