import { expect } from 'vitest'
import {
  CookieCSRFStoragePolicy,
  SessionCSRFStoragePolicy,
  signedCookieSessionFactory,
} from '../../../src/index.js'
import type { SessionFactory } from '../../../src/index.js'
import type { Behaviours } from './behaviour.js'
import { errorReply } from './harness.js'
import type { SharedCsrfOptions } from './harness.js'
import { RIGHT, openShop } from './shop.js'
import { SECRET, cookiesOf, sessions } from './support.js'

/** Where sessions and tokens are kept. */
const KEPT: readonly (readonly [string, SessionFactory, SharedCsrfOptions])[] = [
  ['a session that is written after every access', sessions, {}],
  ['one that is written in time', signedCookieSessionFactory(SECRET, { reissueTime: 0 }), {}],
  ['a key of its own', sessions, { policy: new SessionCSRFStoragePolicy({ key: 'own' }) }],
  ['a cookie of its own', sessions, { policy: new CookieCSRFStoragePolicy() }],
]

const WRONG_OPTIONS: readonly (readonly [string, object])[] = [
  ['mode', { mode: 'Token' }],
  ['mode', { mode: null }],
  ['mask', { mask: 'yes' }],
  ['nonsense', { nonsense: 1 }],
  ['token', { token: null, header: null }],
  ['policy', { policy: {} }],
  ['ownOrigin', { ownOrigin: 'shop.example' }],
  ['ownOrigin', { ownOrigin: 'https://shop.example/' }],
  ['trustedOrigins', { trustedOrigins: ['https://pay.example'] }],
  ['trustedOrigins', { trustedOrigins: 'pay.example .' }],
  ['trustedOrigins', { trustedOrigins: [1] }],
  ['safeMethods', { safeMethods: 'GET' }],
]

export const csrfTokens: Behaviours = {
  'POST, PUT, PATCH and DELETE without a token are refused with 400': async (start) => {
    const { request, visit, expectRefused } = await openShop(start)
    const { cookie } = await visit()
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      await expectRefused(request('/', cookie, { method }))
      await expectRefused(request('/', undefined, { method }))
    }
  },

  'GET, HEAD and OPTIONS are not checked': async (start) => {
    const { request, calls } = await openShop(start)
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      expect((await request('/', undefined, { method })).status, method).toBe(200)
      expect(calls, method).toEqual(['/'])
    }
  },

  'with the right token in the header the handler runs': async (start) => {
    const { post, visit, calls } = await openShop(start)
    const { cookie, token } = await visit()
    expect(await post('/', cookie, token)).toMatchObject({ status: 200, body: 'ran' })
    expect(calls).toEqual(['/'])
  },

  'a wrong token, or that of another session, is refused': async (start) => {
    const { post, visit, expectRefused } = await openShop(start)
    const [one, other] = [await visit(), await visit()]
    await expectRefused(post('/', one.cookie, other.token))
    await expectRefused(post('/', one.cookie, ''))
    await expectRefused(post('/', one.cookie, one.token.toUpperCase()))
  },

  'a header that is sent twice is no token': async (start) => {
    const { request, visit, expectRefused } = await openShop(start)
    const { cookie, token } = await visit()
    const headers = { 'X-CSRF-Token': [token, token] }
    await expectRefused(request('/', cookie, { method: 'POST', headers }))
  },

  'a token in the URL does not count': async (start) => {
    const { post, visit, expectRefused } = await openShop(start)
    const { cookie, token } = await visit()
    await expectRefused(post(`/?csrf_token=${token}`, cookie))
  },

  'X-XSRF-Token is looked at too, after X-CSRF-Token': async (start) => {
    const { status, visit } = await openShop(start)
    const { cookie, token } = await visit()
    expect(await status({ 'X-XSRF-Token': token }, cookie)).toBe(200)
    expect(await status({ 'X-CSRF-Token': '', 'X-XSRF-Token': token }, cookie)).toBe(200)
    expect(await status({ 'X-CSRF-Token': 'wrong', 'X-XSRF-Token': token }, cookie)).toBe(400)
    expect(await status({ 'X-XSRF-Token': 'wrong' }, cookie)).toBe(400)
  },

  'the names of the headers are those of the options': async (start) => {
    const { visit } = await openShop(start)
    const { cookie, token } = await visit()
    const one = await openShop(start, { header: 'X-Tk' })
    expect(await one.status({ 'x-tk': token }, cookie)).toBe(200)
    await one.expectRefused(one.post('/', cookie, token))
    const two = await openShop(start, { header: ['X-One', 'X-Two'] })
    expect(await two.status({ 'X-Two': token }, cookie)).toBe(200)
    expect(await two.status({ 'X-CSRF-Token': token }, cookie)).toBe(400)
  },

  'a new token puts the old one out of use': async (start) => {
    const { request, post, visit, expectRefused } = await openShop(start)
    const { cookie, token } = await visit()
    const answer = await request('/new', cookie)
    await expectRefused(post('/', cookiesOf(answer), token))
    expect((await post('/', cookiesOf(answer), answer.body)).status).toBe(200)
  },

  'a refusal sets no cookie, so that it signs nobody out': async (start) => {
    for (const [where, factory, options] of KEPT) {
      const { request, post } = await openShop(start, options, { factory })
      // What a browser sends when another site posts a form: no cookie of SameSite=Lax.
      for (const headers of [{}, { 'X-CSRF-Token': 'x' }, { Origin: 'http://evil.example' }]) {
        const answer = await request('/', undefined, { method: 'POST', headers })
        expect(answer, where).toMatchObject({ status: 400, setCookies: [] })
      }
      const bad = await post('/', 'session=bad', 'x')
      expect(bad, where).toMatchObject({ status: 400, setCookies: [] })
    }
  },

  'a check is no access: a session that nobody touches stays as it is': async (start) => {
    const { post, visit } = await openShop(start)
    const { cookie, token } = await visit()
    expect(await post('/', cookie, token)).toMatchObject({ status: 200, setCookies: [] })
    expect(await post('/', cookie, 'x')).toMatchObject({ status: 400, setCookies: [] })
  },

  'what is not checked does not touch the session': async (start) => {
    const { request, post } = await openShop(start)
    expect((await request('/')).setCookies).toEqual([])
    expect((await post('/exempt')).setCookies).toEqual([])
  },

  'a refusal does not give the token away': async (start) => {
    const { post, visit } = await openShop(start)
    const { cookie, token } = await visit()
    const { status, body } = await post('/', cookie, `${token}0`)
    expect(status).toBe(400)
    expect(body).not.toContain(token)
  },

  'a refusal goes to the application’s error handling, where there is one, with status and code':
    async (start) => {
      const { post } = await openShop(start, {}, { onError: errorReply })
      expect(await post('/')).toMatchObject({ status: 400, body: 'BAD_CSRF_TOKEN', setCookies: [] })
    },

  'an exempt route is not checked': async (start) => {
    const { post } = await openShop(start)
    expect(await post('/exempt')).toMatchObject({ status: 200, body: 'ran' })
  },

  '`checkCsrf` checks a form that the handler has parsed': async (start) => {
    const right = await openShop(start, { policy: { ...RIGHT } })
    expect((await right.post('/exempt/checked')).body).toBe('ran')
    const checkCsrfToken = (_: unknown, supplied: string): boolean => supplied === 'wrong'
    const wrong = await openShop(start, { policy: { ...RIGHT, checkCsrfToken } })
    expect((await wrong.post('/exempt/checked')).status).toBe(400)
  },

  '`checkCsrf` throws an error that says what was wrong': async (start) => {
    const { post } = await openShop(start)
    expect((await post('/exempt/reasons')).body).toBe('no-body,missing,missing,mismatch')
  },

  'which methods are safe is said by the options': async (start) => {
    const { request, post, expectRefused } = await openShop(start, { safeMethods: ['POST'] })
    expect((await post('/')).status).toBe(200)
    await expectRefused(request('/'))
  },

  '`requireCsrf: false` checks nothing by itself': async (start) => {
    const { post } = await openShop(start, { requireCsrf: false })
    expect(await post('/')).toMatchObject({ status: 200, body: 'ran' })
  },

  'an option that is wrong is refused, by its name': async (start) => {
    for (const [option, options] of WRONG_OPTIONS) {
      await expect(openShop(start, options), option).rejects.toThrow(
        expect.objectContaining({ option }),
      )
    }
  },

  'a token in a cookie of its own goes out beside the session': async (start) => {
    const shop = await openShop(start, { policy: new CookieCSRFStoragePolicy() })
    const { cookie, token } = await shop.visit('/both')
    expect(cookie).toMatch(/session=/)
    expect(cookie).toContain(`csrf_token=${token}`)
    await shop.expectRefused(shop.post('/', cookie, 'wrong'))
    expect((await shop.post('/', cookie, token)).status).toBe(200)
  },

  'a token in a cookie of its own goes out once, and caches are told of it': async (start) => {
    const { request } = await openShop(start, { policy: new CookieCSRFStoragePolicy() })
    const answer = await request('/form')
    expect(answer.setCookies).toEqual([`csrf_token=${answer.body}; Path=/; SameSite=Lax`])
    expect([answer.header('vary'), answer.header('cache-control')]).toEqual(['Cookie', 'no-store'])
    expect((await request('/form', cookiesOf(answer))).setCookies).toEqual([])
  },
}
