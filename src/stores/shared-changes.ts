/** What all stores do alike that apply changes themselves. */
import type { StoredChanges, StoredFields } from './shared-store.js'

/** Whether everything that is expected stands there, and the session is not closed. */
export function isAsExpected(fields: StoredFields, { expect, unless }: StoredChanges): boolean {
  for (const [name, value] of expect) if (fields.get(name) !== value) return false
  return unless === undefined || !fields.has(unless)
}

/** Sets and deletes. */
export function applyChanges(fields: Map<string, string>, changes: StoredChanges): void {
  for (const name of changes.delete) fields.delete(name)
  for (const [name, value] of changes.set) fields.set(name, value)
}

/** When a session can be forgotten after changes. */
export function newExpiry(
  old: number | null,
  { expires, shorten = false }: StoredChanges,
): number | null {
  if (shorten || expires === null) return expires
  return old === null ? null : Math.max(old, expires)
}

/** Whether a session is over. */
export const isOver = (expires: number | null, now: number): boolean =>
  expires !== null && expires <= now
