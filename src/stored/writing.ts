/** What is needed to write one request's session. */
import type { Stored } from '../formats/stored.js'
import type { StoredIdentity } from '../formats/stored.js'
import type { SessionRecord } from '../session/record.js'
import type { SessionState } from '../session/state.js'
import type { StoredFields } from '../stores/shared-store.js'
import type { OlderEntry } from './older.js'
import { changed } from './plan.js'
import type { Changes } from './plan.js'
import type { StoredSettings } from './settings.js'
import type { Transforms } from './transforms.js'

export interface Writing {
  readonly state: SessionState
  readonly settings: StoredSettings
  readonly transforms: Transforms
  readonly request: unknown
  readonly isSecure: (() => boolean) | undefined
  /** The entry of express-session that the session was read from. */
  readonly entry: OlderEntry | undefined
}

/** A session of a store has one. */
export function identityOf({ id = '', secret }: SessionRecord): StoredIdentity {
  return { id, secret }
}

/** Changes as the store takes them. */
export interface RawChanges {
  readonly set: StoredFields
  readonly delete: readonly string[]
}

export function rawOf(changes: Changes, { state, settings }: Writing): RawChanges {
  const identity = identityOf(state.record)
  const { nameOf, write } = settings.format.codec
  const set = new Map<string, string>()
  const removed: string[] = []
  for (const [name, text] of changes) {
    const raw = nameOf(identity, name)
    if (text === undefined) removed.push(raw)
    else set.set(raw, write(identity, name, text))
  }
  return { set, delete: removed }
}

/** Notes what stands in the store from now on: a session that is saved twice is written once. */
export function noteWritten(
  { state: { record } }: Writing,
  changes: Changes,
  raw: RawChanges,
  before: Stored | undefined,
): void {
  const removed = raw.delete.map((name) => [name, undefined] as const)
  record.origin = {
    fields: changed(before?.fields ?? new Map(), changes),
    raw: changed(before?.raw ?? new Map(), new Map([...raw.set, ...removed])),
    lists: listsIn(record.data),
  } satisfies Stored
}

/** The lists by which messages are told from those that were begun anew. */
export function listsIn(data: ReadonlyMap<unknown, unknown>): Map<string, unknown[]> {
  return new Map([...data].filter(isList))
}

const isList = (entry: [unknown, unknown]): entry is [string, unknown[]] =>
  typeof entry[0] === 'string' && Array.isArray(entry[1])

/** What a store may have forgotten by then is over for every clock. */
const SLACK = 60

/** When the store can forget a session, in seconds since 1970. */
export function expiryOf(
  { created, accessed, renewed }: SessionRecord,
  { life: { idleTimeout, absoluteTimeout } }: StoredSettings,
): number | null {
  const idle = idleTimeout === null ? Infinity : (accessed ?? renewed) + idleTimeout
  const end = Math.min(idle, absoluteTimeout === null ? Infinity : created + absoluteTimeout)
  return end === Infinity ? null : Math.ceil(end) + SLACK
}

/** Says that a change went nowhere, as another request has ended the session. */
export function tellGone({ state, settings, request }: Writing): void {
  const { format, hear } = settings
  hear({ type: 'gone', format: format.name, keyId: state.record.keyId, request })
}
