import { describe, expect, expectTypeOf, test } from 'vitest'
import { nextSession } from '../../src/bindings/next.js'
import { originOf, setCookies, signalOf } from '../../src/bindings/shared/next.js'
import { goesOn, passedOn, showCookies } from '../../src/bindings/shared/next-proxy.js'
import { OptionError, sealedCookieSessionFactory, generateKey } from '../../src/index.js'
import type { Session } from '../../src/index.js'
import { dataOf, factoryOf, sessions } from '../contracts/binding/support.js'
import { typeTest } from '../support/type-test.js'

const BEHIND = { headers: { cookie: 'a=1; session=old; b=2', 'x-own': '1' } }

describe('nextSession()', () => {
  test('options are checked at once', () => {
    const { withSession, action, sessionProxy } = nextSession(sessions)
    expect(() => nextSession('secret' as never)).toThrow(OptionError)
    expect(() => nextSession(sessions, { name: 'admin' } as never)).toThrow(
      /^name is not an option/,
    )
    expect(() => nextSession(sessions, { csrf: { header: 1 } as never })).toThrow(/^header/)
    expect(() => withSession({} as never)).toThrow(/^handler must be a function/)
    expect(() => action(undefined as never)).toThrow(/^handler must be a function/)
    expect(() => sessionProxy(() => undefined, { flash: 1 } as never)).toThrow(/^flash must be/)
    expect(() => sessionProxy(() => undefined, { csrf: { mode: 'no' } as never })).toThrow(/^mode/)
    const exempt = { csrf: { exempt: '/webhooks' } as never }
    expect(() => sessionProxy(() => undefined, exempt)).toThrow(/^exempt must be a function/)
  })

  test('of several hosts in X-Forwarded-Host the first is that of the browser', () => {
    const headers = {
      'X-Forwarded-Host': 'shop.example, internal:8080',
      'X-Forwarded-Proto': 'https',
    }
    const request = new Request('http://localhost:3000/', { headers })
    expect(originOf(request)).toEqual({ scheme: 'https', host: 'shop.example' })
  })

  test('an untouched response is passed on as it is', async () => {
    const response = new Response('as it is')
    const GET = nextSession(sessions).withSession(() => response)
    expect(await GET(new Request('http://localhost/'), {})).toBe(response)
  })

  test('a handler that answers nothing is an error', async () => {
    const GET = nextSession(sessions).withSession(() => undefined as never)
    const answer = GET(new Request('http://localhost/'), {})
    await expect(answer).rejects.toThrow(/^The handler gave no Response/)
  })

  test('what Next.js throws for itself reaches it as it is', async () => {
    const own = Object.assign(new Error('dynamic'), { digest: 'DYNAMIC_SERVER_USAGE' })
    const onError = () => new Response('never')
    const GET = nextSession(sessions, { onError }).withSession(() => {
      throw own
    })
    await expect(GET(new Request('http://localhost/'), {})).rejects.toBe(own)
  })

  test('what a handler inside another has answered by onError is no exception outside', async () => {
    const outer = nextSession(factoryOf({ cookieOnException: false }))
    const onError = () => new Response('page', { status: 500 })
    const inner = nextSession(factoryOf({ cookieName: 'admin' }), { onError })
    const failing = inner.withSession(() => Promise.reject(new Error('failed')))
    const GET = outer.withSession(async (request, session, context) => {
      session.set('a', 1)
      return failing(request, context)
    })
    const { headers } = await GET(new Request('http://localhost/'), {})
    expect(dataOf({ setCookies: headers.getSetCookie() })).toEqual({ a: 1 })
  })

  typeTest('types say what the session holds, and what handlers are given', () => {
    const users = sealedCookieSessionFactory<{ user: string }>(generateKey())
    const { getSession, withSession, action, sessionProxy } = nextSession(users)
    expectTypeOf(getSession).returns.resolves.toEqualTypeOf<Session<{ user: string }>>()
    class OwnRequest extends Request {}
    interface Context {
      readonly params: Promise<{ id: string }>
    }
    const typed = withSession((_request: OwnRequest, session, _context: Context) =>
      Response.json(session.get('user')),
    )
    expectTypeOf(typed).parameters.toEqualTypeOf<[OwnRequest, Context]>()
    const plain = withSession(() => new Response())
    expectTypeOf(plain).toExtend<(request: OwnRequest, context: Context) => Promise<Response>>()
    const run = action(async (session, at: number) => session.get('user', 'nobody').at(at))
    expectTypeOf(run).toEqualTypeOf<(at: number) => Promise<string | undefined>>()
    expectTypeOf(sessionProxy(() => undefined)).returns.resolves.toEqualTypeOf<Response>()
  })
})

describe('the cookie store of Next.js', () => {
  const stored: unknown[][] = []
  const store = {
    get: () => undefined,
    set: (...args: unknown[]) => stored.push(args),
  }

  test('gets name, value and attributes', () => {
    setCookies(store, ['a=b-_.1; Path=/; secure; HttpOnly; SameSite=Lax; Max-Age=60'])
    const options = { path: '/', secure: true, httpOnly: true, sameSite: 'lax', maxAge: 60 }
    expect(stored.splice(0)).toEqual([['a', 'b-_.1', options]])
  })

  test('gets nothing that it would change, which is an error in words', () => {
    const lines = ['a=1; Path=/', 'b=1+2/3=; Path=/']
    expect(() => setCookies(store, lines)).toThrow(/^The cookie b cannot be set by cookies\(\)/)
    expect(stored).toEqual([])
  })
})

describe('what a handler throws', () => {
  test.each([
    ['NEXT_REDIRECT;push;/;307;', { kind: 'redirect' }],
    ['NEXT_HTTP_ERROR_FALLBACK;404', { kind: 'status', status: 404 }],
    ['NEXT_STATIC_GEN_BAILOUT', { kind: 'other' }],
    ['1234567', undefined],
    [7, undefined],
  ])('of digest %s is a signal or not', (digest, signal) => {
    expect(signalOf(Object.assign(new Error(), { digest }))).toEqual(signal)
  })

  test('without one is none', () => {
    for (const thrown of [undefined, null, 'text', new Error()]) {
      expect(signalOf(thrown)).toBeUndefined()
    }
  })
})

describe('a request that a proxy passes on', () => {
  const requestHeader = ({ headers }: Response, name: string) =>
    headers.get(`x-middleware-request-${name}`)
  const overridden = ({ headers }: Response) =>
    headers.get('x-middleware-override-headers')?.split(',').toSorted()

  test('has the new cookies in the place of the old ones, and all else', () => {
    const response = passedOn()
    showCookies(new Request('http://localhost/', BEHIND), response, ['session=new; Path=/', 'c=3'])
    expect(goesOn(response)).toBe(true)
    expect(requestHeader(response, 'cookie')).toBe('a=1; b=2; session=new; c=3')
    expect(requestHeader(response, 'x-own')).toBe('1')
    expect(overridden(response)).toEqual(['cookie', 'x-own'])
  })

  test('has no cookie that is taken away', () => {
    const response = passedOn()
    showCookies(new Request('http://localhost/', BEHIND), response, ['session=; Max-Age=0'])
    expect(requestHeader(response, 'cookie')).toBe('a=1; b=2')
  })

  test('has a cookie whose value ends with =, as Base64 does', () => {
    const response = passedOn()
    showCookies(new Request('http://localhost/', BEHIND), response, ['session=bmV3IQ==; Path=/'])
    expect(requestHeader(response, 'cookie')).toBe('a=1; b=2; session=bmV3IQ==')
  })

  test('keeps what the proxy itself says of its headers', () => {
    const headers = {
      'x-middleware-rewrite': 'http://localhost/other',
      'x-middleware-override-headers': 'x-mine,cookie',
      'x-middleware-request-x-mine': '7',
      'x-middleware-request-cookie': 'only=1',
    }
    const response = new Response(null, { headers })
    showCookies(new Request('http://localhost/', BEHIND), response, ['session=new'])
    expect(requestHeader(response, 'cookie')).toBe('only=1; session=new')
    expect(requestHeader(response, 'x-own')).toBeNull()
    expect(overridden(response)).toEqual(['cookie', 'x-mine'])
  })

  test.each([
    ['x-own', ['cookie', 'x-own']],
    ['', ['cookie']],
  ])('of a proxy that takes the cookies away has the new ones alone: %j', (listed, expected) => {
    const headers = { 'x-middleware-next': '1', 'x-middleware-override-headers': listed }
    const response = new Response(null, { headers })
    showCookies(new Request('http://localhost/', BEHIND), response, ['session=new'])
    expect(requestHeader(response, 'cookie')).toBe('session=new')
    expect(overridden(response)).toEqual(expected)
  })

  test('is as it was where no cookie is set', () => {
    const response = passedOn()
    showCookies(new Request('http://localhost/', BEHIND), response, [])
    expect(overridden(response)).toBeUndefined()
  })
})
