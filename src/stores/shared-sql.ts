/** What the stores of SQL databases share: names of tables, and fields as JSON. */
import { clockSpec } from '../lib/clock.js'
import type { Clock } from '../lib/clock.js'
import type { Check, OptionSpec } from '../lib/options.js'
import type { Revocation } from '../session/revocation.js'
import type { StoredFields } from './shared-store.js'
import { storable } from '../lib/storable.js'

/** PostgreSQL cuts names at 63 bytes: what is added for the names of indexes must be left. */
const LONGEST_TABLE = 50

const isIdentifier = (text: string): boolean =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(text) && text.length <= LONGEST_TABLE

const WHAT = `of ASCII letters, digits and "_", at most ${LONGEST_TABLE}, the first no digit`

/** Names stand in SQL as they are: what could end one is refused. */
export const isTable: Check = (value) =>
  typeof value === 'string' && isIdentifier(value) ? undefined : `must be a name ${WHAT}`

/** As {@link isTable}, or one with its schema: `'web.sessions'`. */
export const isTableOfSchema: Check = (value) => {
  const parts = typeof value === 'string' ? value.split('.') : []
  const isGood = parts.length > 0 && parts.length <= 2 && parts.every(isIdentifier)
  return isGood ? undefined : `must be a name ${WHAT}, or such a schema, "." and such a name`
}

/** In quotes a name is what it is: no keyword, and in the case it was given in. */
export const quoted = (table: string): string =>
  table
    .split('.')
    .map((part) => `"${part}"`)
    .join('.')

interface Common {
  readonly table: string
  readonly clock: Clock
}

type CommonSpecs = { readonly [K in keyof Common]: OptionSpec<Common[K]> }

/** The options of all: the name of the table, and seconds since 1970. */
export function commonSpecs(fallback: string, check: Check): CommonSpecs {
  return { table: { fallback, check }, clock: clockSpec }
}

export const SESSIONS = 'cartouche_sessions'
export const REVOCATIONS = 'cartouche_revocations'

/** `fromEntries` makes a property of the object itself of every name, also of `__proto__`. */
export const asJson = (entries: Iterable<readonly [string, string | null]>): string =>
  JSON.stringify(Object.fromEntries(entries))

export const fromJson = (text: string): StoredFields =>
  new Map(Object.entries(JSON.parse(text) as Record<string, string>))

/** As sessions that never expire are kept: they are greater than all times. */
export const orNever = (time: number | null): number => time ?? Infinity

/** By what a list of ended sessions finds one of them, and all of a subject. */
export const keyOfId = (id: string): string => `id:${storable(id)}`
export const keyOfSubject = (subject: string): string => `subject:${storable(subject)}`

/** What a list keeps: key, before and until. A session that was ended itself is so whenever it was made. */
export const rowOf = (ended: Revocation): [string, number, number] =>
  'id' in ended
    ? [keyOfId(ended.id), Infinity, orNever(ended.until)]
    : [keyOfSubject(ended.subject), ended.before, orNever(ended.until)]

/** How many whose time is over are removed with each session that is ended: more than come, so that they get fewer. */
export const SWEPT_AT_ONCE = 8
