/** iron-session: AES-256-CBC and HMAC-SHA256, the keys derived anew for each seal. It answers with promises. */
import { sealData, unsealData } from 'iron-session'
import { KEY, SECRET } from '../core/subject.js'

/** @import { Subject } from '../core/subject.js' */

/** @type {Subject} */
export const ironSession = {
  name: 'iron-session',
  waits: true,
  prepare: (state) => ({
    write: () => sealData(state, { password: SECRET }),
    async read(text) {
      const session = /** @type {any} */ (await unsealData(text, { password: SECRET }))
      void session[KEY]
      return session
    },
    dataOf: (session) => session,
  }),
}
