/** How a session that is in a store is changed there. */
import { CartoucheError } from '../errors.js'
import { renewedOf } from '../formats/shared-stored-fields.js'
import type { Stored } from '../formats/shared-stored-fields.js'
import { EDITION, RENEWED, SUPERSEDED } from '../formats/shared-stored-names.js'
import { after } from '../lib/awaitable.js'
import type { Awaitable } from '../lib/awaitable.js'
import { encodeUrlsafeBase64 } from '../lib/base64.js'
import { atOnce } from '../lib/hook.js'
import { isMap } from '../lib/kinds.js'
import type { StoredFields } from '../stores/shared-store.js'
import { changesOf } from './plan.js'
import type { Changes } from './plan.js'
import type { StoredSettings } from './settings.js'
import { expiryOf, identityOf, noteWritten, rawOf, tellGone } from './writing.js'
import type { Writing } from './writing.js'

/** What came of it: `'same'` where there was nothing to write, `'gone'` where another request has ended the session. */
export type Update = 'same' | 'touched' | 'changed' | 'gone'

/** Writes what the request changed, and when it used the session, where that is due. */
export function update(writing: Writing): Awaitable<Update> {
  const { state, settings, transforms } = writing
  const isCompared = settings.onConflict !== null || transforms.namesIn(state).length > 0
  const { id } = identityOf(state.record)
  return isCompared ? settings.turns.take(id, () => attempt(writing, 1)) : attempt(writing, 1)
}

function attempt(writing: Writing, count: number): Awaitable<Update> {
  const { state, settings } = writing
  const stored = state.record.origin as Stored
  const changes = changesOf(state, stored, settings)
  return changes.size === 0 && !state.isDue ? 'same' : send(writing, changes, stored, count)
}

/** @param stored what the changes are of, and what must stand there */
function send(
  writing: Writing,
  changes: Changes,
  stored: Stored,
  count: number,
): Awaitable<Update> {
  const { state, settings } = writing
  const { record } = state
  const all: Changes = new Map(changes).set(RENEWED, renewedOf(record))
  if (settings.onConflict !== null) all.set(EDITION, newEdition(settings))
  const raw = rawOf(all, writing)
  const expect = expected(writing, stored)
  const sent = { ...raw, expect, expires: expiryOf(record, settings) }
  return after(settings.store.update(identityOf(record).id, sent), (updated) => {
    if (updated === 'gone') return gone(writing, changes)
    if (updated !== 'saved') return again(writing, changes, updated, stored, count)
    noteWritten(writing, all, raw, stored)
    return changes.size > 0 ? 'changed' : 'touched'
  })
}

function expected(
  { state, settings, transforms }: Writing,
  { raw }: Stored,
): Map<string, string | undefined> {
  const { codec } = settings.format
  const names = [SUPERSEDED, ...transforms.namesIn(state)]
  if (settings.onConflict !== null) names.push(EDITION)
  return new Map(
    names.map((name) => {
      const known = codec.nameOf(identityOf(state.record), name)
      return [known, name === SUPERSEDED ? undefined : raw.get(known)]
    }),
  )
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
  writing: Writing,
  changes: Changes,
  raw: StoredFields,
  stored: Stored,
  count: number,
): Awaitable<Update> {
  const { state, settings, transforms } = writing
  const theirs = settings.format.recordOf(identityOf(state.record), raw)
  const now = theirs.origin as Stored
  if (now.fields.has(SUPERSEDED)) return gone(writing, changes)
  if (count >= MOST_ATTEMPTS) throw new CartoucheError('CONFLICT', BUSY)
  const next = (): Awaitable<Update> => {
    if (settings.onConflict === null) {
      transforms.again(state, changes, now.fields)
      return send(writing, changes, { ...stored, raw }, count + 1)
    }
    decide(writing, theirs.data ?? new Map(), stored)
    state.record.origin = now
    return attempt(writing, count + 1)
  }
  return count < PATIENCE
    ? next()
    : after(pause(Math.random() * Math.min(count, LONGEST_PAUSE)), next)
}

/** @param stored as this request had read it */
function decide(
  { state, settings }: Writing,
  theirs: ReadonlyMap<unknown, unknown>,
  stored: Stored,
): void {
  const { record } = state
  const base = settings.format.recordOf(identityOf(record), stored.raw).data ?? new Map()
  const answer = settings.onConflict!({ base, mine: record.data, theirs })
  if (!isMap(atOnce('onConflict', 'onConflict', answer))) {
    throw new CartoucheError('BAD_VALUE', 'onConflict must give a Map of what is to be written')
  }
  record.data = new Map(answer)
  state.changes++
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
