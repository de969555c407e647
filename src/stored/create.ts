/** How a session begins in a store, and what becomes of the one that it goes on from. */
import { CartoucheError } from '../errors.js'
import { headOf } from '../formats/shared-stored-fields.js'
import { EDITION, HEAD } from '../formats/shared-stored-names.js'
import type { Stored } from '../formats/stored.js'
import { after } from '../lib/awaitable.js'
import type { Awaitable } from '../lib/awaitable.js'
import { allFields } from './plan.js'
import type { Changes } from './plan.js'
import { supersede } from './successors.js'
import { newEdition, update } from './update.js'
import { expiryOf, isStill, noteWritten, sentOf, tellGone } from './writing.js'
import type { Sent, Writing } from './writing.js'

const TAKEN = 'The id of a new session is taken: randomBytes gives what it gave before'

/** @returns whether the session is there */
export function create(writing: Writing): Awaitable<boolean> {
  const { state, record, identity, settings, transforms, tried, cameAs } = writing
  const standing = transforms.standing(record.data)
  const { store, format, onConflict } = settings
  const changes: Changes = new Map(allFields(record, settings))
  if (state.left.some(({ isRenamed }) => isRenamed)) changes.set(HEAD, headOf(record, cameAs))
  if (onConflict !== null) changes.set(EDITION, newEdition(settings))
  const sent = sentOf(changes, writing)
  const [subject] = record.subject === undefined ? [] : format.codec.subjectsOf(record.subject)
  const isTriedAgain = tried.has(identity.id)
  tried.add(identity.id)
  const session = { fields: sent.set, subject, expires: expiryOf(record, settings) }
  return after(store.create(identity.id, session), (isNew) => {
    if (isNew) {
      transforms.written(standing)
      return began(writing, sent)
    }
    if (isTriedAgain) return goOn(writing, sent)
    tried.delete(identity.id)
    throw new CartoucheError('CONFLICT', TAKEN)
  })
}

/** One that the handler has left meanwhile goes on being one that was tried: it is ended with the next write. */
function began(writing: Writing, sent: Sent): true {
  noteWritten(writing, sent, undefined)
  if (isStill(writing)) writing.tried.delete(writing.identity.id)
  return true
}

/** The store had created the session after all, when its answer was lost: it is changed to what it is by now. */
function goOn(writing: Writing, { lists }: Sent): Awaitable<boolean> {
  const { state, record, identity, settings, tried } = writing
  return after(settings.store.read(identity.id), (fields) => {
    if (!isStill(writing)) return true
    tried.delete(identity.id)
    if (fields === undefined) {
      tellGone(writing)
      return false
    }
    const { origin } = settings.format.recordOf(identity, fields)
    record.origin = { ...(origin as Stored), lists } satisfies Stored
    // Whatever becomes of the change: the session is there, and nobody has its cookie.
    state.isUntold = true
    return after(update(writing), (outcome) => outcome !== 'gone')
  })
}

/**
 * Ends what the session goes on from. If another request has ended that meanwhile, by a sign-out, this one does not
 * live on; unless somebody has just signed in with it.
 *
 * @returns whether it lives on
 */
export function leave(writing: Writing): Awaitable<boolean> {
  const { state, record, identity, settings, named } = writing
  const renamed = state.left.find(({ isRenamed }) => isRenamed)
  if (renamed === undefined) return true
  const leaveOthers = (): Awaitable<boolean> => {
    state.left = state.left.filter(({ id, isRenamed }) => id !== renamed.id || !isRenamed)
    return leave(writing)
  }
  return after(supersede(renamed, identity.id, named, settings), (wasThere) => {
    const isSignIn = record.subject !== undefined && record.subject !== renamed.subject
    if (wasThere || isSignIn) return leaveOthers()
    return after(settings.store.delete(identity.id), () => {
      tellGone(writing)
      return after(leaveOthers(), () => false)
    })
  })
}
