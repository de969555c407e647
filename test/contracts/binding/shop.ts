/** The application of the behaviours of the automatic CSRF check. */
import { expect } from 'vitest'
import type { BadCsrfToken } from '../../../src/index.js'
import type { Start } from './behaviour.js'
import type { Actions, Answer, App, Sent, Server, Setup, SharedCsrfOptions } from './harness.js'
import { cookiesOf, text } from './support.js'

export const HERE = 'https://shop.example'
export const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' }

/** A policy whose token is `right`. */
export const RIGHT = {
  newCsrfToken: () => 'right',
  getCsrfToken: () => 'right',
  checkCsrfToken: (_: unknown, supplied: string) => supplied === 'right',
}

type Headers = NonNullable<Sent['headers']>

export interface Shop {
  readonly request: Server['request']
  /** For which path the application was called by the last request. */
  readonly calls: string[]
  /** A session that has a token: its cookie, and the token. */
  readonly visit: (path?: string) => Promise<{ cookie: string; token: string }>
  /** A POST with a token in the header, or without. */
  readonly post: (path: string, cookie?: string, token?: string) => Promise<Answer>
  /** The status of the answer to a POST with these headers. */
  readonly status: (headers: Headers, cookie?: string) => Promise<number>
  /** A POST of a form. */
  readonly form: (cookie: string, body: string, headers?: Headers) => Promise<Answer>
  /** That a request is refused, with 400 or by another of `statuses`, and that the application did not hear of it. */
  readonly expectRefused: (answer: Promise<Answer>, statuses?: readonly number[]) => Promise<void>
}

/** Opens it with no error handling of its own, so that the binding answers a refused request. */
export async function openShop(
  start: Start,
  csrf: SharedCsrfOptions = {},
  setup: Partial<Setup> = {},
): Promise<Shop> {
  const calls: string[] = []
  const server = await start(pages(calls), { csrf, onError: undefined, ...setup })
  const request: Server['request'] = (...sent) => {
    calls.length = 0
    return server.request(...sent)
  }
  const post: Shop['post'] = (path, cookie, token) => {
    const headers = token === undefined ? {} : { 'X-CSRF-Token': token }
    return request(path, cookie, { method: 'POST', headers })
  }
  return {
    request,
    calls,
    post,
    visit: async (path = '/form') => {
      const answer = await request(path)
      expect(answer.status).toBe(200)
      return { cookie: cookiesOf(answer), token: answer.body }
    },
    status: async (headers, cookie) =>
      (await request('/', cookie, { method: 'POST', headers })).status,
    form: (cookie, body, headers) =>
      request('/', cookie, { method: 'POST', headers: { ...FORM, ...headers }, body }),
    expectRefused: async (answer, statuses = [400]) => {
      expect(statuses).toContain((await answer).status)
      expect(calls).toEqual([])
    },
  }
}

const pages =
  (calls: string[]): App =>
  (path, { getToken, newToken, check, session }) => {
    calls.push(path)
    if (path === '/form') return text(getToken())
    if (path === '/new') return text(newToken())
    if (path === '/both') session().set('a', 1)
    if (path === '/both') return text(getToken())
    if (path === '/exempt/checked') check({ csrf_token: ['wrong', 'right'] })
    if (path === '/exempt/reasons') return text(REASONS.map((body) => reasonOf(check, body)))
    return text('ran')
  }

/** Bodies without the right token. */
const REASONS = [undefined, {}, { csrf_token: ['x', ['y']] }, { csrf_token: 'x' }]

function reasonOf(check: Actions['check'], body: unknown): string {
  try {
    check(body)
    return 'none'
  } catch (error) {
    return (error as BadCsrfToken).reason
  }
}
