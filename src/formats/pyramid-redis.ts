/** The cookies of Pyramid's sessions in Redis, and what stands there: see shared-pyramid-redis.ts for the layouts. */
import { DeserializeError } from '../errors.js'
import { PyFloat } from '../lib/py-float.js'
import { latin1ToText } from '../lib/text.js'
import { dictOfPlaceholder } from '../serializers/dict-subclass.js'
import { readPickle, writePickle } from '../serializers/pickle.js'
import type { PickleReading, PickleWriting } from '../serializers/pickle.js'
import type { ReadRecord, SessionRecord } from '../session/record.js'
import { readPayload } from './shared.js'
import type { SignedText } from './shared.js'
import { withNames, withOwnTexts, withReadKeys } from './shared-own-texts.js'
import type { PyramidPayload, PyramidRedisVersion } from './shared-pyramid-redis.js'
import { bytesOf, isTime, PyramidStored } from './shared-pyramid-store.js'
import type { PyramidRedisFormat, PyramidValue } from './shared-pyramid-store.js'
import { toDict } from './shared-python-dict.js'

/** How sessions are read and written. */
export interface PyramidRedisWays {
  readonly version: PyramidRedisVersion
  /** Value ↔ text of the cookie. */
  readonly cookie: SignedText
  readonly reading: PickleReading
  readonly writing: PickleWriting
  /** What ids begin with. */
  readonly prefix: string
  /** Seconds for which a session that begins may be unused; `null`: for good. */
  readonly timeout: number | null
  /** Whether Redis forgets what was not used for so long. */
  readonly setRedisTtl: boolean
  /** Seconds before its end from which on a session is given more time; `null`: always. */
  readonly timeoutTrigger: number | null
  readonly pythonExpires: boolean
  /** Whether reading gives a session more time in what is stored, too. */
  readonly readingRenews: boolean
  readonly wholeSeconds: boolean
}

export function pyramidRedisFormat(ways: PyramidRedisWays): PyramidRedisFormat {
  const { version, cookie, reading, writing, prefix } = ways
  return {
    name: 'pyramid-redis',
    isAuthenticated: true,
    carriesId: false,
    open: (text) => idOf(cookie.open(text)),
    read: () => {
      throw new DeserializeError('BAD_TEXT', 'The session is in Redis')
    },
    write: ({ id }) => cookie.sign(id),
    dataText: (data) => latin1ToText(writePickle(data, writing)),
    recordOf: (id, value, now) => {
      const dict = toDict(readPayload(() => readPickle(value, reading)))
      if (dict === undefined) throw new DeserializeError('BAD_SESSION', 'The value holds no dict')
      const { layout } = version
      return recordOf(id, layout.read(withNames(dict, layout.names)), now)
    },
    valueOf: (record, now) => valueOf(record, now, ways),
    isStale: (record, now) =>
      ways.readingRenews &&
      record.data.size > 0 &&
      storedOf(record, now, ways).expires !== originOf(record)?.expires,
    newId: (randomBytes) => prefix + version.newId(randomBytes),
  }
}

/** Who has the secret may have signed other things with it. */
const LONGEST_ID = 1024

function idOf(signed: unknown): string {
  if (typeof signed === 'string' && signed !== '' && signed.length <= LONGEST_ID) return signed
  throw new DeserializeError('BAD_SESSION', 'What was signed is no id of a session')
}

function recordOf(id: string, payload: PyramidPayload, now: number): ReadRecord {
  const dict = toDict(payload.data, dictOfPlaceholder)
  const { data, readKeys } = dict === undefined ? {} : withOwnTexts(dict)
  const origin = new PyramidStored(payload, readKeys)
  if (origin.expires !== undefined && Math.ceil(now) > origin.expires) {
    throw new DeserializeError('EXPIRED', 'The session was unused for longer than its timeout')
  }
  const { created } = origin
  const time = created instanceof PyFloat ? created.value : (created ?? now)
  return {
    id,
    subject: undefined,
    persistent: false,
    data,
    created: typeof time === 'number' ? time : undefined,
    renewed: typeof time === 'number' ? time : now,
    accessed: undefined,
    origin,
  }
}

const originOf = ({ origin }: SessionRecord): PyramidStored | undefined =>
  origin instanceof PyramidStored ? origin : undefined

function valueOf(record: SessionRecord, now: number, ways: PyramidRedisWays): PyramidValue {
  const stored = storedOf(record, now, ways)
  const { data } = record
  const dict = ways.version.layout.write({ ...stored, data: withReadKeys(data, stored.readKeys) })
  const { timeout } = stored
  const seconds = timeout === undefined || !ways.setRedisTtl ? null : timeout
  return { bytes: bytesOf(dict, data, ways.writing), seconds, stored }
}

/** What would be stored with the data if that were now. */
function storedOf(record: SessionRecord, now: number, ways: PyramidRedisWays): PyramidStored {
  const { wholeSeconds, version } = ways
  const origin = originOf(record)
  const created = wholeSeconds ? Math.ceil(record.created) : new PyFloat(record.created)
  const timeout = timeoutOf(record, ways)
  const expires = version.tellsExpiry ? endOf(origin, timeout, Math.ceil(now), ways) : undefined
  const times = { created: origin?.created ?? created, timeout, expires }
  return new PyramidStored(times, origin?.readKeys)
}

/** Of version 0.9 it is in the data, where a session has one of its own. */
function timeoutOf(record: SessionRecord, ways: PyramidRedisWays): number | undefined {
  const origin = originOf(record)
  if (origin !== undefined && ways.version.layout.keepsTimeout) return origin.timeout
  const own = ways.version.layout.keepsTimeout ? undefined : record.data.get('_rs_timeout')
  return isTime(own) ? own : (ways.timeout ?? undefined)
}

function endOf(
  origin: PyramidStored | undefined,
  timeout: number | undefined,
  now: number,
  { pythonExpires, timeoutTrigger }: PyramidRedisWays,
): number | undefined {
  const end = origin?.expires
  if (!pythonExpires || timeout === undefined) return pythonExpires ? end : undefined
  const isDue = end === undefined || timeoutTrigger === null || now >= end - timeoutTrigger
  return isDue ? now + timeout : end
}
