/** Policies get a request as the checks see it. They may hand a copy on, as with any object. */
import express from 'express'
import { afterEach, describe, expect, test } from 'vitest'
import { csrf, getCsrfToken, session } from '../../src/bindings/express.js'
import * as forFetch from '../../src/bindings/fetch.js'
import {
  CookieCSRFStoragePolicy,
  generateKey,
  sealedCookieSessionFactory,
} from '../../src/index.js'
import type { CsrfRequest, CSRFStoragePolicy } from '../../src/index.js'
import type { Server } from '../contracts/binding/harness.js'
import { listen } from './listen.js'

const sessions = sealedCookieSessionFactory(generateKey(), { secure: false, cookieName: 'a' })

type Copy = (request: CsrfRequest) => CsrfRequest

const COPIES: Readonly<Record<string, Copy>> = {
  'by spread': (request) => ({ ...request }),
  'by Object.create': (request) => Object.create(request) as CsrfRequest,
  'by Proxy': (request) => new Proxy(request, {}),
  'part by part': ({ header, method, scheme, host, session, cookieHeader, bodyValue }) => {
    return { header, method, scheme, host, session, cookieHeader, bodyValue }
  },
}

/** One that hands copies on, when it has used each part. */
function policyWith(copy: Copy): CSRFStoragePolicy {
  const inner = new CookieCSRFStoragePolicy({ secure: false })
  const used = (request: CsrfRequest): CsrfRequest => {
    const copied = copy(request)
    expect(copied.method).toMatch(/^(GET|POST)$/)
    expect(copied.header('X-Csrf-Token') ?? '').toBeTypeOf('string')
    expect(copied.session.peek('user' as never)).toBeUndefined()
    return copied
  }
  return {
    cookieName: inner.cookieName,
    newCsrfToken: (request) => inner.newCsrfToken(request),
    getCsrfToken: (request) => (used(request), inner.getCsrfToken(request)),
    checkCsrfToken: (request, token) => inner.checkCsrfToken(used(request), token),
    commit: (request) => inner.commit(request),
  }
}

let server: Server | undefined
afterEach(() => server?.stop())

describe.each(Object.entries(COPIES))('a policy that copies the request %s', (_, copy) => {
  test('gets what it needs in Express', async () => {
    const app = express().use(session(sessions), csrf({ policy: policyWith(copy) }))
    app.get('/', (request, response) => void response.send(getCsrfToken(request)))
    app.post('/', (_request, response) => void response.send('sent'))
    server = await listen(app)
    const { body: token, setCookies } = await server.request('/')
    const cookie = setCookies.map((line) => line.split(';')[0]).join('; ')
    const headers = { 'X-CSRF-Token': token }
    expect(await server.request('/', cookie, { method: 'POST', headers })).toMatchObject({
      status: 200,
      body: 'sent',
    })
  })

  test('and for fetch', async () => {
    const handler = forFetch.withSession(
      sessions,
      (request) => new Response(forFetch.getCsrfToken(request)),
      { csrf: { policy: policyWith(copy) } },
    )
    const page = await handler(new Request('http://shop.example/'))
    const token = await page.text()
    const Cookie = page.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    const headers = { Cookie, 'X-CSRF-Token': token }
    const answer = await handler(new Request('http://shop.example/', { method: 'POST', headers }))
    expect(answer.status).toBe(200)
  })
})
