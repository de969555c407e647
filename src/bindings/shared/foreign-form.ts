/** Forms of other sites, known by what browsers send: before any check, which may come after what reads bodies. */
import { noteUnchecked } from './outcome.js'
import { fetchMetadataProblem, NO_RULES, SAFE_METHODS } from '../../csrf/check-fetch-metadata.js'
import type { CsrfRequest } from '../../csrf/request.js'

/**
 * Has a form of another site be known as one until it is checked: an error of what reads bodies comes before that. No
 * setting is known here: behind a proxy that changes the host, a form of a browser that says no more than its origin counts as one.
 *
 * @param request as the application calls it
 * @param hostOf gives the host that it went to
 */
export function noteForm(
  request: object,
  method: string,
  header: CsrfRequest['header'],
  hostOf: () => string,
): void {
  if (SAFE_METHODS.includes(method)) return
  // Schemes are not compared.
  const sent = { scheme: 'http', header, host: hostOf() }
  if (fetchMetadataProblem(sent, NO_RULES) !== undefined) noteUnchecked(request)
}
