import { describe, expect, test, vi } from 'vitest'
import * as binding from '../../src/bindings/fetch.js'
import { checkCsrf, withSession } from '../../src/bindings/fetch.js'
import {
  CookieCSRFStoragePolicy,
  generateKey,
  sealedCookieSessionFactory,
} from '../../src/index.js'
import { unencryptedCookieSessionFactoryConfig } from '../../src/index.js'
import type { Session } from '../../src/index.js'
import { actionsOf } from '../contracts/binding/actions.js'
import { describeError } from '../contracts/binding/harness.js'
import type { Actions, Harness } from '../contracts/binding/harness.js'
import { bindingContract } from '../contracts/binding/index.js'
import { JOINED } from '../contracts/binding/joined.js'
import { responseOf, serve } from '../contracts/binding/responses.js'
import { waitFor } from '../support/wait-for.js'

const joins: Harness = (app, { factory, admin, csrf, onError, onCommitError }) => {
  const answer = async (request: Request, session: Actions['session']) =>
    responseOf(await app(new URL(request.url).pathname, actionsOf(binding, request, session)))
  const handle = (request: Request, user: Session) => {
    if (admin === undefined) return answer(request, () => user)
    return withSession(
      admin,
      (_, other) => answer(request, (name) => (name === 'admin' ? other : user)),
      { onCommitError },
    )(request)
  }
  const page = (error: unknown, _request: Request, user: Session) =>
    responseOf(onError!(error, () => user))
  const exempt = ({ url }: Request) => new URL(url).pathname.startsWith('/exempt')
  const checks = csrf && { csrf: { ...csrf, exempt } }
  const options = { onCommitError, ...(onError && { onError: page }), ...checks }
  return serve(withSession(factory, handle, options))
}

const HERE = 'http://shop.example/'

bindingContract('fetch', joins, JOINED.fetch)

describe.each(['http://1.2.3.4.5/', 'http://x:99999/', 'http://a b/', 'https://[/', '/'])(
  'a request whose URL is none, %s, as some servers give it',
  (url) => {
    const sessions = sealedCookieSessionFactory(generateKey(), { secure: 'auto', cookieName: 'a' })
    const asked = (method: string, headers = {}): Request =>
      Object.defineProperty(new Request(HERE, { method, headers }), 'url', { value: url })
    const handle = (_request: Request, session: Session): Response => {
      session.set('user', 7)
      return new Response('in')
    }

    test.each(['GET', 'POST'])('%s has its session', async (method) => {
      const { status, headers } = await withSession(sessions, handle)(asked(method))
      const isSecure = url.startsWith('https:')
      expect([status, headers.getSetCookie()]).toEqual([200, [expect.any(String)]])
      expect(/; secure/i.test(headers.getSetCookie()[0]!)).toBe(isSecure)
    })

    test('comes from nowhere that a check would let through', async () => {
      const origins = [url, url.slice(0, -1), 'http://', 'http:///', 'http://shop.example', 'null']
      for (const origin of origins) {
        const request = asked('POST', { Origin: origin, 'Sec-Fetch-Site': 'cross-site' })
        const { status } = await withSession(sessions, handle, { csrf: {} })(request)
        expect(status).toBe(400)
      }
    })
  },
)

/** A request of another site. */
const strangers = (): Request =>
  new Request(HERE, { method: 'POST', headers: { 'Sec-Fetch-Site': 'cross-site' } })

describe('a request of another site that was refused', () => {
  const sessions = sealedCookieSessionFactory(generateKey(), { secure: false, cookieName: 'a' })
  const signIn = (_request: Request, session: Session): Response => {
    session.set('user', 7)
    return new Response('in')
  }

  test('is as any other for a handler that comes after and does not refuse it', async () => {
    const request = strangers()
    const refused = await withSession(sessions, signIn, { csrf: {} })(request)
    expect([refused.status, refused.headers.getSetCookie()]).toEqual([400, []])
    const answer = await withSession(sessions, signIn)(request)
    expect(answer.headers.getSetCookie()).toHaveLength(1)
  })

  test('is none any more where the automatic check of a later handler lets it pass', async () => {
    const around = sealedCookieSessionFactory(generateKey(), { secure: false, cookieName: 'b' })
    const mode = 'fetch-metadata'
    const strict = withSession(sessions, signIn, { csrf: { mode } })
    const trusting = withSession(sessions, signIn, {
      csrf: { mode, trustedOrigins: ['pay.example'] },
    })
    const outer = withSession(around, async (request, session) => {
      session.set('user', 8)
      const refused = await strict(request)
      expect([refused.status, refused.headers.getSetCookie()]).toEqual([400, []])
      return trusting(request)
    })
    const headers = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://pay.example' }
    const answer = await outer(new Request(HERE, { method: 'POST', headers }))
    const names = answer.headers.getSetCookie().map((line) => line.split('=')[0])
    expect([await answer.text(), names]).toEqual(['in', ['a', 'b']])
  })

  test('is none any more where a later check lets it pass', async () => {
    const policy = new CookieCSRFStoragePolicy({ secure: false })
    const csrf = { policy, requireCsrf: false, checkOrigin: false }
    const token = 't'.repeat(40)
    const handler = withSession(
      sessions,
      (request, session) => {
        expect(() => checkCsrf(request)).toThrow('token')
        checkCsrf(request, new URLSearchParams({ csrf_token: token }))
        return signIn(request, session)
      },
      { csrf },
    )
    const headers = { Cookie: `csrf_token=${token}`, Origin: 'http://other.example' }
    const answer = await handler(new Request(HERE, { method: 'POST', headers }))
    expect(answer.headers.getSetCookie().some((line) => line.startsWith('a='))).toBe(true)
  })
})

describe('withSession for fetch', () => {
  const sessions = unencryptedCookieSessionFactoryConfig('seekrit')

  test('an untouched response is passed on as it is', async () => {
    const response = new Response('as it is')
    const handle = withSession(sessions, () => response)
    expect(await handle(new Request('http://localhost/'))).toBe(response)
  })

  test("the platform's further arguments are passed on", async () => {
    const handle = withSession(
      sessions,
      (_request, _session, env: { name: string }, context: number) =>
        new Response(env.name + context),
    )
    const response = await handle(new Request('http://localhost/'), { name: 'env' }, 3)
    expect(await response.text()).toBe('env3')
  })

  test('without onError the error is passed on to the platform', async () => {
    const handle = withSession(sessions, (_request, session) => {
      session.set('a', 1)
      throw new Error('boom')
    })
    await expect(handle(new Request('http://localhost/'))).rejects.toThrow('boom')
  })
})

describe('an answer that withSession for fetch cannot use', () => {
  const sessions = unencryptedCookieSessionFactoryConfig<{ a: unknown }>('seekrit')
  const page = (error: unknown) => new Response(describeError(error), { status: 500 })
  const HERE = new Request('http://localhost/')

  test.each([undefined, null, 'text', {}])('the handler gives %s', async (value) => {
    const handle = withSession(sessions, () => value as Response, { onError: page })
    expect(await (await handle(HERE.clone())).text()).toBe('NO_ANSWER')
    await expect(withSession(sessions, () => value as Response)(HERE.clone())).rejects.toThrow(
      /The handler gave no Response/,
    )
  })

  test('a response of another class will do', async () => {
    const foreign = { status: 200, headers: new Headers(), body: null, marker: 1 }
    const handle = withSession(sessions, () => foreign as unknown as Response)
    expect(await handle(HERE.clone())).toBe(foreign)
  })

  test('a response that cannot carry the cookie goes to onError', async () => {
    const handle = withSession(
      sessions,
      (_request, session) => {
        session.set('a', 1)
        return Response.error()
      },
      { onError: () => new Response('instead', { status: 500 }) },
    )
    const response = await handle(HERE.clone())
    expect(await response.text()).toBe('instead')
    expect(response.headers.getSetCookie()).toHaveLength(1)
  })

  test.each([
    ['Response.error()', () => Response.error()],
    [
      'a body that was used',
      () => {
        const used = new Response('once')
        void used.text()
        return used
      },
    ],
    ['no response', () => ({ status: 200, headers: {} }) as never],
  ])('onError gives %s: a plain 500, and it is printed', async (_, onError) => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const handle = withSession(
      sessions,
      (_request, session) => {
        session.set('a', 1)
        throw new Error('boom')
      },
      { onError },
    )
    const response = await handle(HERE.clone())
    expect([response.status, await response.text()]).toEqual([500, 'Internal Server Error\n'])
    expect(response.headers.getSetCookie()).toHaveLength(1)
    expect(printed).toHaveBeenCalledWith(expect.objectContaining({ code: 'NO_ANSWER' }))
    printed.mockRestore()
  })

  test('a factory that fails goes to onError', async () => {
    const failing = {
      open: () => {
        throw new Error('no store')
      },
    }
    const handle = withSession(failing, () => new Response(), { onError: page })
    expect(await (await handle(HERE.clone())).text()).toBe('no store')
  })

  test('handlers one after another have a session each', async () => {
    const request = HERE.clone()
    await withSession(sessions, () => new Response('not found', { status: 404 }))(request)
    const answer = await withSession(sessions, (_request, session) => {
      session.set('a', 1)
      return new Response()
    })(request)
    expect(answer.headers.getSetCookie()).toHaveLength(1)
  })

  test('a handler inside another one that is given a copy of the request: somebody is told', async () => {
    const onCommitError = vi.fn()
    const inner = withSession(sessions, (_request, session) => {
      session.set('a', 'inner')
      return new Response()
    })
    const outer = withSession(
      sessions,
      (request, session) => {
        session.set('a', 'outer')
        return inner(new Request(request))
      },
      { onCommitError },
    )
    await outer(HERE.clone())
    expect(onCommitError.mock.calls[0]![0]).toMatchObject({
      message: expect.stringMatching(/no copy of the request/),
    })
  })

  test.each([
    ['a text', () => new Response('for all')],
    ['no body', () => new Response(null)],
    ['a redirect', () => Response.redirect('http://localhost/', 303)],
  ])('%s that is given to two at once: no answer has the cookies of both', async (_, make) => {
    const shared = make()
    const handle = withSession(sessions, (request, session) => {
      session.set('a', request.url)
      return shared
    })
    const both = ['one', 'two'].map((path) => handle(new Request(`http://localhost/${path}`)))
    for (const answer of await Promise.allSettled(both)) {
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'NO_ANSWER' })
      else expect(answer.value.headers.getSetCookie()).toHaveLength(1)
    }
  })

  test('the session is closed after an error that is passed on', async () => {
    let kept: { set(key: 'a', value: unknown): unknown } | undefined
    const handle = withSession(sessions, (_request, session) => {
      kept = session
      throw new Error('boom')
    })
    await expect(handle(HERE.clone())).rejects.toThrow('boom')
    expect(() => kept!.set('a', 1)).toThrow(/cannot be changed any more/)
  })

  test('the body that another takes the place of is cancelled', async () => {
    const cancel = vi.fn()
    const handle = withSession(
      sessions,
      (_request, session) => {
        session.set('a', 'x'.repeat(5000))
        return new Response(new ReadableStream({ cancel }))
      },
      { onError: page, onCommitError: () => undefined },
    )
    expect(await (await handle(HERE.clone())).text()).toBe('COOKIE_TOO_LARGE')
    await waitFor(() => expect(cancel).toHaveBeenCalledOnce())
  })
})

describe('the CSRF check of withSession for fetch', () => {
  const sessions = unencryptedCookieSessionFactoryConfig('seekrit')
  const { session, commit } = sessions.open()
  const token = session.getCsrfToken()
  const cookie = commit()[0]![1].split(';')[0]!

  /** Answers with the body, as far as the handler is reached. */
  const handle = withSession(sessions, async (request) => new Response(await request.text()), {
    csrf: {},
    csrfBodyLimit: 1000,
  })

  function post(init: RequestInit & { headers?: Record<string, string> }, url = HERE) {
    const headers = { cookie, ...init.headers }
    return new Request(url, { method: 'POST', duplex: 'half', ...init, headers } as RequestInit)
  }

  test('a failed check is answered with 400', async () => {
    const response = await handle(post({}))
    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/)
    expect(await response.text()).toBe('400 Bad Request\n')
  })

  test('onError is given the failed check', async () => {
    const onError = (error: unknown) => new Response(describeError(error), { status: 400 })
    const handle = withSession(sessions, () => new Response(), { csrf: {}, onError })
    expect(await (await handle(post({}))).text()).toBe('BAD_CSRF_TOKEN')
  })

  test('the URL says whether it is https, X-Forwarded-Proto does not', async () => {
    const headers = { 'X-CSRF-Token': token, 'X-Forwarded-Proto': 'https' }
    expect((await handle(post({ headers }))).status).toBe(200)
    expect((await handle(post({ headers }, 'https://shop.example/'))).status).toBe(400)
    const sent = { headers: { ...headers, Origin: 'https://shop.example' } }
    expect((await handle(post(sent, 'https://shop.example/'))).status).toBe(200)
  })

  test('the handler reads the form that the check has read', async () => {
    const body = new URLSearchParams({ a: '1', csrf_token: token })
    expect(await (await handle(post({ body }))).text()).toBe(`a=1&csrf_token=${token}`)
  })

  test('the form is not read where the header has a token', async () => {
    const body = new URLSearchParams({ csrf_token: token })
    const request = post({ body, headers: { 'X-CSRF-Token': token } })
    const clone = vi.spyOn(request, 'clone')
    expect((await handle(request)).status).toBe(200)
    expect(clone).not.toHaveBeenCalled()
  })

  test('by Fetch Metadata the body is not read, with the token only of what comes from here', async () => {
    const from = async (mode: 'fetch-metadata' | 'both', site: string) => {
      const handle = withSession(sessions, () => new Response(), { csrf: { mode } })
      const body = new URLSearchParams({ csrf_token: token })
      const request = post({ body, headers: { 'Sec-Fetch-Site': site } })
      const clone = vi.spyOn(request, 'clone')
      return [(await handle(request)).status, clone.mock.calls.length]
    }
    expect(await from('fetch-metadata', 'same-origin')).toEqual([200, 0])
    expect(await from('fetch-metadata', 'cross-site')).toEqual([400, 0])
    expect(await from('both', 'same-origin')).toEqual([200, 1])
    expect(await from('both', 'cross-site')).toEqual([400, 0])
  })

  test('a form of another site is not read, however slowly it comes', async () => {
    const body = new ReadableStream()
    const headers = { ...FORM, 'Sec-Fetch-Site': 'cross-site' }
    expect((await handle(post({ body, headers }))).status).toBe(400)
  })

  test('is not read where the platform gives no copy of a request: its handler reads it', async () => {
    const same = post({ body: new URLSearchParams({ a: '1', csrf_token: token }) })
    Object.defineProperty(same, 'clone', { value: () => same })
    expect((await handle(same)).status).toBe(400)
    expect(await same.text()).toBe(`a=1&csrf_token=${token}`)
  })

  test('a form with files is read up to csrfBodyLimit bytes, files and all', async () => {
    const filled = (size: number): FormData => {
      const body = new FormData()
      body.set('csrf_token', token)
      body.set('file', new Blob(['x'.repeat(size)]), 'name')
      return body
    }
    expect((await handle(post({ body: filled(100) }))).status).toBe(200)
    expect((await handle(post({ body: filled(1000) }))).status).toBe(400)
    const headers = { 'X-CSRF-Token': token }
    expect((await handle(post({ body: filled(1000), headers }))).status).toBe(200)
  })

  test('a form with large files is checked by its handler, which is exempt', async () => {
    const handle = withSession(
      sessions,
      async (request) => {
        checkCsrf(request, await request.formData())
        return new Response('ran')
      },
      { csrf: { exempt: () => true }, csrfBodyLimit: 0 },
    )
    const body = new FormData()
    body.set('file', new Blob(['x'.repeat(100_000)]), 'name')
    expect((await handle(post({ body }))).status).toBe(400)
    body.set('csrf_token', token)
    expect(await (await handle(post({ body }))).text()).toBe('ran')
  })

  test('a form with files counts, but not a file as the token', async () => {
    const body = new FormData()
    body.set('file', new Blob(['content']), 'name')
    body.set('csrf_token', token)
    expect((await handle(post({ body }))).status).toBe(200)
    body.append('csrf_token', new Blob([token]), 'name')
    expect((await handle(post({ body }))).status).toBe(400)
  })

  const text = `csrf_token=${token}`
  test.each([
    ['application/x-www-form-urlencoded', 200],
    ['Application/X-WWW-Form-URLEncoded; charset=UTF-8', 200],
    ['text/plain', 400],
    ['application/json', 400],
    ['application/x-www-form-urlencoded-not', 400],
    ['multipart/form-data', 400],
    ['multipart/form-data; boundary=x', 400],
  ])('a body of type %s: %s', async (type, status) => {
    const response = await handle(post({ body: text, headers: { 'Content-Type': type } }))
    expect(response.status).toBe(status)
  })

  const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const chunks = (...parts: string[]) =>
    ReadableStream.from(parts).pipeThrough(new TextEncoderStream())

  test.each([
    [1000, 200],
    [1001, 400],
  ])('a form of %s bytes: %s', async (size, status) => {
    const body = text.padEnd(size, '&')
    const whole = await handle(post({ body, headers: FORM }))
    expect(whole.status).toBe(status)
    const told = { ...FORM, 'Content-Length': String(size) }
    expect((await handle(post({ body, headers: told }))).status).toBe(status)
    const streamed = await handle(
      post({ body: chunks(body.slice(0, 500), body.slice(500)), headers: FORM }),
    )
    expect(streamed.status).toBe(status)
  })

  test('a form that is too long reaches the handler whole, by the header', async () => {
    const headers = { ...FORM, 'X-CSRF-Token': token }
    const long = 'x'.repeat(100_000)
    const response = await handle(post({ body: chunks(long, long), headers }))
    expect((await response.text()).length).toBe(200_000)
  })

  test('a form that is too long can still be read where its check fails', async () => {
    const onError = async (_error: unknown, request: Request) =>
      new Response(String((await request.text()).length), { status: 400 })
    const handle = withSession(sessions, () => new Response(), {
      csrf: {},
      csrfBodyLimit: 1000,
      onError,
    })
    const long = 'x'.repeat(100_000)
    const response = await handle(post({ body: chunks(long, long), headers: FORM }))
    expect(await response.text()).toBe('200000')
  })

  describe('a form that does not end', () => {
    const endless = () =>
      new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from('a=')) })

    test('is given up after csrfBodyTimeout seconds', async () => {
      const handle = withSession(sessions, () => new Response(), {
        csrf: {},
        csrfBodyTimeout: 0.05,
      })
      const response = await handle(post({ body: endless(), headers: FORM }))
      expect([response.status, await response.text()]).toEqual([408, '408 Request Timeout\n'])
    })

    test.each(['before', 'meanwhile'])('ends with its request (%s)', async (when) => {
      const abort = new AbortController()
      const onError = (error: unknown) => new Response(describeError(error), { status: 408 })
      const handle = withSession(sessions, () => new Response(), { csrf: {}, onError })
      const request = post({ body: endless(), headers: FORM, signal: abort.signal })
      if (when === 'before') abort.abort()
      else setTimeout(() => abort.abort(), 5)
      expect(await (await handle(request)).text()).toBe('CSRF_BODY_TIMEOUT')
    })

    test.each([0, -1, Number.NaN, Infinity, 3e6, '10'])('csrfBodyTimeout: %s', (seconds) => {
      const configure = () =>
        withSession(sessions, () => new Response(), { csrfBodyTimeout: seconds as number })
      expect(configure).toThrow(expect.objectContaining({ option: 'csrfBodyTimeout' }))
    })
  })

  test('a form whose sender breaks off goes to onError', async () => {
    const broken = new ReadableStream({
      pull: (controller) => controller.error(new Error('connection lost')),
    })
    const onError = vi.fn(() => new Response())
    const handle = withSession(sessions, () => new Response(), { csrf: {}, onError })
    await handle(post({ body: broken, headers: FORM }))
    expect(onError.mock.calls).toEqual([
      [
        expect.objectContaining({
          code: 'CSRF_BODY_TIMEOUT',
          status: 408,
          cause: new Error('connection lost'),
        }),
        expect.anything(),
        expect.anything(),
      ],
    ])
  })

  test('a request that is handled once more has no exception any more', async () => {
    const quiet = unencryptedCookieSessionFactoryConfig('seekrit', { cookieOnException: false })
    const request = new Request('http://localhost/')
    const failing = withSession(quiet, () => Promise.reject(new Error('boom')))
    await expect(failing(request)).rejects.toThrow('boom')
    const handle = withSession(quiet, (_request, session) => {
      session.set('a', 1)
      return new Response()
    })
    expect((await handle(request)).headers.getSetCookie()).toHaveLength(1)
  })

  test('an exception inside another handler is one of the request until that is done', async () => {
    const quiet = unencryptedCookieSessionFactoryConfig('seekrit', { cookieOnException: false })
    const inner = withSession(quiet, () => Promise.reject(new Error('boom')))
    const outer = withSession(quiet, async (request, session) => {
      session.set('a', 1)
      await inner(request).catch(() => undefined)
      return new Response()
    })
    expect((await outer(new Request('http://localhost/'))).headers.getSetCookie()).toEqual([])
  })

  test('a body that was read before counts as none', async () => {
    const request = post({ body: text, headers: FORM })
    await request.text()
    expect((await handle(request)).status).toBe(400)
    const locked = post({ body: text, headers: FORM })
    locked.body!.getReader()
    expect((await handle(locked)).status).toBe(400)
  })

  test.each([
    ['onEror', { onEror: () => undefined }],
    ['csrfBodyLimit', { csrfBodyLimit: -1 }],
    ['csrf', { csrf: true }],
    ['csrf', { csrf: false }],
    ['csrf', { csrf: [] }],
  ])('a wrong option is refused: %s', (option, options) => {
    expect(() => withSession(sessions, () => new Response(), options as object)).toThrow(
      expect.objectContaining({ option }),
    )
  })
})
