import { expect } from 'vitest'
import type { Behaviours, Start } from './behaviour.js'
import type { Answer, Sent, SharedCsrfOptions } from './harness.js'
import { HERE, openShop } from './shop.js'
import { callsOf } from './support.js'

type Headers = NonNullable<Sent['headers']>
type Send = (headers: Headers, method?: string, path?: string) => Promise<Answer>

/** Sends requests for `shop.example` without session and token. */
async function sender(start: Start, options: SharedCsrfOptions = {}): Promise<Send> {
  const { request } = await openShop(start, { mode: 'fetch-metadata', ...options })
  return (headers, method = 'POST', path = '/') =>
    request(path, undefined, { method, headers: { Host: 'shop.example', ...headers } })
}

const OTHERS = { trustedOrigins: ['pay.example'] }
const EVIL = { 'Sec-Fetch-Site': 'cross-site' }
const OWN = { 'Sec-Fetch-Site': 'same-origin' }

const ORIGINS = [
  'http://shop.example',
  'https://shop.example',
  'https://pay.example',
  'http://pay.example',
  'https://evil.example',
  'https://shop.example:8443',
  'https://shop.example.evil.example',
]

/** By what tells the origin and by Sec-Fetch-Site: the origins of which a request passes. */
const METADATA: readonly (readonly [
  said: 'origin' | 'referer' | 'nothing',
  site: Record<string, string>,
  passes: readonly string[],
])[] = [
  ['origin', {}, ['://shop.example', 'https://pay.example']],
  ['referer', {}, ['://shop.example', 'https://pay.example']],
  ['nothing', {}, ['']],
  ['origin', OWN, ['']],
  ['referer', OWN, ['']],
  ['nothing', { 'Sec-Fetch-Site': 'none' }, ['']],
  ...['cross-site', 'same-site', 'Same-Origin', 'x'].flatMap((site) => [
    ['origin', { 'Sec-Fetch-Site': site }, ['https://pay.example']] as const,
    ['referer', { 'Sec-Fetch-Site': site }, []] as const,
    ['nothing', { 'Sec-Fetch-Site': site }, []] as const,
  ]),
]

/** What a page can send without being asked, and what it cannot. */
const TYPES = [
  undefined,
  'APPLICATION/X-WWW-FORM-URLENCODED',
  'MULTIPART/FORM-DATA; boundary=x',
  'TEXT/PLAIN',
  'text/plain',
  'APPLICATION/JSON',
  'application/json; charset=utf-8',
  'application/x-www-form-urlencoded, text/plain',
]

/** A policy that must not be asked. */
const SILENT = {
  newCsrfToken: () => expect.unreachable(),
  getCsrfToken: () => expect.unreachable(),
  checkCsrfToken: () => expect.unreachable(),
}

export const csrfMetadata: Behaviours = {
  'by Fetch Metadata a request passes that comes from here or from a trusted origin': async (
    start,
  ) => {
    const send = await sender(start, OTHERS)
    for (const [said, site, passes] of METADATA) {
      for (const origin of ORIGINS) {
        const sent = { ...site, ...(said === 'referer' ? { Referer: `${origin}/a` } : {}) }
        const headers = said === 'origin' ? { ...sent, Origin: origin } : sent
        const status = passes.some((end) => origin.endsWith(end)) ? 200 : 400
        const answer = await send(headers)
        expect(answer, JSON.stringify(headers)).toMatchObject({ status, setCookies: [] })
      }
    }
  },

  'by Fetch Metadata the origin null is refused, and what tells nothing passes, unless told otherwise':
    async (start) => {
      const send = await sender(start, OTHERS)
      expect((await send({ Origin: 'null' })).status).toBe(400)
      expect((await send({})).status).toBe(200)
      const told = await sender(start, { allowNoOrigin: false, trustedOrigins: ['null'] })
      expect((await told({ Origin: 'null' })).status).toBe(200)
      expect((await told({})).status).toBe(400)
      expect((await told(OWN)).status).toBe(200)
    },

  'by Fetch Metadata GET, HEAD and OPTIONS pass, and PUT, PATCH and DELETE are checked': async (
    start,
  ) => {
    const send = await sender(start)
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      expect((await send({ ...EVIL, Origin: 'https://evil.example' }, method)).status).toBe(200)
    }
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      expect((await send(EVIL, method)).status).toBe(400)
      expect((await send(OWN, method)).status).toBe(200)
    }
  },

  'by Fetch Metadata `ownOrigin` stands in place of Host, as a proxy may have changed that': async (
    start,
  ) => {
    const proxied = { Host: 'backend.example', Origin: HERE }
    expect((await (await sender(start))(proxied)).status).toBe(400)
    const told = await sender(start, { ownOrigin: HERE })
    expect((await told(proxied)).status).toBe(200)
    expect((await told({ ...proxied, Origin: 'http://backend.example' })).status).toBe(400)
  },

  'by Fetch Metadata Pyramid’s check of the origin is not made besides': async (start) => {
    const send = await sender(start, { ownOrigin: HERE })
    expect((await send(OWN)).status).toBe(200)
    expect((await send({ Origin: 'http://shop.example' })).status).toBe(200)
    expect((await send({})).status).toBe(200)
    const unchecked = await sender(start, { checkOrigin: false })
    expect((await unchecked(EVIL)).status).toBe(400)
  },

  'by Fetch Metadata a wrong token does not matter, and no policy is asked': async (start) => {
    const send = await sender(start, { token: null, header: null, policy: SILENT })
    expect((await send({ 'X-CSRF-Token': 'wrong' })).status).toBe(200)
  },

  'by Fetch Metadata `requireCsrf`, `safeMethods` and exempt routes count as well': async (
    start,
  ) => {
    const send = await sender(start)
    expect((await send(EVIL, 'POST', '/exempt')).status).toBe(200)
    const reversed = await sender(start, { safeMethods: ['POST'] })
    expect((await reversed(EVIL)).status).toBe(200)
    expect((await reversed(EVIL, 'GET')).status).toBe(400)
    const silent = await sender(start, { requireCsrf: false })
    expect((await silent(EVIL)).status).toBe(200)
  },

  'by Fetch Metadata `checkCsrf` checks too, whatever the method': async (start) => {
    const send = await sender(start)
    for (const method of ['GET', 'POST']) {
      expect((await send(EVIL, method, '/exempt/checked')).status).toBe(400)
      expect((await send(OWN, method, '/exempt/checked')).status).toBe(200)
    }
  },

  'by Fetch Metadata a proxy that ends TLS is nothing to warn of': async (start) => {
    const send = await sender(start)
    const { process } = globalThis as { process?: { emitWarning: unknown } }
    const heard = await callsOf(process, 'emitWarning', async () => {
      expect((await send({ 'X-Forwarded-Proto': 'https', Origin: HERE })).status).toBe(200)
    })
    expect(heard).toEqual([])
  },

  'with mode `both` a request needs its token and the right origin': async (start) => {
    const both = await openShop(start, { mode: 'both', ...OTHERS })
    const { cookie, token } = await both.visit()
    const right = { 'X-CSRF-Token': token }
    for (const site of ['same-origin', 'none']) {
      const said = { 'Sec-Fetch-Site': site }
      expect(await both.status({ ...said, ...right }, cookie)).toBe(200)
      expect(await both.status(said, cookie)).toBe(400)
      expect(await both.status({ ...said, 'X-CSRF-Token': 'wrong' }, cookie)).toBe(400)
    }
    expect(await both.status({ ...EVIL, ...right }, cookie)).toBe(400)
    expect(await both.status({ Origin: 'https://evil.example', ...right }, cookie)).toBe(400)
    expect(await both.status({ Origin: 'https://pay.example', ...right }, cookie)).toBe(200)
    expect(await both.status(right, cookie)).toBe(200)
    const told = await openShop(start, { mode: 'both', ownOrigin: HERE })
    expect(await told.status(right, cookie), 'what the token is asked for over https').toBe(400)
    expect(await told.status({ ...right, Origin: HERE }, cookie)).toBe(200)
    expect(await told.status({ ...right, Origin: 'http://shop.example' }, cookie)).toBe(400)
  },

  'no type of content passes without the token, or from elsewhere': async (start) => {
    for (const mode of ['token', 'fetch-metadata', 'both'] as const) {
      const { request, visit, expectRefused } = await openShop(start, { mode })
      const { cookie, token } = await visit()
      const site = mode === 'token' ? OWN : EVIL
      for (const type of TYPES) {
        const headers = { ...site, ...(type !== undefined && { 'Content-Type': type }) }
        for (const body of ['', '{}', 'csrf_token=x', `x=csrf_token=${token}`]) {
          const answer = request('/', cookie, { method: 'POST', headers, body })
          // Fastify answers 415 to what is no type at all, before anything looks at the request.
          await expectRefused(answer, [400, 415])
        }
      }
    }
  },
}
