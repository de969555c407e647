/** Which sessions a subject has: a list in a key of its own, as in a cluster it is on another node than they are. */
import { LIST, LISTED } from './shared-redis-scripts.js'
import { redisScript } from './shared-redis.js'
import type { RedisCommand } from './shared-redis.js'
import { storable } from '../lib/storable.js'

/** A list may know of a session for twice as long as it lives, so that it need not hear of each time it lives on. */
const LEAST_SLACK = 60 // seconds

/** How a list has a session. */
export interface Listing {
  readonly subject: string
  /** Up to when the list has it, in whole seconds since 1970; `null`: for good. */
  readonly until: number | null
}

/** How long a session that lives up to `expires` is to be on the list of its subject. */
export function listingOf(subject: string, expires: number | null): Listing {
  if (expires === null) return { subject, until: null }
  const left = Math.ceil(expires - Date.now() / 1000)
  return { subject, until: expires + Math.max(left, LEAST_SLACK) }
}

/** How a session itself says so; `''` for one without a subject. */
export const listingText = (listing: Listing | undefined): string =>
  listing === undefined ? '' : `=${listing.until ?? ''}=${storable(listing.subject)}`

export function listingIn(text: string): Listing | undefined {
  const [, until, subject] = /^=(\d*)=(.*)$/s.exec(text) ?? []
  if (until === undefined) return undefined
  return {
    subject: JSON.parse(`"${subject}"`) as string,
    until: until === '' ? null : Number(until),
  }
}

export interface SubjectLists {
  readonly put: (id: string, listing: Listing) => Promise<unknown>
  readonly remove: (id: string, subject: string) => Promise<unknown>
  readonly idsOf: (subject: string) => Promise<string[]>
}

export function subjectLists(command: RedisCommand, prefix: string): SubjectLists {
  const list = redisScript(command, LIST)
  const listed = redisScript(command, LISTED)
  // An id has no colon.
  const keyOf = (subject: string): string => `${prefix}subject:${storable(subject)}`
  return {
    put: (id, { subject, until }) => list(keyOf(subject), [id, String(until ?? '+inf')]),
    remove: (id, subject) => command(keyOf(subject), ['ZREM', keyOf(subject), id]),
    idsOf: async (subject) => (await listed(keyOf(subject))) as string[],
  }
}
