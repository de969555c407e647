/**
 * Beaker's sessions in Redis, as `pyramid_beaker` has them:
 *
 *     cookie  signature id          signature: 40 lower-case hex digits, HMAC-SHA1 of the id, keyed with the secret
 *     key     beaker_cache:id:session
 *     value   the pickle of a dict: the data, and _creation_time, _accessed_time (floats), _domain, _path among them
 */
import { hmac } from '../crypto/mac.js'
import { utf8KeysOf } from '../crypto/secret.js'
import type { Secrets } from '../crypto/secret.js'
import { DeserializeError } from '../errors.js'
import { copyFloatNotes } from '../lib/hints.js'
import { PyFloat } from '../lib/py-float.js'
import { latin1ToText } from '../lib/text.js'
import { readPickle, writePickle } from '../serializers/pickle.js'
import type { PickleReading, PickleWriting } from '../serializers/pickle.js'
import type { ReadRecord, SessionRecord } from '../session/record.js'
import { withNames, withOwnTexts, withReadKeys } from './shared-own-texts.js'
import type { ReadKeys } from './shared-own-texts.js'
import { refuse } from './shared-places.js'
import { bytesOf, PyramidStored } from './shared-pyramid-store.js'
import type { PyramidRedisFormat, PyramidValue } from './shared-pyramid-store.js'
import { checkLatin1, readPayload } from './shared.js'
import type { SignedText } from './shared.js'
import { writable } from './shared-pyramid-redis.js'
import { toDict } from './shared-python-dict.js'

type Dict = Map<unknown, unknown>

const CREATED = '_creation_time'
const ACCESSED = '_accessed_time'

/** What Beaker keeps of a session besides its times. */
const ATTRIBUTES = ['_domain', '_path'] as const

const NAMES = [CREATED, ACCESSED, ...ATTRIBUTES]

/** What a session tells besides its data: for the next time it is written. */
class BeakerStored extends PyramidStored {
  readonly attributes: ReadonlyMap<unknown, unknown>

  constructor(created: unknown, attributes: ReadonlyMap<unknown, unknown>, readKeys?: ReadKeys) {
    super({ created, timeout: undefined, expires: undefined }, readKeys)
    this.attributes = attributes
  }
}

/** How sessions are read and written. */
export interface BeakerWays {
  readonly cookie: SignedText
  readonly reading: PickleReading
  readonly writing: PickleWriting
  /** Seconds for which a session may be unused; `null`: for good. */
  readonly timeout: number | null
  /** Whether reading stores the time at which it was. */
  readonly saveAccessedTime: boolean
  /** Those of a session that begins. */
  readonly domain: string | null
  readonly path: string
}

/** The key of Redis that has the session. */
export const beakerKey = (id: string): string => `beaker_cache:${id}:session`

export function pyramidBeakerFormat(ways: BeakerWays): PyramidRedisFormat {
  const { cookie, reading, writing, timeout } = ways
  return {
    name: 'pyramid-beaker',
    isAuthenticated: true,
    carriesId: false,
    open: (text) => cookie.open(text) as string,
    read: () => {
      throw new DeserializeError('BAD_TEXT', 'The session is in Redis')
    },
    write: ({ id }) => cookie.sign(id),
    dataText: (data) => latin1ToText(writePickle(data, writing)),
    recordOf: (id, value, now) => {
      const read = toDict(readPayload(() => readPickle(value, reading)))
      if (read === undefined) throw new DeserializeError('BAD_SESSION', 'The value holds no dict')
      const dict = withNames(read, NAMES)
      checkEnd(dict.get(ACCESSED), now, timeout)
      return recordOf(id, dict, now)
    },
    valueOf: (record, now) => valueOf(record, now, ways),
    isStale: () => ways.saveAccessedTime,
    newId: (randomBytes) => Buffer.from(randomBytes(ID_BYTES)).toString('hex'),
  }
}

/** As many as a UUID has, in whose digits Beaker writes it. */
const ID_BYTES = 16

/** The longest id that Beaker's key has as it is; those it makes have 32 characters. */
const LONGEST_ID = 256

const SIGNATURE_LENGTH = 40

/**
 * The id in the cookie, signed.
 *
 * @throws {OptionError} when the secret is not what it must be
 */
export function beakerCookie(secret: Secrets): SignedText {
  const macs = utf8KeysOf(secret).map((key) => hmac('sha1', key))
  return {
    sign: (id) => macs[0]!.sign(Buffer.from(id as string), 'hex') + (id as string),
    open: (text) => {
      checkLatin1(text)
      const [signature, id] = [text.slice(0, SIGNATURE_LENGTH), text.slice(SIGNATURE_LENGTH)]
      if (!macs.some((mac) => mac.verify(Buffer.from(id), signature, 'hex'))) {
        throw new DeserializeError('BAD_SIGNATURE', 'Invalid signature')
      }
      if (id !== '' && id.length <= LONGEST_ID) return id
      throw new DeserializeError('BAD_SESSION', 'What was signed is no id of a session')
    },
  }
}

/** Beaker's `delete()` leaves a dict without times, with which its own requests fail where there is a timeout. */
function checkEnd(accessed: unknown, now: number, timeout: number | null): void {
  if (timeout === null) return
  if (typeof accessed !== 'number') {
    throw new DeserializeError('BAD_SESSION', 'The session does not tell when it was used')
  }
  if (now - accessed > timeout) {
    throw new DeserializeError('EXPIRED', 'The session was unused for longer than its timeout')
  }
}

/** @param dict the data, when what is Beaker's own was taken out of it */
function recordOf(id: string, dict: Dict, now: number): ReadRecord {
  const created = dict.get(CREATED) ?? now
  const [begun, attributes] = [writable(dict, CREATED), attributesOf(dict)]
  for (const key of NAMES) dict.delete(key)
  // pyramid_beaker of Python 3 makes a token of bytes in some versions, and takes text in all.
  const { data, readKeys } = withOwnTexts(dict)
  return {
    id,
    subject: undefined,
    persistent: false,
    data,
    created: typeof created === 'number' ? created : undefined,
    renewed: typeof created === 'number' ? created : now,
    accessed: undefined,
    origin: new BeakerStored(begun, attributes, readKeys),
  }
}

const attributesOf = (dict: Dict): Dict =>
  new Map(ATTRIBUTES.filter((key) => dict.has(key)).map((key) => [key, dict.get(key)]))

function valueOf(record: SessionRecord, now: number, ways: BeakerWays): PyramidValue {
  const { data, created, origin } = record
  for (const key of NAMES)
    if (data.has(key)) refuse(key, 'Beaker keeps this key for itself; use another')
  const stored =
    origin instanceof BeakerStored
      ? new BeakerStored(origin.created ?? new PyFloat(created), origin.attributes, origin.readKeys)
      : new BeakerStored(new PyFloat(created), beginning(ways))
  const dict = dictOf(withReadKeys(data, stored.readKeys), stored, now)
  const bytes = bytesOf(dict, data, ways.writing)
  const seconds = ways.timeout === null ? null : ways.timeout + GRACE
  return { bytes, seconds, stored }
}

/** Seconds by which Redis keeps a session longer: it is not to go while it is read. */
const GRACE = 120

const beginning = ({ domain, path }: BeakerWays): Dict =>
  new Map<unknown, unknown>([
    ['_domain', domain],
    ['_path', path],
  ])

function dictOf(data: Dict, { attributes, created }: BeakerStored, now: number): Dict {
  const dict = new Map(data)
  copyFloatNotes(data, dict)
  for (const [key, value] of attributes) dict.set(key, value)
  return dict.set(CREATED, created).set(ACCESSED, new PyFloat(now))
}
