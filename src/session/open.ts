import { DeserializeError } from '../errors.js'
import { isNotedFloat } from '../lib/hints.js'
import { tell } from '../lib/hook.js'
import { PyFloat } from '../lib/py-float.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'
import { iterate, toDict } from './python-dict.js'
import { floatOfText } from './python-float.js'
import type { SessionSettings, SessionState } from './state.js'

type Times = Pick<SessionState, 'created' | 'accessed' | 'renewed'>

/** Seconds that a signed time may be ahead: clocks differ, and some count in a wrong time zone. */
const MOST_AHEAD = 86_400

/** What came out of a request's cookies. */
export interface Opened {
  readonly state: SessionState
  /** Why the text is no session, or none that is still alive. */
  readonly reason?: DeserializeError
}

/**
 * Makes the session that a cookie's text describes, or a new one.
 *
 * Where Pyramid's constructor would crash on a signed value of the wrong shape, the session is new, for a
 * reason that {@link tellOfInvalid} tells.
 *
 * @param texts what may be the session. The first that is one, and alive, is taken; else the first that
 * has expired; else the session is new, for the reason that the first has
 */
export function openState(texts: readonly string[], settings: SessionSettings): Opened {
  const now = settings.clock()
  let chosen: Opened | undefined
  for (const text of texts) {
    const opened = openText(text, now, settings)
    if (opened.reason === undefined) return opened
    const isBetter = opened.reason.code === 'EXPIRED' && chosen?.reason?.code !== 'EXPIRED'
    if (chosen === undefined || isBetter) chosen = opened
  }
  return chosen ?? { state: newState(now) }
}

/** Lets `onInvalid` hear why a cookie was not taken. It may use the session, which has to be open by then. */
export function tellOfInvalid(
  { reason }: Opened,
  { onInvalid }: SessionSettings,
  request: unknown,
): void {
  if (reason === undefined || onInvalid === null) return
  if (request === undefined) tell(onInvalid, reason)
  else tell(onInvalid, reason, request)
}

function openText(text: string, now: number, settings: SessionSettings): Opened {
  const state = newState(now)
  try {
    checkLength(text)
    fill(state, settings.codec.read(text), now, settings)
    return { state }
  } catch (reason) {
    if (!(reason instanceof DeserializeError)) throw reason
    return { state, reason }
  }
}

function newState(now: number): SessionState {
  const time = new PyFloat(now)
  return {
    data: new Map(),
    created: time,
    accessed: time,
    renewed: now,
    isNew: true,
    marked: false,
    changes: 0,
    isClosed: false,
    revision: 0,
    failedSave: undefined,
  }
}

/** Whoever made a cookie: what it may cost to read it is bounded before it is read. */
function checkLength({ length }: string): void {
  if (length <= SESSION_LIMITS.input) return
  const problem = `has ${length} characters; ${SESSION_LIMITS.input} are read`
  throw new DeserializeError('BAD_TEXT', `The text ${problem}`)
}

/** Unpacks `(accessed, created, data)`. A session too long unused keeps its times, not its data. */
function fill(
  state: SessionState,
  value: unknown,
  now: number,
  { rules, timeout }: SessionSettings,
): void {
  const triple = iterate(value)
  if (triple?.length !== 3) throw badSession('holds no (accessed, created, data)')
  const times = rules.floatTimes ? floatTimes(triple, state, now) : timesAsTheyAre(triple, now)
  const expired = timeout !== null && now - times.renewed > timeout
  const data = expired ? new Map<unknown, unknown>() : toDict(triple[2])
  if (data === undefined) throw badSession('has data that makes no dict')
  state.accessed = times.accessed
  state.created = times.created
  state.renewed = times.renewed
  state.data = data
  state.isNew = false
  if (expired)
    throw new DeserializeError(
      'EXPIRED',
      `The session was unused for longer than ${timeout} seconds`,
    )
}

/** Pyramid 1.0 to 1.4: the time of access must be a number, the other may be anything. */
function timesAsTheyAre(triple: readonly unknown[], now: number): Times {
  const renewed = checkTime(toNumber(triple[0]), now)
  if (renewed === undefined) throw badSession('has no number for its time of access')
  checkTime(toNumber(triple[1]), now)
  return { renewed, accessed: triple[0], created: writable(triple, 1) }
}

/** From Pyramid 1.5: both through `float()`. A good first one is kept though the second is bad. */
function floatTimes(triple: readonly unknown[], state: SessionState, now: number): Times {
  const renewed = checkTime(toFloat(triple[0]), now)
  if (renewed === undefined) throw badSession('has no number for its time of access')
  const accessed = new PyFloat(renewed)
  const created = checkTime(toFloat(triple[1]), now)
  if (created === undefined) {
    Object.assign(state, { renewed, accessed })
    throw badSession('has no number for the time it was made')
  }
  return { renewed, accessed, created: new PyFloat(created) }
}

/** A time that no clock gives would make a session that never ends. What is no time at all passes. */
function checkTime(time: number | undefined, now: number): number | undefined {
  if (time === undefined) return undefined
  if (!Number.isFinite(time)) throw badSession('has a time that is not finite')
  if (time > now + MOST_AHEAD) throw badSession('has a time that is more than a day ahead')
  return time
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
