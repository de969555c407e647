/** A cookie with other data, newly signed. */
import { OptionError } from '../errors.js'
import type { SessionRecord } from '../session/record.js'
import type { InspectInput, InspectSecret, Rewritten } from './inspection.js'
import { openCookie } from './open.js'
import type { Opened } from './open.js'
import type { GivenOptions, Way } from './rows/row.js'

/**
 * The cookie of `input` with its data changed, signed with a secret of whoever calls. Where the secret that made it is
 * among `input.secrets` or is `secret`, how it was made stays as it was: its hash function and its salt, and its times
 * too, unless `input.now` says that it is used now.
 *
 * @param change gets the session's data, and changes them in their place
 * @param secret signs: any that the format takes; not that which has made the text, if that is another
 * @throws {OptionError} where the text is of no format, the data cannot be read, or the secret cannot be one of the format
 * @throws {CartoucheError} for data that the format cannot hold
 */
export function rewrite(
  input: InspectInput,
  change: (data: Map<unknown, unknown>) => void,
  secret: InspectSecret,
): Rewritten {
  const opened = openCookie({ ...input, secrets: [...(input.secrets ?? []), secret] })
  const { record } = opened.seen ?? {}
  if (record?.data === undefined) throw new OptionError('text', 'holds no data that can be read')
  change(record.data)
  // What was kept of the text is that of the old data.
  const changed = {
    ...record,
    created: record.created ?? record.renewed,
    accessed: input.now,
    dataText: undefined,
  }
  return written(opened, changed as SessionRecord, input, secret)
}

function written(
  opened: Opened,
  record: SessionRecord,
  { cookieName, options = {} }: InspectInput,
  secret: InspectSecret,
): Rewritten {
  const { row, fit } = opened
  const name = cookieName ?? fit?.cookieName ?? row!.names[0]!
  const format = wayFor(opened, secret, options).format
  if (format === undefined) throw new OptionError('text', 'is of a format that cannot be written')
  const made = format.write(format.times === 'none' ? timed(record) : record, name)
  const parts = format.cookies?.split(made, name) ?? [[name, made]]
  return { text: made, cookies: parts.map(([name, text]) => ({ name, text })) }
}

/** A text that tells no time counts as made now, where it does not tell its end either. */
const timed = (record: SessionRecord): SessionRecord => ({ ...record, renewed: Date.now() / 1000 })

/** With the settings that fit; or the first, where nobody knows them. */
function wayFor({ row, text, fit }: Opened, secret: InspectSecret, options: GivenOptions): Way {
  const settings = JSON.stringify(fit?.settings)
  let first: Way | undefined
  // Each takes a while to make: the one that fits comes first, mostly.
  for (const way of row!.ways(secret, text, options)) {
    if (JSON.stringify(way.settings) === settings) return way
    first ??= way
  }
  if (first === undefined) throw new OptionError('secret', 'is none of this format')
  return first
}
