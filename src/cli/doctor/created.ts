/** When the session in a cookie was made, where the cookie tells that without its secret. */
import type { SetCookie } from '../../cookie/parse-set-cookie.js'
import { inspectCookie } from '../../inspect/index.js'

/** Seconds since 1970; `undefined` for what is sealed, or only names a session. */
export function createdIn({ name, value }: SetCookie): number | undefined {
  return inspectCookie({ text: value, cookieName: name }).times.created
}
