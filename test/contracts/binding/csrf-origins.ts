import { expect } from 'vitest'
import { needing } from './behaviour.js'
import type { Behaviour, Behaviours, Start } from './behaviour.js'
import type { Sent, Setup, SharedCsrfOptions } from './harness.js'
import { HERE, openShop } from './shop.js'
import { callsOf } from './support.js'

type Headers = NonNullable<Sent['headers']>

/** What becomes of a POST with the right token: its status, and the cookies that are set. */
async function visitor(
  start: Start,
  options: SharedCsrfOptions,
  setup: Partial<Setup> = {},
): Promise<(headers: Headers) => Promise<readonly [number, readonly string[]]>> {
  const { request, visit } = await openShop(start, options, setup)
  const { cookie, token } = await visit()
  return async (headers) => {
    const sent = { method: 'POST', headers: { ...headers, 'X-CSRF-Token': token } }
    const { status, setCookies } = await request('/', cookie, sent)
    return [status, setCookies]
  }
}

const PASSES = [200, []]
const REFUSED = [400, []]

const HTTPS = { ownOrigin: HERE, trustedOrigins: ['.pay.example', 'null'] }
const PROXY = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'shop.example' }

/** How a request came is not said by who sends it. */
const notBelieved: Behaviour = async (start) => {
  const from = await visitor(start, {})
  expect(await from({ ...PROXY, Origin: 'https://evil.example' })).toEqual(PASSES)
}

/** What warns of a setting. */
const warnings = async (run: (heard: readonly unknown[][]) => Promise<void>): Promise<void> => {
  const { process } = globalThis as { process?: { emitWarning: unknown } }
  if (process?.emitWarning === undefined) await callsOf(console, 'warn', run)
  else await callsOf(process, 'emitWarning', run)
}

const behindProxies: Behaviours = {
  'X-Forwarded-Proto and X-Forwarded-Host are believed where the framework trusts its proxy':
    async (start) => {
      const from = await visitor(start, {}, { trustProxy: true })
      expect(await from({ ...PROXY, Origin: 'https://evil.example' })).toEqual(REFUSED)
      expect(await from({ ...PROXY, Origin: HERE })).toEqual(PASSES)
    },
}

/** What Node is told besides the message. */
const WARNING = { type: 'CartoucheWarning', code: 'CARTOUCHE_PROXY_NOT_TRUSTED' }

/** In the life of this process. */
let hasWarned = false

export const csrfOrigins: Behaviours = {
  'over plain HTTP too, what a browser says comes from elsewhere is refused': async (start) => {
    const trustedOrigins = ['pay.example', '.b\u00fccher.example']
    const from = await visitor(start, { trustedOrigins })
    for (const site of ['cross-site', 'same-site']) {
      const said = { 'Sec-Fetch-Site': site }
      expect(await from(said)).toEqual(REFUSED)
      expect(await from({ ...said, Origin: 'null' })).toEqual(REFUSED)
      expect(await from({ ...said, Origin: 'https://evil.example' })).toEqual(REFUSED)
      expect(await from({ ...said, Origin: 'https://evil.pay.example' })).toEqual(REFUSED)
      expect(await from({ ...said, Origin: 'https://pay.example' })).toEqual(PASSES)
      expect(await from({ ...said, Origin: 'https://www.xn--bcher-kva.example' })).toEqual(PASSES)
      expect(await from({ ...said, Referer: 'https://pay.example/cart' })).toEqual(PASSES)
    }
    const unchecked = await visitor(start, { checkOrigin: false })
    expect(await unchecked({ 'Sec-Fetch-Site': 'cross-site' })).toEqual(PASSES)
  },

  'what a browser says comes from here passes, with its token': async (start) => {
    const from = await visitor(start, {})
    expect(await from({ 'Sec-Fetch-Site': 'same-origin' })).toEqual(PASSES)
    expect(await from({ 'Sec-Fetch-Site': 'none' })).toEqual(PASSES)
  },

  'a safe method from elsewhere passes': async (start) => {
    const { request } = await openShop(start)
    const headers = { 'Sec-Fetch-Site': 'cross-site' }
    expect((await request('/', undefined, { headers })).status).toBe(200)
  },

  'over HTTPS a request from itself, or from a trusted origin, passes': async (start) => {
    const from = await visitor(start, HTTPS)
    expect(await from({ Origin: HERE })).toEqual(PASSES)
    expect(await from({ Referer: `${HERE}/cart?a=1` })).toEqual(PASSES)
    expect(await from({ Origin: 'https://www.pay.example' })).toEqual(PASSES)
    expect(await from({ Origin: 'null' })).toEqual(PASSES)
  },

  'over HTTPS a request from elsewhere is refused, though its token is right': async (start) => {
    const from = await visitor(start, HTTPS)
    expect(await from({})).toEqual(REFUSED)
    expect(await from({ Origin: 'https://evil.example' })).toEqual(REFUSED)
    expect(await from({ Referer: `https://evil.example/?${HERE}` })).toEqual(REFUSED)
    expect(await from({ Origin: 'http://shop.example' })).toEqual(REFUSED)
    expect(await from({ Origin: '', Referer: HERE })).toEqual(REFUSED)
  },

  '`allowNoOrigin` and `checkOrigin` are those of the options': async (start) => {
    const silent = await visitor(start, { ownOrigin: HERE, allowNoOrigin: true })
    expect(await silent({})).toEqual(PASSES)
    const unchecked = await visitor(start, { ownOrigin: HERE, checkOrigin: false })
    expect(await unchecked({})).toEqual(PASSES)
  },

  // Before the others that tell of a proxy: the warning comes once in the life of the process.
  'a proxy that ends TLS and that nobody told of is warned of, once': async (start) => {
    const shops = {
      told: await openShop(start, { ownOrigin: HERE }),
      unchecked: await openShop(start, { checkOrigin: false }),
      untold: await openShop(start),
    }
    const proxied = (headers: Headers, shop: keyof typeof shops = 'untold') =>
      shops[shop].request('/', undefined, { headers })
    await warnings(async (heard) => {
      await proxied({ 'X-Forwarded-Proto': 'https' }, 'told')
      await proxied({ 'X-Forwarded-Proto': 'https' }, 'unchecked')
      await proxied({})
      await proxied({ 'X-Forwarded-Proto': 'http', Forwarded: 'for=1.2.3.4;proto=http' })
      expect(heard).toEqual([])
      await proxied({ Forwarded: 'for=1.2.3.4;Proto="https"' })
      await proxied({ 'X-Forwarded-Proto': 'https' })
      await proxied({ 'X-Forwarded-Proto': 'https, http' })
      expect(heard).toHaveLength(hasWarned ? 0 : 1)
      hasWarned = true
      for (const [message, options] of heard) {
        expect(message).toMatch(/trust proxy.*ownOrigin/)
        if (options !== undefined) expect(options).toEqual(WARNING)
      }
    })
  },

  ...needing('asksForTrust', {
    'X-Forwarded-Proto is not believed where nobody has said so': notBelieved,
  }),

  ...needing('trustsProxies', behindProxies),
}
