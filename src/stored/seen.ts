/** What stands in a store as the application sees it: through its schema. */
import { DeserializeError } from '../errors.js'
import { givenOf } from '../formats/shared-stored-fields.js'
import type { Stored, StoredIdentity } from '../formats/stored.js'
import type { ReadRecord } from '../session/record.js'
import type { Fitted } from '../session/schema.js'
import type { StoredFields } from '../stores/shared-store.js'
import type { StoredSettings } from './settings.js'
import { listsIn } from './writing.js'

export type SeenRecord = Pick<ReadRecord, 'origin'> & Pick<Fitted, 'data'>

/** A session of which another request has changed the fields. */
export function seen(
  identity: StoredIdentity,
  raw: StoredFields,
  { format, fit, tokenKeys }: StoredSettings,
): SeenRecord {
  const { data = new Map(), origin } = format.recordOf(identity, raw)
  if (fit === null) return { data, origin }
  const { isMigrated, ...fitted } = fittedOr({ data, isMigrated: false }, () =>
    fit(data, tokenKeys),
  )
  return { ...fitted, origin: originOf(fitted.data, origin as Stored, isMigrated) }
}

/** What no longer fits is a new session for the next request; this one has begun. */
function fittedOr(unfitted: Fitted, fit: () => Fitted): Fitted {
  try {
    return fit()
  } catch (error) {
    if (error instanceof DeserializeError) return unfitted
    throw error
  }
}

/** What a session is compared with to which a schema gave its data, or copies of them. */
export function originOf(
  data: ReadonlyMap<unknown, unknown>,
  stored: Stored,
  isMigrated: boolean,
): Stored {
  return { ...stored, lists: listsIn(data), given: givenOf(data, stored.fields), isMigrated }
}
