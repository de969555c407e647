/** How a session begins in a store, and what becomes of the one that it goes on from. */
import { CartoucheError } from '../errors.js'
import { EDITION, SUPERSEDED } from '../formats/shared-stored-names.js'
import { after } from '../lib/awaitable.js'
import type { Awaitable } from '../lib/awaitable.js'
import type { LeftSession } from '../session/state.js'
import { allFields } from './plan.js'
import type { StoredSettings } from './settings.js'
import { newEdition } from './update.js'
import { expiryOf, identityOf, noteWritten, rawOf, tellGone } from './writing.js'
import type { Writing } from './writing.js'

/** @returns whether the session is there, for the browser to have its cookie */
export function create(writing: Writing): Awaitable<boolean> {
  const { state, settings } = writing
  const { record } = state
  const changes = new Map<string, string | undefined>(allFields(record, settings))
  if (settings.onConflict !== null) changes.set(EDITION, newEdition(settings))
  const raw = rawOf(changes, writing)
  const { id } = identityOf(record)
  const subject =
    record.subject === undefined ? undefined : settings.format.codec.subjectOf(record.subject)
  const expires = expiryOf(record, settings)
  return after(settings.store.create(id, { fields: raw.set, subject, expires }), (isNew) => {
    if (!isNew) throw new CartoucheError('CONFLICT', TAKEN)
    noteWritten(writing, changes, raw, undefined)
    return leave(writing)
  })
}

const TAKEN = 'The id of a new session is taken: randomBytes gives what it gave before'

/**
 * Ends what the session goes on from. If another request has ended that meanwhile, by a sign-out, this one does not
 * live on; unless somebody has just signed in with it.
 */
function leave(writing: Writing): Awaitable<boolean> {
  const { state, settings } = writing
  const renamed = state.left.find(({ isRenamed }) => isRenamed)
  state.left = []
  if (renamed === undefined) return true
  return after(supersede(renamed, settings), (wasThere) => {
    const { record } = state
    const isSignIn = record.subject !== undefined && record.subject !== renamed.subject
    if (wasThere || isSignIn) return true
    tellGone(writing)
    return after(settings.store.delete(identityOf(record).id), () => false)
  })
}

/** Takes an id out of use, at once or after the grace; tells whether it was in use. */
function supersede(left: LeftSession, settings: StoredSettings): Awaitable<boolean> {
  const { store, rotationGrace, clock, format } = settings
  if (rotationGrace === 0) return store.delete(left.id)
  const name = format.codec.nameOf(left, SUPERSEDED)
  const changes = {
    set: new Map([[name, format.codec.write(left, SUPERSEDED, '1')]]),
    delete: [],
    expect: new Map([[name, undefined]]),
    expires: Math.ceil(clock() + rotationGrace),
    shorten: true,
  }
  return after(store.update(left.id, changes), (updated) => updated === 'saved')
}
