/** Changes that are made again where somebody else has changed the value meanwhile. */
import { fieldWith } from '../formats/shared-stored-fields.js'
import { nameOfKey } from '../formats/shared-stored-names.js'
import { atOnce } from '../lib/hook.js'

export type Change = (old: never) => unknown
type Data = Map<unknown, unknown>

/** The transforms of a key that stand when a write begins. */
export interface Standing {
  readonly key: unknown
  readonly name: string
  readonly changes: readonly Change[]
}

interface Transform extends Standing {
  /** The value that came of it: another one was written over it. */
  readonly value: string | undefined
}

/** The transforms of one request, by their keys. */
export class Transforms {
  /** Made for the first: hardly any request has one. */
  #made: Map<unknown, Transform> | undefined

  get #all(): Map<unknown, Transform> {
    return (this.#made ??= new Map())
  }

  /**
   * Notes a change of what was read, or of what came of such changes. What was written in another way stays what it
   * is, whatever others write: it is not changed again.
   *
   * @param isAsRead whether the value is that which was read
   * @returns what is to be called when the change was made
   */
  note(key: unknown, change: Change, data: Data, isAsRead: () => boolean): () => void {
    const before = this.#all.get(key)
    const isNoted = before === undefined ? isAsRead() : isStanding(before, data)
    if (!isNoted) return () => void this.#all.delete(key)
    const changes = [...(before?.changes ?? []), change]
    return () => this.#put(key, changes, data)
  }

  #put(key: unknown, changes: readonly Change[], data: Data): void {
    this.#all.set(key, { key, name: nameOfKey(key), changes, value: textOf(key, data) })
  }

  /** Those whose keys were not written otherwise since. */
  standing(data: Data): Standing[] {
    if (this.#made === undefined) return []
    return [...this.#made.values()].filter((transform) => isStanding(transform, data))
  }

  /**
   * Makes changes again, of what stands there now, and those after them.
   *
   * @param now the value that stands there
   * @param before its field, or else what would have been written
   * @returns what is to be written
   */
  again(
    { key, changes }: Standing,
    data: Data,
    now: unknown,
    before: string | undefined,
  ): string | undefined {
    const value = changedBy(changes, now)
    // Before the changes that come after: they may change the value from within.
    const again = fieldWith(key, value, before)
    const known = this.#all.get(key)
    if (known !== undefined && isStanding(known, data)) {
      const last = changedBy(known.changes.slice(changes.length), value)
      if (last === undefined) data.delete(key)
      else data.set(key, last)
      this.#put(key, known.changes, data)
    }
    return again
  }

  /** They have been written. */
  written(standing: readonly Standing[]): void {
    for (const { key, changes } of standing) {
      const known = this.#all.get(key)
      if (known === undefined) continue
      const left = known.changes.slice(changes.length)
      if (left.length === 0) this.#all.delete(key)
      else this.#all.set(key, { ...known, changes: left })
    }
  }
}

const textOf = (key: unknown, data: Data): string | undefined =>
  fieldWith(key, data.get(key), undefined)

const isStanding = ({ key, value }: Transform, data: Data): boolean => textOf(key, data) === value

const changedBy = (changes: readonly Change[], value: unknown): unknown =>
  changes.reduce((old, change) => atOnce('transform', 'change', change(old as never)), value)
