/** Who is signed in where: the sessions of a subject. */
import { DeserializeError } from '../errors.js'
import { SUPERSEDED } from '../formats/shared-stored-names.js'
import type { Stored } from '../formats/stored.js'
import { after, all } from '../lib/awaitable.js'
import type { Awaitable } from '../lib/awaitable.js'
import { endOf } from '../session/ends.js'
import type { ReadRecord } from '../session/record.js'
import type { StoredFields } from '../stores/shared-store.js'
import { ofSubject } from './of-subject.js'
import type { StoredSettings } from './settings.js'

/** A session as a page of "your devices" shows it. Times are seconds since 1970, with fractions. */
export interface SessionOfSubject {
  /** `session.id`, for `revoke`. It is no secret: nobody can make a cookie of it. */
  readonly id: string
  /** When the session was made, or its user signed in. */
  readonly created: number
  /** When it was used last, to `reissueTime` seconds. */
  readonly accessed: number
  /** What the application called it: see `Session.label`. */
  readonly label: string | undefined
}

/** The sessions of a subject that are alive, the one that was used last first. */
export function sessionsOf(
  subject: string,
  settings: StoredSettings,
): Awaitable<SessionOfSubject[]> {
  return after(ofSubject(subject, settings), (found) =>
    [...found]
      .flatMap(([id, fields]) => shownOf(id, fields, settings))
      .toSorted((one, other) => other.accessed - one.accessed),
  )
}

/** One that cannot be read, or whose clock was ahead, is none to whoever has its cookie either. */
function shownOf(id: string, fields: StoredFields, settings: StoredSettings): SessionOfSubject[] {
  try {
    const record = settings.format.recordOf({ id }, fields)
    if (isOver(record, settings)) return []
    const { created = 0, renewed, label } = record
    return [{ id, created, accessed: renewed, label }]
  } catch (error) {
    if (error instanceof DeserializeError) return []
    throw error
  }
}

function isOver(record: ReadRecord, settings: StoredSettings): boolean {
  const { fields } = record.origin as Stored
  if (fields.has(SUPERSEDED)) return true
  const { created = 0 } = record
  return endOf({ ...record, created }, settings.clock(), settings) !== undefined
}

/** A session that signs in while others are ended may be found only when one looks again. */
const MOST_ROUNDS = 10

/**
 * Ends the sessions of a subject; those that begin meanwhile, by going on from one that was ended, with them.
 *
 * @param except the id of one that goes on
 * @returns how many were ended
 */
export function revokeAll(
  subject: string,
  except: string | undefined,
  settings: StoredSettings,
  round = 1,
): Awaitable<number> {
  const { store } = settings
  return after(ofSubject(subject, settings), (found) => {
    const ids = [...found.keys()].filter((id) => id !== except)
    if (ids.length === 0 || round > MOST_ROUNDS) return 0
    const isAlive = (id: string): boolean => shownOf(id, found.get(id)!, settings).length > 0
    return after(all(ids.map((id) => store.delete(id))), (wereThere) => {
      const ended = ids.filter((id, at) => wereThere[at] === true && isAlive(id))
      return after(revokeAll(subject, except, settings, round + 1), (more) => more + ended.length)
    })
  })
}
