/** Forms of other sites, known by what browsers send: before any check, which may come after what reads bodies. */
import type { IncomingHttpHeaders } from 'node:http'
import { noteUnchecked } from './outcome.js'

const SAFE = /^(?:GET|HEAD|OPTIONS|TRACE)$/

/** Has a form of another site be known as one until it is checked: an error of what reads bodies comes before that. */
export function noteForm(request: object): void {
  if (isForeignForm(request)) noteUnchecked(request)
}

/** Whether a request may be a form of another site. A proxy may have changed the host that an `Origin` is compared with. */
function isForeignForm(request: object): boolean {
  const { method = 'GET' } = request as { method?: string }
  return !SAFE.test(method) && isForeign((request as { headers: IncomingHttpHeaders }).headers)
}

function isForeign(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  const { origin, host = headers[':authority'] } = headers
  return origin !== undefined && origin.replace(/^https?:\/\//, '') !== host
}
