import { expect } from 'vitest'
import {
  CookieCSRFStoragePolicy,
  generateKey,
  sealedCookieSessionFactory,
  storedSessionFactory,
} from '../../../src/index.js'
import type { BindableFactory } from '../../../src/index.js'
import { memoryStore } from '../../../src/stores/memory.js'
import type { Behaviours, Start } from './behaviour.js'
import { errorReply } from './harness.js'
import type { App, Sent, Server, Setup } from './harness.js'
import { cookiesOf, sessions, text } from './support.js'

const KEY = generateKey()
const OWN_NAME = { cookieName: 'own', secure: false } as const

const IN_COOKIES: Readonly<Record<string, () => BindableFactory>> = {
  'in a cookie': () => sealedCookieSessionFactory(KEY, OWN_NAME),
  'in a cookie, as Pyramid keeps them': () => sessions,
}

/** Where sessions are kept. Not every framework waits for a store once its error handling has answered. */
const KEPT: Readonly<Record<string, () => BindableFactory>> = {
  ...IN_COOKIES,
  'in a store': () => storedSessionFactory(memoryStore(), KEY, OWN_NAME),
}

type Headers = NonNullable<Sent['headers']>

/** What browsers send of a page of another site. React Router refuses some Origins before any check. */
const KNOWN_BY_SITE: Headers = { 'Sec-Fetch-Site': 'cross-site' }
const KNOWN_BY_TOKEN: Headers = { Referer: 'https://evil.example/' }
const STRANGERS: readonly Headers[] = [
  KNOWN_BY_SITE,
  KNOWN_BY_TOKEN,
  { ...KNOWN_BY_SITE, Origin: 'https://evil.example' },
  { Origin: 'https://evil.example' },
  { ...KNOWN_BY_SITE, Origin: 'https://pay.example' },
  { 'Sec-Fetch-Site': 'same-site', Origin: 'https://pay.example' },
  { Origin: 'https://pay.example' },
  { Referer: 'https://pay.example/' },
]

/** The site of `trustedOrigins` is another one all the same: its forms need a token, and bring no `Lax` cookie. */
const TRUSTING = { trustedOrigins: ['pay.example'] }

/** Of a page of the application itself. */
const OWN: Headers = { 'Sec-Fetch-Site': 'same-origin' }

const post = (headers: Headers): Sent => ({ method: 'POST', headers })

/** The application's error handling tells the visitor what has happened. */
const flashing: Setup['onError'] = (error, session) => {
  session().flash('Please send the form again')
  return errorReply(error)
}

/** Handlers that check by themselves, and answer a refusal by a page with a form; one that gives a form; and others. */
const pages: App = (path, { check, getToken, session }) => {
  if (path === '/form') return text(getToken())
  if (path !== '/exempt/form') return text(session().popFlash().join())
  try {
    check()
    return text('passed')
  } catch {
    return text(getToken(), { status: 400 })
  }
}

/** What reads the body itself and cannot, as before any check: what is wrong with it is the error of the handler. */
const reading: App = (path, { session }) => {
  if (path !== '/exempt/read') return text(session().popFlash().join())
  throw Object.assign(new Error('too long'), { status: 413 })
}

/** What frameworks, and what reads bodies, may refuse by themselves. */
const ODD: readonly { readonly path?: string; readonly type?: string; readonly body?: string }[] = [
  { path: '/%zz' },
  { path: '/%' },
  { type: 'application/json', body: '{' },
  { type: 'text/unknown', body: 'a=b' },
  { type: 'multipart/form-data', body: 'no boundary' },
  { type: 'application/x-www-form-urlencoded', body: `a=${'b'.repeat(70_000)}` },
  { type: 'application/x-www-form-urlencoded; charset=unknown', body: 'a=b' },
]

const openWith = (start: Start, setup: Partial<Setup>): Promise<Server> =>
  start(pages, { csrf: TRUSTING, onError: flashing, ...setup })

export const csrfStrangers: Behaviours = {
  'the answer to a request of another site that is refused begins no session': async (start) => {
    for (const [where, factory] of Object.entries(KEPT)) {
      const { request } = await openWith(start, { factory: factory() })
      for (const headers of STRANGERS) {
        for (const cookie of [undefined, 'own=bad; session=bad']) {
          const answer = await request('/', cookie, post(headers))
          expect(answer, where).toMatchObject({ status: 400, setCookies: [] })
        }
      }
    }
  },

  'nor a session that cannot be written is an error then': async (start) => {
    const failed: unknown[] = []
    const { request } = await openWith(start, {
      onError: (error, session) => {
        session().set('a', 'x'.repeat(5000))
        return errorReply(error)
      },
      onCommitError: (error) => failed.push(error),
    })
    for (const headers of STRANGERS) {
      expect(await request('/', undefined, post(headers))).toMatchObject({ status: 400 })
    }
    expect(failed).toEqual([])
  },

  'a session that a refused request has brought goes on, and carries what the answer says': async (
    start,
  ) => {
    for (const [where, factory] of Object.entries(IN_COOKIES)) {
      const { request } = await openWith(start, { factory: factory() })
      const before = cookiesOf(await request('/form'))
      for (const headers of [KNOWN_BY_SITE, KNOWN_BY_TOKEN, OWN]) {
        const answer = await request('/', before, post(headers))
        expect(answer.status, where).toBe(400)
        const now = cookiesOf(answer) || before
        expect((await request('/', now)).body, where).toBe('Please send the form again')
      }
    }
  },

  'a visitor whose session has expired gets another, with what the answer says': async (start) => {
    for (const [where, factory] of Object.entries(IN_COOKIES)) {
      const { request } = await openWith(start, { factory: factory() })
      for (const headers of [{}, OWN]) {
        const answer = await request('/', undefined, post(headers))
        expect(answer.status, where).toBe(400)
        expect(answer.setCookies, where).toHaveLength(1)
        const { body } = await request('/', cookiesOf(answer))
        expect(body, where).toBe('Please send the form again')
      }
    }
  },

  'a handler that checks by itself, and answers by itself, begins no session for them either':
    async (start) => {
      for (const [where, factory] of Object.entries(KEPT)) {
        const { request } = await openWith(start, { factory: factory() })
        for (const headers of STRANGERS) {
          const answer = await request('/exempt/form', undefined, post(headers))
          expect(answer, where).toMatchObject({ status: 400, setCookies: [] })
        }
        const own = await request('/exempt/form', undefined, post(OWN))
        expect(own, where).toMatchObject({ status: 400, setCookies: [expect.any(String)] })
      }
    },

  'a token in a cookie of its own is not given to them either': async (start) => {
    const csrf = { ...TRUSTING, policy: new CookieCSRFStoragePolicy() }
    const { request } = await openWith(start, { csrf })
    for (const headers of STRANGERS) {
      const answer = await request('/exempt/form', undefined, post(headers))
      expect(answer).toMatchObject({ status: 400, setCookies: [] })
    }
    const own = await request('/exempt/form', undefined, post(OWN))
    expect(cookiesOf(own)).toBe(`csrf_token=${own.body}`)
  },

  'nor is one begun by an error with a form of theirs that no check has passed': async (start) => {
    for (const [where, factory] of Object.entries(KEPT)) {
      for (const csrf of [TRUSTING, undefined]) {
        const setup = { csrf, onError: flashing, factory: factory() }
        const { request } = await start(reading, setup)
        for (const headers of STRANGERS) {
          const answer = await request('/exempt/read', undefined, post(headers))
          expect(answer.status, where).toBeGreaterThanOrEqual(400)
          expect(answer.setCookies, where).toEqual([])
        }
        const own = await request('/exempt/read', undefined, post(OWN))
        expect(own.status, where).toBe(413)
        expect((await request('/', cookiesOf(own))).body).toBe('Please send the form again')
      }
    }
  },

  'an error with a form of theirs that a check has passed may begin one': async (start) => {
    const csrf = { ...TRUSTING, mode: 'fetch-metadata' } as const
    const failing: App = () => {
      throw Object.assign(new Error('no such thing'), { status: 404 })
    }
    const { request } = await start(failing, { csrf, onError: flashing })
    const headers = { Referer: 'https://pay.example/' }
    const answer = await request('/', undefined, post(headers))
    expect(answer).toMatchObject({ status: 404, setCookies: [expect.any(String)] })
  },

  'what is refused before a check begins no session for them': async (start) => {
    for (const [where, factory] of Object.entries(KEPT)) {
      const { request } = await openWith(start, { factory: factory() })
      for (const headers of [KNOWN_BY_SITE, KNOWN_BY_TOKEN]) {
        for (const { path = '/', type = 'text/plain', body = '' } of ODD) {
          const sent = { method: 'POST', headers: { ...headers, 'Content-Type': type }, body }
          const answer = await request(path, undefined, sent)
          expect(answer.status, path + type).toBeGreaterThanOrEqual(400)
          expect(answer.setCookies, where + path + type).toEqual([])
        }
      }
    }
  },
}
