/** Requests of other sites: items 22 and 23 of the checklist. */
import { describe, expect, test } from 'vitest'
import {
  checkCsrfOrigin,
  checkCsrfToken,
  checkFetchMetadata,
  signedSerialize,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { CsrfRequest, SessionFactory } from '../../src/index.js'
import { withSession } from '../../src/bindings/fetch.js'
import type { CsrfOptions } from '../../src/index.js'
import { Jar } from '../support/jar.js'
import type { Data } from '../support/jar.js'
import { KINDS, all, modernOnes } from './kinds.js'

/** Whether a token is that of the session in the cookies. */
function isRight(factory: SessionFactory<Data>, cookies: string, token: string): boolean {
  const { session } = factory.open(cookies)
  return checkCsrfToken({ ...requestOf({ 'X-CSRF-Token': token }), session }, { raises: false })
}

function requestOf(headers: Readonly<Record<string, string>>): CsrfRequest {
  const { session } = KINDS['Pyramid 2']!.make('own').open()
  return {
    method: 'POST',
    scheme: 'https',
    host: 'shop.example',
    header: (name) =>
      Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1],
    session,
  }
}

describe('checklist 22: the token is that of the session', () => {
  describe.each(all)('%s', (_, { make }) => {
    const factory = make('own')
    const visit = (jar = new Jar()): [Jar, string] => [
      jar,
      jar.visit(factory, (session) => session.getCsrfToken()),
    ]

    test('of another session it is wrong', () => {
      const [[ada, adas], [eve, eves]] = [visit(), visit()]
      expect(isRight(factory, ada.header, adas)).toBe(true)
      expect(isRight(factory, ada.header, eves)).toBe(false)
      expect(isRight(factory, eve.header, adas)).toBe(false)
      expect(isRight(factory, '', adas)).toBe(false)
    })

    test('no part of it, and nothing more than it, is right', () => {
      const [jar, token] = visit()
      const others = ['', ' ', token.slice(1), token.slice(0, -1), `${token}0`, `${token}\u0000`]
      for (const text of [...others, token.toUpperCase(), ` ${token}`, 'undefined', 'null']) {
        if (text === token) continue
        expect([text, isRight(factory, jar.header, text)]).toEqual([text, false])
      }
    })

    test.each(['regenerate', 'invalidate'] as const)('after %s() the old one is wrong', (end) => {
      const [jar, old] = visit()
      jar.visit(factory, (session) => session[end]())
      expect(isRight(factory, jar.header, old)).toBe(false)
      const [, token] = visit(jar)
      expect([token === old, isRight(factory, jar.header, old)]).toEqual([false, false])
      expect(isRight(factory, jar.header, token)).toBe(true)
    })
  })

  test.each(modernOnes)('%s: after sign-in and sign-out the old one is wrong', (_, { make }) => {
    const [jar, factory] = [new Jar(), make('own')]
    for (const subject of ['ada', 'bob', undefined]) {
      const old = jar.visit(factory, (session) => session.getCsrfToken())
      jar.visit(factory, (session) => (session.subject = subject))
      expect(isRight(factory, jar.header, old)).toBe(false)
    }
  })

  test("Pyramid's own is read", () => {
    const token = '0123456789abcdef0123456789abcdef01234567'
    const now = Date.now() / 1000
    const cookie = `session=${signedSerialize([now, now, { _csrft_: token }], 'old')}`
    const factory = unencryptedCookieSessionFactoryConfig<Data>('old')
    expect(factory.open(cookie).session.getCsrfToken()).toBe(token)
    expect(isRight(factory, cookie, token)).toBe(true)
  })
})

describe('checklist 23: where a request comes from', () => {
  const asks = (options: CsrfOptions<Request>, init: RequestInit): Promise<number> => {
    const handle = withSession(KINDS['sealed']!.make('own'), () => new Response('done'), {
      csrf: options,
      onError: (error) => new Response('', { status: (error as { status: number }).status }),
    })
    const request = new Request('https://shop.example/', { method: 'POST', ...init })
    return handle(request).then(({ status }) => status)
  }
  const CROSS = { 'Sec-Fetch-Site': 'cross-site' }
  const OWN = { Origin: 'https://shop.example' }

  test('Sec-Fetch-Site counts before Origin, Origin before Referer', () => {
    const passes = (headers: Record<string, string>): boolean =>
      checkFetchMetadata(requestOf(headers), { raises: false })
    const evil = { Origin: 'https://evil.example' }
    expect(passes({ ...CROSS, ...OWN })).toBe(false)
    expect(passes({ 'Sec-Fetch-Site': 'same-site', ...OWN })).toBe(false)
    expect(passes({ 'Sec-Fetch-Site': 'same-origin', ...evil })).toBe(true)
    expect(passes({ ...evil, Referer: 'https://shop.example/' })).toBe(false)
    expect(passes({ Referer: 'https://evil.example/shop.example' })).toBe(false)
    expect(passes({ Referer: 'https://shop.example/a' })).toBe(true)
  })

  test('null is refused by both checks', () => {
    const request = requestOf({ Origin: 'null', Referer: 'https://shop.example/' })
    expect(checkFetchMetadata(request, { raises: false })).toBe(false)
    expect(checkCsrfOrigin(request, { raises: false })).toBe(false)
  })

  test.each(['token', 'fetch-metadata', 'both'] as const)(
    '%s: of whatever Content-Type, and with none, a request of another site is refused',
    async (mode) => {
      const types = [
        undefined,
        '',
        'text/plain',
        'TEXT/PLAIN',
        'application/json',
        'APPLICATION/JSON',
        'Application/X-WWW-Form-Urlencoded; charset=UTF-8',
        'MULTIPART/FORM-DATA; boundary=x',
        'multipart/form-data',
        'a; b',
      ]
      for (const type of types) {
        const headers = { ...CROSS, ...OWN, ...(type !== undefined && { 'Content-Type': type }) }
        for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'post', 'QUERY']) {
          const body = new TextEncoder().encode('csrf_token=x')
          const status = await asks({ mode }, { method, headers, body })
          expect([type, method, status]).toEqual([type, method, 400])
        }
      }
    },
  )

  test.each(['token', 'fetch-metadata', 'both'] as const)(
    '%s: GET, HEAD and OPTIONS are safe',
    async (mode) => {
      for (const method of ['GET', 'HEAD', 'OPTIONS']) {
        expect(await asks({ mode }, { method, headers: CROSS })).toBe(200)
      }
    },
  )
})
