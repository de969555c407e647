/** Forms of other sites, known by what browsers send: before any check, which may come after what reads bodies. */
import type { IncomingMessage } from 'node:http'
import { hostOf } from './node-csrf.js'
import { noteUnchecked } from './outcome.js'
import { fetchMetadataProblem, NO_RULES, SAFE_METHODS } from '../../csrf/check-fetch-metadata.js'

/**
 * Has a form of another site be known as one until it is checked: an error of what reads bodies comes before that. No
 * setting is known here: behind a proxy that changes the host, a form of a browser that says no more than its origin counts as one.
 */
export function noteForm(carrier: object): void {
  const request = carrier as IncomingMessage
  if (SAFE_METHODS.includes(request.method ?? 'GET')) return
  const header = (name: string): string | undefined =>
    request.headers[name.toLowerCase()]?.toString()
  // Schemes are not compared.
  const sent = { scheme: 'http', host: hostOf(request), header }
  if (fetchMetadataProblem(sent, NO_RULES) !== undefined) noteUnchecked(carrier)
}
