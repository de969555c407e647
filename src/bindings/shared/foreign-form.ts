/** Forms of other sites, known by what browsers send: before any check, which may come after what reads bodies. */
import type { IncomingMessage } from 'node:http'
import { hostOf } from './node-csrf.js'
import { noteUnchecked } from './outcome.js'
import { SAFE_METHODS } from '../../csrf/check-fetch-metadata.js'
import { isFromElsewhere } from '../../csrf/protection.js'

/** No setting is known here; a proxy may have changed the host. */
const NOTHING_SAID = { ownOrigin: null }

/** Has a form of another site be known as one until it is checked: an error of what reads bodies comes before that. */
export function noteForm(carrier: object): void {
  const request = carrier as IncomingMessage
  if (SAFE_METHODS.includes(request.method ?? 'GET')) return
  const header = (name: string): string | undefined =>
    request.headers[name.toLowerCase()]?.toString()
  // Schemes are not compared.
  const sent = { scheme: 'http', host: hostOf(request), header }
  if (isFromElsewhere(NOTHING_SAID, sent)) noteUnchecked(carrier)
}
