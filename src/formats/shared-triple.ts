/**
 * Pyramid's layout of a session, which its formats share: the tuple `(accessed, created, data)`.
 *
 * The types of its times are kept: Python tells 1700000000 from 1700000000.0.
 */
import { DeserializeError } from '../errors.js'
import { isNotedFloat } from '../lib/hints.js'
import { PyFloat } from '../lib/py-float.js'
import type { DictOf } from '../serializers/call.js'
import { tripleOf } from '../serializers/triple.js'
import type { SessionTriple } from '../serializers/triple.js'
import type { ReadRecord, SessionRecord } from '../session/record.js'
import type { SessionFormat } from './shared-format.js'
import { withOwnTexts, withReadKeys } from './shared-own-texts.js'
import type { ReadKeys } from './shared-own-texts.js'
import { iterate, toDict } from './shared-python-dict.js'
import { floatOfText } from './shared-python-float.js'

/** A text ↔ the tuple in it. */
interface TripleText extends Pick<SessionFormat, 'name' | 'isAuthenticated'> {
  readonly open: (text: string) => unknown
  readonly sign: (triple: SessionTriple) => string
  /** The tuple as text, unsigned if that is possible. */
  readonly dump: (triple: SessionTriple) => string
  /** See {@link recordOf}. */
  readonly floatTimes: boolean
  /** See {@link toDict}. */
  readonly dictOf: DictOf | undefined
}

/** The format of a text that holds the tuple. */
export function tripleFormat(given: TripleText): SessionFormat {
  const { name, isAuthenticated, open, sign, dump, floatTimes, dictOf } = given
  return {
    name,
    isAuthenticated,
    carriesId: false,
    read: (text) => recordOf(open(text), floatTimes, dictOf),
    write: (record) => sign(tripleFor(record)),
    dataText: (data) => dump(tripleOf(0, 0, data as Map<unknown, unknown>)),
  }
}

/** The times as the cookie has them, for one that is written without an access. */
interface Times {
  readonly accessed: unknown
  readonly created: unknown
}

/** What a session is written back with as it came. */
interface Origin extends Times {
  readonly readKeys?: ReadKeys | undefined
}

/**
 * Unpacks the value of a cookie.
 *
 * @param floatTimes whether the times are taken through Python's `float()`, as from Pyramid 1.5 on; else they
 * stay as they are
 * @throws {DeserializeError} `BAD_SESSION`, where Pyramid's constructor starts a new session or crashes
 */
function recordOf(value: unknown, floatTimes: boolean, dictOf: DictOf | undefined): ReadRecord {
  const triple = iterate(value)
  if (triple?.length !== 3) throw badSession('holds no (accessed, created, data)')
  const { origin, ...times } = floatTimes ? floatTimesOf(triple) : timesAsTheyAre(triple)
  const dict = toDict(triple[2], dictOf)
  const { data, readKeys } = dict === undefined ? {} : withOwnTexts(dict)
  return {
    id: undefined,
    subject: undefined,
    persistent: false,
    accessed: undefined,
    data,
    ...times,
    origin: readKeys === undefined ? origin : { ...origin, readKeys },
  }
}

type ReadTimes = Pick<ReadRecord, 'renewed' | 'created'> & { readonly origin: Times }

/** Pyramid 1.0 to 1.4: the time of access must be a number, the other may be anything. */
function timesAsTheyAre(triple: readonly unknown[]): ReadTimes {
  const [accessed, created] = [triple[0], writable(triple, 1)]
  return {
    renewed: shown(accessed, timeOfAccess(toNumber(accessed))),
    created: shown(created, toNumber(created)),
    origin: { accessed, created },
  }
}

/** What an application gets to see: a bool and what is no time at all as they are. */
function shown(time: unknown, number: number | undefined): number {
  return typeof time === 'boolean' || number === undefined ? (time as number) : number
}

/** From Pyramid 1.5: both through `float()`. A good first one is kept though the second is bad. */
function floatTimesOf(triple: readonly unknown[]): ReadTimes {
  const renewed = timeOfAccess(toFloat(triple[0]))
  const created = toFloat(triple[1])
  const origin = {
    accessed: new PyFloat(renewed),
    created: created === undefined ? undefined : new PyFloat(created),
  }
  return { renewed, created, origin }
}

function timeOfAccess(time: number | undefined): number {
  if (time === undefined) throw badSession('has no number for its time of access')
  return time
}

/** The tuple to write. */
function tripleFor({ accessed, created, renewed, data, origin }: SessionRecord): SessionTriple {
  const came = origin as Origin | undefined
  const at = accessed ?? came?.accessed ?? new PyFloat(renewed)
  const begun = came?.created === undefined ? new PyFloat(created) : came.created
  return tripleOf(at, begun, withReadKeys(data, came?.readKeys))
}

function toFloat(value: unknown): number | undefined {
  return typeof value === 'string' ? floatOfText(value) : toNumber(value)
}

/** What Python can subtract from a float: int, bool, float. An int that no float can hold is an error. */
function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return Number(value)
  if (value instanceof PyFloat) return value.value
  if (typeof value !== 'bigint') return undefined
  const number = Number(value)
  if (!Number.isFinite(number)) throw badSession('has a time that no float can hold')
  return number
}

/** The item of a list such that writing it again gives the same Python value. */
function writable(list: readonly unknown[], index: number): unknown {
  const item = list[index]
  return typeof item === 'number' && isNotedFloat(list, index, item) ? new PyFloat(item) : item
}

function badSession(problem: string): DeserializeError {
  return new DeserializeError('BAD_SESSION', `The signed value ${problem}`)
}
