import { DeserializeError } from '../errors.js'
import { isNotedFloat } from '../lib/hints.js'
import { PyFloat } from '../lib/py-float.js'
import { iterate, toDict } from './python-dict.js'
import type { SessionSettings, SessionState } from './state.js'

/**
 * Makes the session that a cookie's text describes, or a new one.
 *
 * Rules: Pyramid 1.0 to 1.4, but where Pyramid's constructor would crash on a signed value of the
 * wrong shape, the session is new and `onInvalid` hears why.
 */
export function openState(text: string | undefined, settings: SessionSettings): SessionState {
  const now = settings.clock()
  if (text !== undefined) {
    try {
      return stateFrom(settings.codec.read(text), now, settings.timeout)
    } catch (reason) {
      if (!(reason instanceof DeserializeError)) throw reason
      settings.onInvalid?.(reason)
    }
  }
  const created = new PyFloat(now)
  return { data: new Map(), created, accessed: created, isNew: true, marked: false }
}

/** Unpacks `(accessed, created, data)`. A session too long unused keeps its times, not its data. */
function stateFrom(value: unknown, now: number, timeout: number | null): SessionState {
  const triple = iterate(value)
  if (triple?.length !== 3) throw badSession('holds no (accessed, created, data)')
  const [accessed, , state] = triple
  const lastAccess = toNumber(accessed)
  if (lastAccess === undefined) throw badSession('has no number for its time of access')
  const expired = timeout !== null && now - lastAccess > timeout
  const data = expired ? new Map<unknown, unknown>() : toDict(state)
  if (data === undefined) throw badSession('has data that makes no dict')
  return { data, accessed, created: writable(triple, 1), isNew: false, marked: false }
}

/** What Python can subtract from a float: int, bool, float; but no int that a float cannot hold. */
function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return Number(value)
  if (typeof value !== 'bigint') return undefined
  const number = Number(value)
  return Number.isFinite(number) ? number : undefined
}

/** The item of a list such that writing it again gives the same Python value. */
function writable(list: readonly unknown[], index: number): unknown {
  const item = list[index]
  return typeof item === 'number' && isNotedFloat(list, index, item) ? new PyFloat(item) : item
}

function badSession(problem: string): DeserializeError {
  return new DeserializeError('BAD_SESSION', `The signed value ${problem}`)
}
