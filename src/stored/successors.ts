/** What takes a session's place when it goes on under another id, and how both end. */
import { DeserializeError } from '../errors.js'
import { SUPERSEDED } from '../formats/shared-stored-names.js'
import { predecessorIn } from '../formats/shared-stored-fields.js'
import type { PlainFields, Stored, StoredIdentity } from '../formats/stored.js'
import { after, each } from '../lib/awaitable.js'
import type { Awaitable } from '../lib/awaitable.js'
import type { LeftSession } from '../session/state.js'
import type { StoredFields, Updated } from '../stores/shared-store.js'
import type { StoredSettings } from './settings.js'

/** Takes an id out of use, at once or after the grace; tells whether it was in use. */
export function supersede(
  left: StoredIdentity,
  successor: string,
  settings: StoredSettings,
): Awaitable<boolean> {
  if (settings.rotationGrace === 0) return settings.store.delete(left.id)
  return after(mark(left, successor, settings), (updated) => updated === 'saved')
}

/** Says what has taken the place of a session, unless something has. */
function mark(
  left: StoredIdentity,
  successor: string,
  { store, rotationGrace, clock, format: { codec } }: StoredSettings,
): Awaitable<Updated> {
  const name = codec.nameOf(left, SUPERSEDED)
  return store.update(left.id, {
    set: new Map([[name, codec.write(left, SUPERSEDED, successor)]]),
    delete: [],
    expect: new Map([[name, undefined]]),
    expires: Math.ceil(clock() + rotationGrace),
    shorten: true,
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
  const { store, rotationGrace } = settings
  if (rotationGrace === 0) {
    return after(store.delete(left.id), (wasThere) => wasThere || endHeirs(left, settings))
  }
  return after(mark(left, NOBODY, settings), (updated) => {
    if (updated === 'gone') return endHeirs(left, settings)
    const successor = updated === 'saved' ? undefined : successorOf(left, updated, settings)
    return after(endFrom(successor, settings), () => store.delete(left.id))
  })
}

function endFrom(id: string | undefined, settings: StoredSettings): Awaitable<unknown> {
  if (id === undefined || id === NOBODY) return undefined
  return after(settings.store.read(id), (found) => {
    const next = found && successorOf({ id }, found, settings)
    return after(settings.store.delete(id), () => endFrom(next, settings))
  })
}

/** Where a session is gone that was there when it was read, another may have taken its place: its subject's. */
function endHeirs({ id, subject }: LeftSession, settings: StoredSettings): Awaitable<unknown> {
  const { store, format } = settings
  if (subject === undefined) return undefined
  return after(store.ofSubject(format.codec.subjectOf(subject)), (found) => {
    const heirs = [...found].filter(([heir, fields]) => isHeir(heir, fields, id, settings))
    return each(heirs, ([heir]) => endFrom(heir, settings))
  })
}

function isHeir(id: string, fields: StoredFields, of: string, settings: StoredSettings): boolean {
  const plain = readIfAny({ id }, fields, settings)
  return plain !== undefined && predecessorIn(plain) === of
}
