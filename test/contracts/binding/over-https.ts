import { expect } from 'vitest'
import { needing } from './behaviour.js'
import type { Behaviour, Behaviours } from './behaviour.js'
import { dataOf, factoryOf, touch } from './support.js'

const automatic = factoryOf({ cookieSecure: 'auto' })

/** Whether the cookie is for HTTPS only, of a request that a proxy says came by `scheme`. */
const isSecure =
  (trustProxy: boolean, schemes: Readonly<Record<string, boolean>>): Behaviour =>
  async (start) => {
    const { request } = await start(touch, { factory: automatic, trustProxy })
    for (const [scheme, expected] of Object.entries(schemes)) {
      const headers = { 'X-Forwarded-Proto': scheme }
      const answer = await request('/', undefined, { headers })
      expect(dataOf(answer, automatic)).toEqual({ a: 1 })
      expect(/; Secure(?:;|$)/i.test(answer.setCookies[0]!), scheme).toBe(expected)
    }
  }

export const overHttps: Behaviours = {
  "with `secure: 'auto'` the cookie of a request over plain HTTP has no Secure": async (start) => {
    const { request } = await start(touch, { factory: automatic })
    const answer = await request('/')
    expect(dataOf(answer, automatic)).toEqual({ a: 1 })
    expect(answer.setCookies[0]).not.toMatch(/; Secure/i)
  },

  ...needing('asksForTrust', {
    "with `secure: 'auto'` X-Forwarded-Proto is not believed where nobody has said so": isSecure(
      false,
      { https: false, http: false },
    ),
  }),

  ...needing('trustsProxies', {
    "with `secure: 'auto'` X-Forwarded-Proto decides where the framework trusts its proxy":
      isSecure(true, { https: true, http: false }),
  }),
}
