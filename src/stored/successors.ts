/**
 * What takes a session's place when it goes on under another id, and how both end.
 *
 * Before a session is deleted it is marked: with what has taken its place, or that it has ended. That a session is gone
 * tells nobody who has ended it; a mark does. So whoever asks again, as the answer was lost, knows its own from those of others,
 * and who signs out finds what has taken the place of a session.
 */
import { DeserializeError, StoreUnavailable } from '../errors.js'
import { SUPERSEDED } from '../formats/shared-stored-names.js'
import { predecessorIn } from '../formats/shared-stored-fields.js'
import type { PlainFields, Stored, StoredIdentity } from '../formats/stored.js'
import { after, each, settled } from '../lib/awaitable.js'
import type { Awaitable } from '../lib/awaitable.js'
import type { LeftSession } from '../session/state.js'
import type { StoredFields, Updated } from '../stores/shared-store.js'
import { askedTwice } from '../lib/asked-twice.js'
import { ofSubject } from './of-subject.js'
import type { StoredSettings } from './settings.js'

/**
 * Takes an id out of use, at once or after the grace; tells whether it was in use.
 *
 * @param named the ids that this request has put in the place of others, this one among them from now on
 */
export function supersede(
  left: StoredIdentity,
  successor: string,
  named: Set<string>,
  settings: StoredSettings,
): Awaitable<boolean> {
  named.add(successor)
  const ask = (): Awaitable<Updated> => mark(left, successor, settings)
  return after(askedTwice(ask), (updated) => {
    if (updated === 'gone') return false
    const isOurs = updated === 'saved' || named.has(successorOf(left, updated, settings) ?? NOBODY)
    return isOurs && (settings.rotationGrace > 0 || isRemoved(left, settings))
  })
}

/** Removes what is marked; tells whether it was there still. Where the store fails now, it has ended all the same. */
function isRemoved({ id }: StoredIdentity, { store }: StoredSettings): Awaitable<boolean> {
  return settled<boolean, boolean>(
    () => store.delete(id),
    (wasThere) => wasThere,
    (error) => {
      if (error instanceof StoreUnavailable) return true
      throw error
    },
  )
}

/** Says what has taken the place of a session, unless something has. Without a grace it is to be removed next. */
function mark(
  left: StoredIdentity,
  successor: string,
  { store, rotationGrace, clock, format: { codec } }: StoredSettings,
): Awaitable<Updated> {
  const name = codec.nameOf(left, SUPERSEDED)
  return store.update(left.id, {
    set: new Map([[name, codec.write(left, SUPERSEDED, successor)]]),
    delete: [],
    expect: new Map(),
    unless: name,
    expires: Math.ceil(clock() + rotationGrace),
    shorten: rotationGrace > 0,
  })
}

/** What has taken the place of a session; `undefined` where nothing has, or it cannot be read. */
function successorOf(
  identity: StoredIdentity,
  fields: StoredFields,
  settings: StoredSettings,
): string | undefined {
  return readIfAny(identity, fields, settings)?.get(SUPERSEDED)
}

function readIfAny(
  identity: StoredIdentity,
  fields: StoredFields,
  { format }: StoredSettings,
): PlainFields | undefined {
  try {
    return (format.recordOf(identity, fields).origin as Stored).fields
  } catch (error) {
    if (error instanceof DeserializeError) return undefined
    throw error
  }
}

/** In the place of a successor: what is marked so has ended, so that nothing can take its place any more. */
const NOBODY = '-'

/** Whether a session is not ended: one that can be read for the grace alone ends with what took its place. */
export function livesOn(
  identity: StoredIdentity,
  fields: StoredFields,
  settings: StoredSettings,
): Awaitable<boolean> {
  const successor = successorOf(identity, fields, settings)
  if (successor === undefined) return true
  if (successor === NOBODY) return false
  return after(
    settings.store.read(successor),
    (found) => found !== undefined && livesOn({ id: successor }, found, settings),
  )
}

/** Ends a session, and what has taken its place since it was read. */
export function endWithSuccessors(left: LeftSession, settings: StoredSettings): Awaitable<unknown> {
  return after(mark(left, NOBODY, settings), (updated) => {
    if (updated === 'gone') return endHeirs(left, settings)
    const successor = updated === 'saved' ? undefined : successorOf(left, updated, settings)
    return after(endSuccessor(successor, left, settings), () => isRemoved(left, settings))
  })
}

/**
 * The successor of a session may get one itself meanwhile, and cannot be marked: where it is sealed, what names its fields
 * is in its cookie alone. So its heirs are looked for when it is gone, and those of the session that it came from.
 */
function endSuccessor(
  id: string | undefined,
  { id: of, subject }: Gone,
  settings: StoredSettings,
): Awaitable<unknown> {
  if (id === undefined || id === NOBODY) return undefined
  return after(settings.store.read(id), (found) => {
    const next = found && successorOf({ id }, found, settings)
    return after(settings.store.delete(id), () =>
      after(endSuccessor(next, { id, subject }, settings), () =>
        each([id, of], (gone) => endHeirs({ id: gone, subject }, settings)),
      ),
    )
  })
}

type Gone = Pick<LeftSession, 'id' | 'subject'>

/** Where a session is gone that was there when it was read, another may have taken its place: its subject's. */
function endHeirs(left: Gone, settings: StoredSettings): Awaitable<unknown> {
  const { id, subject } = left
  if (subject === undefined) return undefined
  return after(ofSubject(subject, settings), (found) => {
    const heirs = [...found].filter(([heir, fields]) => isHeir(heir, fields, id, settings))
    return each(heirs, ([heir]) => endSuccessor(heir, left, settings))
  })
}

function isHeir(id: string, fields: StoredFields, of: string, settings: StoredSettings): boolean {
  const plain = readIfAny({ id }, fields, settings)
  return plain !== undefined && predecessorIn(plain) === of
}
