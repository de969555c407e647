/** What is needed to write one request's session. */
import { EDITION, isQueue, RENEWED } from '../formats/shared-stored-names.js'
import type { Given } from '../formats/shared-stored-fields.js'
import type { PlainFields, Stored, StoredIdentity } from '../formats/stored.js'
import type { SessionRecord } from '../session/record.js'
import type { SessionState } from '../session/state.js'
import type { StoredFields } from '../stores/shared-store.js'
import type { OlderEntry } from './older.js'
import { changed } from './plan.js'
import type { Changes } from './plan.js'
import type { StoredSettings } from './settings.js'
import type { Transforms } from './transforms.js'

/** One write of a session. The handler may go on meanwhile: what it changes then is of the next one. */
export interface Writing {
  readonly state: SessionState
  readonly settings: StoredSettings
  readonly transforms: Transforms
  readonly request: unknown
  readonly isSecure: (() => boolean) | undefined
  /** The session as it is known when the write begins. */
  readonly record: SessionRecord
  /** The subject whose other sessions were to be ended then. */
  readonly endedSubject: string | undefined
  readonly identity: StoredIdentity
  /** The id of the session that the request came with. */
  readonly cameAs: string | undefined
  /** The ids that the store was asked to create in this request, and may have, without a word of it. */
  readonly tried: Set<string>
  /** The ids that the store was asked to put in the place of others in this request, and may have, likewise. */
  readonly named: Set<string>
  /** The entry of express-session that the session was read from. */
  readonly entry: OlderEntry | undefined
}

/** A session of a store has one. */
export function identityOf({ id = '', secret }: SessionRecord): StoredIdentity {
  return { id, secret }
}

/** Whether the handler has not ended the session since, nor given it another id. */
export function isStill({ state, record, identity }: Writing): boolean {
  return state.record === record && record.id === identity.id
}

/** What is sent to a store. */
export interface Sent {
  readonly changes: Changes
  readonly set: StoredFields
  readonly delete: readonly string[]
  /** As they were then. */
  readonly lists: ReadonlyMap<string, unknown[]>
}

/** Changes as the store takes them. */
export function sentOf(changes: Changes, { record, identity, settings }: Writing): Sent {
  const { nameOf, write } = settings.format.codec
  const set = new Map<string, string>()
  const removed: string[] = []
  changes.forEach((text, name) => {
    const raw = nameOf(identity, name)
    if (text === undefined) removed.push(raw)
    else set.set(raw, write(identity, name, text))
  })
  return { changes, set, delete: removed, lists: listsIn(record.data) }
}

/** Notes what stands in the store from now on: a session that is saved twice is written once. */
export function noteWritten(writing: Writing, sent: Sent, before: Stored | undefined): void {
  if (!isStill(writing)) return
  const { state, record, settings } = writing
  record.origin = new Written(sent, before, settings.format.codec.isPlain)
  record.renewed = record.accessed ?? record.renewed
  state.isDue = false
}

/** Notes a write that was not answered: what it sent is sent again with the next, whatever has become of the values. */
export function noteUnsure(writing: Writing, { changes }: Sent, before: Stored): void {
  if (!isStill(writing)) return
  const { fields, raw } = before
  const unsure = new Map(before.unsure)
  changes.forEach((text, name) => unsure.set(name, [...(unsure.get(name) ?? []), text]))
  writing.record.origin = { ...before, fields, raw, unsure } satisfies Stored
}

/**
 * What stands in the store after a write: it is made when somebody asks, as the request hardly ever goes on. What it
 * is made of is let go then: one that saves again and again would keep all that it wrote.
 *
 * A class, as V8 keeps the getters of a literal, and all that they know, until it looks through all memory.
 */
class Written implements Stored {
  readonly lists: Stored['lists']
  readonly given: Given | undefined
  readonly from: PlainFields | undefined
  readonly isMigrated: boolean
  #parts: readonly [Sent, Stored | undefined, isPlain: boolean] | undefined
  #made: Texts | undefined

  constructor(sent: Sent, before: Stored | undefined, isPlain: boolean) {
    this.lists = sent.lists
    this.given = before?.given && without(before.given, sent.changes)
    this.from = before?.from
    this.isMigrated = before?.isMigrated === true && isTouch(sent)
    this.#parts = [sent, before, isPlain]
  }

  get fields(): PlainFields {
    return this.#texts().fields
  }

  get raw(): PlainFields {
    return this.#texts().raw
  }

  #texts(): Texts {
    this.#made ??= textsAfter(...this.#parts!)
    this.#parts = undefined
    return this.#made
  }
}

type Texts = Pick<Stored, 'fields' | 'raw'>

function textsAfter(sent: Sent, before: Stored | undefined, isPlain: boolean): Texts {
  const fields = changed(before?.fields ?? new Map(), sent.changes)
  return { fields, raw: isPlain ? fields : rawAfter(sent, before) }
}

/** Whether nothing was written but that the session was used. */
const isTouch = ({ changes }: Sent): boolean =>
  [...changes.keys()].every((name) => name === RENEWED || name === EDITION)

/** What was written stands for itself. */
function without(given: Given, changes: Changes): Given {
  return new Map([...given].filter(([name]) => !changes.has(name)))
}

function rawAfter(sent: Sent, before: Stored | undefined): PlainFields {
  const removed = sent.delete.map((name) => [name, undefined] as const)
  return changed(before?.raw ?? new Map(), new Map([...sent.set, ...removed]))
}

/** The lists by which messages are told from those that were begun anew. */
export function listsIn(data: ReadonlyMap<unknown, unknown>): Map<string, unknown[]> {
  const lists = new Map<string, unknown[]>()
  // A loop over a Map makes a list of each entry.
  data.forEach((value, key) => {
    if (isQueue(key, value)) lists.set(key as string, value)
  })
  return lists
}

/** What a store may have forgotten by then is over for every clock. */
const SLACK = 60

/** A store keeps sessions for up to a part of their time longer, so that not every use of one prolongs it there. */
const PART = 1 / 32

/** When the store can forget a session, in seconds since 1970. */
export function expiryOf(
  { created, accessed, renewed }: SessionRecord,
  { life: { idleTimeout, absoluteTimeout } }: StoredSettings,
): number | null {
  const step = Math.max(1, Math.floor((idleTimeout ?? 0) * PART))
  const idle = idleTimeout === null ? Infinity : (accessed ?? renewed) + idleTimeout
  const end = absoluteTimeout === null ? Infinity : created + absoluteTimeout
  const kept = Math.min(Math.ceil(idle / step) * step, Math.ceil(end))
  return kept === Infinity ? null : kept + SLACK
}

/** Says that a change went nowhere, as another request has ended the session. */
export function tellGone({ record, settings, request }: Writing): void {
  const { format, hear } = settings
  hear({ type: 'gone', format: format.name, keyId: record.keyId, request })
}
