import { DeserializeError } from '../errors.js'
import { isNotedFloat } from '../lib/hints.js'
import { PyFloat } from '../lib/py-float.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'
import { iterate, toDict } from './python-dict.js'
import { floatOfText } from './python-float.js'
import type { SessionSettings, SessionState } from './state.js'

type Times = Pick<SessionState, 'created' | 'accessed' | 'renewed'>

/**
 * Makes the session that a cookie's text describes, or a new one.
 *
 * Where Pyramid's constructor would crash on a signed value of the wrong shape, the session is new and
 * `onInvalid` hears why.
 */
export function openState(
  text: string | undefined,
  settings: SessionSettings,
  request?: unknown,
): SessionState {
  const now = settings.clock()
  const time = new PyFloat(now)
  const state: SessionState = {
    data: new Map(),
    created: time,
    accessed: time,
    renewed: now,
    isNew: true,
    marked: false,
    isChanged: false,
    isClosed: false,
    saveFailed: false,
  }
  if (text === undefined) return state
  try {
    checkLength(text)
    fill(state, settings.codec.read(text), now, settings)
  } catch (reason) {
    if (!(reason instanceof DeserializeError)) throw reason
    if (request === undefined) settings.onInvalid?.(reason)
    else settings.onInvalid?.(reason, request)
  }
  return state
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
  const times = rules.floatTimes ? floatTimes(triple, state) : timesAsTheyAre(triple)
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
function timesAsTheyAre(triple: readonly unknown[]): Times {
  const renewed = toNumber(triple[0])
  if (renewed === undefined) throw badSession('has no number for its time of access')
  return { renewed, accessed: triple[0], created: writable(triple, 1) }
}

/** From Pyramid 1.5: both through `float()`. A good first one is kept though the second is bad. */
function floatTimes(triple: readonly unknown[], state: SessionState): Times {
  const renewed = toFloat(triple[0])
  if (renewed === undefined) throw badSession('has no number for its time of access')
  const accessed = new PyFloat(renewed)
  const created = toFloat(triple[1])
  if (created === undefined) {
    Object.assign(state, { renewed, accessed })
    throw badSession('has no number for the time it was made')
  }
  return { renewed, accessed, created: new PyFloat(created) }
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
