/** What a store has of a subject's sessions. */
import { after, all } from '../lib/awaitable.js'
import type { Awaitable } from '../lib/awaitable.js'
import type { StoredFields } from '../stores/shared-store.js'
import type { StoredSettings } from './settings.js'

/** Their fields by their ids, under each of the names that the subject has there: keys may have been replaced. */
export function ofSubject(
  subject: string,
  { store, format }: Pick<StoredSettings, 'store' | 'format'>,
): Awaitable<ReadonlyMap<string, StoredFields>> {
  const names = format.codec.subjectsOf(subject)
  if (names.length === 1) return store.ofSubject(names[0])
  const found = all(names.map((name) => store.ofSubject(name)))
  return after(found, (ofNames) => new Map(ofNames.flatMap((sessions) => [...sessions])))
}
