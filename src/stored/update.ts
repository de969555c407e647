/** How a session that is in a store is changed there. */
import { CartoucheError } from '../errors.js'
import { renewedOf } from '../formats/shared-stored-fields.js'
import type { Stored } from '../formats/shared-stored-fields.js'
import { EDITION, RENEWED, SUPERSEDED } from '../formats/shared-stored-names.js'
import { after, settled } from '../lib/awaitable.js'
import type { Awaitable } from '../lib/awaitable.js'
import { encodeUrlsafeBase64 } from '../lib/base64.js'
import { atOnce } from '../lib/hook.js'
import { isMap } from '../lib/kinds.js'
import type { StoredFields, Updated } from '../stores/shared-store.js'
import { changesOf } from './plan.js'
import type { Changes } from './plan.js'
import type { StoredSettings } from './settings.js'
import { seen } from './seen.js'
import type { SeenRecord } from './seen.js'
import { expiryOf, isStill, noteUnsure, noteWritten, sentOf, tellGone } from './writing.js'
import type { Standing } from './transforms.js'
import type { Writing } from './writing.js'

/** What came of it: `'same'` where there was nothing to write, `'gone'` where another request has ended the session. */
export type Update = 'same' | 'touched' | 'changed' | 'gone'

/** One attempt at a write, and the transforms that are in what it sends: those that come later are of the next write. */
interface Attempt extends Writing {
  readonly standing: readonly Standing[]
}

/** Writes what the request changed, and when it used the session, where that is due. */
export function update(writing: Writing): Awaitable<Update> {
  const { identity, settings, transforms, record } = writing
  const isCompared = settings.onConflict !== null || transforms.standing(record.data).length > 0
  const act = (): Awaitable<Update> => attempt(writing, 1)
  return isCompared ? settings.turns.take(identity.id, act) : act()
}

function attempt(writing: Writing, count: number): Awaitable<Update> {
  const { state, record, settings, transforms } = writing
  // What the handler has left while others had their turns is of the next write.
  if (!isStill(writing)) return 'same'
  const stored = record.origin as Stored
  const changes = changesOf(state, stored, settings)
  const standing = transforms.standing(record.data)
  if (changes.size > 0 || state.isDue) return send({ ...writing, standing }, changes, stored, count)
  transforms.written(standing)
  return 'same'
}

/** @param stored what the changes are of, and what must stand there */
function send(
  writing: Attempt,
  changes: Changes,
  stored: Stored,
  count: number,
): Awaitable<Update> {
  const { record, identity, settings } = writing
  const all: Changes = new Map(changes).set(RENEWED, renewedOf(record))
  const names = changes.size === 0 ? [] : comparedIn(writing)
  if (names.includes(EDITION)) all.set(EDITION, newEdition(settings))
  const sent = sentOf(all, writing)
  const { set, delete: removed } = sent
  const request = {
    set,
    delete: removed,
    expect: expected(writing, names, stored),
    unless: settings.format.codec.nameOf(identity, SUPERSEDED),
    from: stored.from,
    expires: expiryOf(record, settings),
  }
  const answered = (updated: Updated): Awaitable<Update> => {
    if (updated === 'gone') return gone(writing, changes)
    if (updated !== 'saved') return again(writing, changes, updated, stored, count)
    noteWritten(writing, sent, stored)
    writing.transforms.written(writing.standing)
    return changes.size > 0 ? 'changed' : 'touched'
  }
  return settled<Updated, Update>(
    () => settings.store.update(identity.id, request),
    answered,
    (error) => {
      noteUnsure(writing, sent, stored)
      throw error
    },
  )
}

/** The fields that nobody else may have changed. Who changes nothing has no conflict with anybody. */
function comparedIn({ settings, standing }: Attempt): string[] {
  const names = standing.map(({ name }) => name)
  return settings.onConflict === null ? names : [...names, EDITION]
}

function expected(
  { identity, settings }: Attempt,
  names: readonly string[],
  stored: Stored,
): Map<string, string | undefined> {
  const expect = new Map<string, string | undefined>()
  for (const name of names) {
    const raw = settings.format.codec.nameOf(identity, name)
    expect.set(raw, stored.raw.get(raw))
  }
  return expect
}

/** Who only used the session has lost nothing. */
function gone(writing: Writing, changes: Changes): 'gone' {
  if (changes.size > 0) tellGone(writing)
  return 'gone'
}

/** So often a session is written by others before this gives up. */
const MOST_ATTEMPTS = 1000
const BUSY = 'The session is written by others all the time: it could not be changed'
/** The first attempts follow each other at once. */
const PATIENCE = 3
const LONGEST_PAUSE = 50 // milliseconds

/** @param raw what stands there in place of what was expected */
function again(
  writing: Attempt,
  changes: Changes,
  raw: StoredFields,
  stored: Stored,
  count: number,
): Awaitable<Update> {
  const { record, identity, settings } = writing
  const theirs = seen(identity, raw, settings)
  const now = theirs.origin as Stored
  if (now.fields.has(SUPERSEDED)) return gone(writing, changes)
  if (count >= MOST_ATTEMPTS) throw new CartoucheError('CONFLICT', BUSY)
  const next = (): Awaitable<Update> => {
    // A change may change the value from within: it gets one of its own.
    transformAgain(writing, changes, seen(identity, raw, settings))
    if (settings.onConflict === null) {
      const { fields, lists, given, unsure } = stored
      return send(writing, changes, { fields, lists, given, unsure, raw, from: raw }, count + 1)
    }
    if (!isOwn(now, stored)) decide(writing, theirs.data, stored)
    record.origin = now
    return attempt(writing, count + 1)
  }
  return count < PATIENCE
    ? next()
    : after(pause(Math.random() * Math.min(count, LONGEST_PAUSE)), next)
}

/** Whether it was this request that wrote what stands there, by a write whose answer was lost. */
const isOwn = (now: Stored, { unsure }: Stored): boolean =>
  unsure?.get(EDITION)?.includes(now.fields.get(EDITION)) === true

/** Makes the changes again, of what stands there now. */
function transformAgain(
  { record: { data }, standing, transforms }: Attempt,
  changes: Changes,
  theirs: SeenRecord,
): void {
  const { fields } = theirs.origin as Stored
  for (const one of standing) {
    const before = fields.get(one.name) ?? changes.get(one.name)
    changes.set(one.name, transforms.again(one, data, theirs.data.get(one.key), before))
  }
}

/**
 * Asks `onConflict`. What was transformed is of what stands there now: so that is its base.
 *
 * @param stored as this request had read it
 */
function decide(
  { state, record, identity, settings, standing }: Attempt,
  theirs: ReadonlyMap<unknown, unknown>,
  stored: Stored,
): void {
  const base = new Map(seen(identity, stored.raw, settings).data)
  for (const { key } of standing) {
    if (theirs.has(key)) base.set(key, theirs.get(key))
    else base.delete(key)
  }
  const answer = settings.onConflict!({ base, mine: record.data, theirs })
  if (!isMap(atOnce('onConflict', 'onConflict', answer))) {
    throw new CartoucheError('BAD_VALUE', 'onConflict must give a Map of what is to be written')
  }
  record.data = new Map(answer)
  state.isAllLent = true
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })

const EDITION_BYTES = 9

/** What no other write of the session has. */
export function newEdition({ randomBytes }: StoredSettings): string {
  return encodeUrlsafeBase64(randomBytes(EDITION_BYTES))
}
