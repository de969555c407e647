/** What a session was when it was opened, and what is other by now. */
import type { SessionSettings } from '../session/settings.js'
import type { SessionState } from '../session/state.js'

type Data = ReadonlyMap<unknown, unknown>

/** A session as it was opened. */
export interface Snapshot {
  readonly record: SessionState['record']
  readonly id: string | undefined
  readonly subject: string | undefined
  readonly label: string | undefined
  readonly persistent: boolean
  readonly created: number
  readonly isNew: boolean
  readonly renewed: number
  /** Each key with what the format writes of its value. */
  readonly texts: ReadonlyMap<unknown, string | undefined>
}

/** Keys whose values came, went or are others. */
export interface Difference {
  readonly added: readonly unknown[]
  readonly changed: readonly unknown[]
  readonly removed: readonly unknown[]
}

export function snapshotOf({ record, isNew }: SessionState, settings: SessionSettings): Snapshot {
  const { id, subject, label, persistent, created, renewed, data } = record
  const texts = textsOf(data, settings)
  return { record, id, subject, label, persistent, created, renewed, isNew, texts }
}

export function differenceOf(
  { texts }: Snapshot,
  { record: { data } }: SessionState,
  settings: SessionSettings,
): Difference {
  const now = textsOf(data, settings)
  const keys = [...now.keys()]
  return {
    added: keys.filter((key) => !texts.has(key)),
    changed: keys.filter((key) => texts.has(key) && texts.get(key) !== now.get(key)),
    removed: [...texts.keys()].filter((key) => !now.has(key)),
  }
}

export function isNone({ added, changed, removed }: Difference): boolean {
  return added.length + changed.length + removed.length === 0
}

function textsOf(data: Data, { format }: SessionSettings): Map<unknown, string | undefined> {
  const textOf = (key: unknown, value: unknown): string | undefined => {
    try {
      return format.dataText(new Map([[key, value]]))
    } catch {
      // What cannot be written by itself is taken for the same: the answer says why it fails, if it does.
      return undefined
    }
  }
  return new Map(Array.from(data, ([key, value]) => [key, textOf(key, value)]))
}
