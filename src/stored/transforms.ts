/** Changes that are made again where somebody else has changed the value meanwhile. */
import { fieldWith, valueIn } from '../formats/shared-stored-fields.js'
import type { PlainFields } from '../formats/shared-stored-fields.js'
import { nameOfKey } from '../formats/shared-stored-names.js'
import { atOnce } from '../lib/hook.js'
import type { SessionState } from '../session/state.js'
import type { Changes } from './plan.js'

export type Change = (old: never) => unknown

interface Transform {
  readonly name: string
  readonly changes: Change[]
  /** The field that came of it: another one was written over it. */
  field: string | undefined
}

/** What `Session.transform` makes of a value. */
export function changedBy(change: Change, old: unknown): unknown {
  return atOnce('transform', 'change', change(old as never))
}

/** The transforms of one request, by their keys. */
export class Transforms {
  readonly #all = new Map<unknown, Transform>()

  note(key: unknown, change: Change, value: unknown): void {
    const known = this.#all.get(key)
    const changes = known === undefined ? [change] : [...known.changes, change]
    this.#all.set(key, { name: nameOfKey(key), changes, field: fieldWith(key, value, undefined) })
  }

  /** Those that still stand: their key was not written otherwise since. */
  #standing({ record: { data } }: SessionState): [unknown, Transform][] {
    return [...this.#all].filter(
      ([key, { field }]) => fieldWith(key, data.get(key), undefined) === field,
    )
  }

  /** The names of the fields that must be as they were read. */
  namesIn(state: SessionState): string[] {
    return this.#standing(state).map(([, { name }]) => name)
  }

  /** Makes the changes again, of what stands there now. */
  again(state: SessionState, changes: Changes, fields: PlainFields): void {
    const { data } = state.record
    for (const [key, transform] of this.#standing(state)) {
      const field = fields.get(transform.name)
      const value = transform.changes.reduce(
        (old, change) => changedBy(change, old),
        valueIn(field),
      )
      if (value === undefined) data.delete(key)
      else data.set(key, value)
      transform.field = fieldWith(key, value, undefined)
      changes.set(transform.name, fieldWith(key, value, field))
    }
  }

  /** They have been written. */
  clear(): void {
    this.#all.clear()
  }
}
