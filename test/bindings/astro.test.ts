/** What the binding does with the contexts of Astro, for which others stand in; the contract is in examples/astro. */
import { describe, expect, expectTypeOf, test, vi } from 'vitest'
import { checkCsrf, getCsrfToken, newCsrfToken, session } from '../../src/bindings/astro.js'
import type { SessionLocals } from '../../src/bindings/astro.js'
import {
  OptionError,
  SessionCommittedError,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { Session } from '../../src/index.js'
import { TOO_MUCH, dataOf, factoryOf, sessions } from '../contracts/binding/support.js'

interface Locals {
  session: Session
}

function contextOf(init: RequestInit = {}, locals = {} as Locals) {
  return { request: new Request('http://localhost/', init), locals, isPrerendered: false }
}

const dataIn = ({ headers }: Response): unknown => dataOf({ setCookies: headers.getSetCookie() })
const ok = async (): Promise<Response> => new Response('ok')

const COOKIES = Symbol.for('astro.cookies')

describe('onRequest of Astro', () => {
  test('puts the session into the locals, and sets its cookie', async () => {
    const context = contextOf()
    const answer = await session(sessions)(context, () => {
      context.locals.session.set('a', 1)
      return ok()
    })
    expect(dataIn(answer)).toEqual({ a: 1 })
  })

  test('passes an untouched response on as it is', async () => {
    const response = new Response('as it is')
    expect(await session(sessions)(contextOf(), async () => response)).toBe(response)
  })

  test('a copy of the response keeps the cookies that Astro has attached', async () => {
    const context = contextOf()
    const cookies = { own: 'cookies' }
    const answer = await session(sessions)(context, async () => {
      context.locals.session.set('a', 1)
      const response = await ok()
      Reflect.set(response, COOKIES, cookies)
      return response
    })
    expect(Reflect.get(answer, COOKIES)).toBe(cookies)
    expect(dataIn(answer)).toEqual({ a: 1 })
  })

  test('answers a refused request by its status, and what onError gives', async () => {
    const next = vi.fn(ok)
    const refused = (options: object) =>
      session(sessions, { csrf: {}, ...options })(contextOf({ method: 'POST' }), next)
    expect((await refused({})).status).toBe(400)
    const onError = (error: unknown, { locals }: { locals: SessionLocals }) => {
      locals.session.flash((error as Error).name)
      return new Response('own', { status: 418 })
    }
    const answer = await refused({ onError })
    expect([answer.status, dataIn(answer)]).toEqual([418, { _f_: ['BadCsrfToken'] }])
    expect(next).not.toHaveBeenCalled()
  })

  test('the page of an error has the session, and sets its cookie', async () => {
    const onRequest = session(sessions, { csrf: {} })
    const context = contextOf()
    const failing = onRequest(context, async () => {
      context.locals.session.set('a', 1)
      throw new Error('failed')
    })
    await expect(failing).rejects.toThrow('failed')
    const page = await onRequest(context, async () => {
      context.locals.session.set('b', 2)
      return new Response('500', { status: 500 })
    })
    expect(dataIn(page)).toEqual({ a: 1, b: 2 })
  })

  test('… which Astro renders alone where middleware inside throws for it too: onCommitError hears', async () => {
    const onCommitError = vi.fn()
    const users = session(sessions, { onCommitError })
    const admins = session(factoryOf({ cookieName: 'admin' }), { name: 'admin', onCommitError })
    const context = contextOf({}, {} as Locals & { admin: Session })
    const fail = () =>
      users(context, () =>
        admins(context, () => {
          context.locals.session.set('a', 1)
          ;(context.locals as unknown as { admin: Session }).admin.set('b', 2)
          throw new Error('failed')
        }),
      )
    await expect(fail()).rejects.toThrow('failed')
    expect(onCommitError).not.toHaveBeenCalled()
    await expect(fail()).rejects.toThrow('failed')
    const told = onCommitError.mock.calls.map(([{ code, message }]) => [code, message])
    const words = /^The response to the error has no cookie of the session: middleware threw/
    const lost = ['NO_ANSWER', expect.stringMatching(words)]
    expect(told).toEqual([lost, lost])
    expect(context.locals.session.get('a')).toBe(1)
    expect(() => context.locals.session.set('a', 2)).toThrow(SessionCommittedError)
  })

  test('… which says nothing where nothing is lost', async () => {
    const onCommitError = vi.fn()
    const onRequest = session(sessions, { onCommitError })
    const context = contextOf()
    const fail = () => onRequest(context, () => Promise.reject(new Error('failed')))
    await expect(fail()).rejects.toThrow('failed')
    await expect(fail()).rejects.toThrow('failed')
    expect(onCommitError).not.toHaveBeenCalled()
  })

  test('… and none with cookieOnException: false', async () => {
    const onRequest = session(factoryOf({ cookieOnException: false }))
    const context = contextOf()
    const failing = onRequest(context, async () => {
      context.locals.session.set('a', 1)
      throw new Error('failed')
    })
    await expect(failing).rejects.toThrow('failed')
    const { headers } = await onRequest(context, async () => new Response('', { status: 500 }))
    expect(headers.getSetCookie()).toEqual([])
  })

  test('what middleware inside it has answered by onError is no exception', async () => {
    const onError = () => new Response('page', { status: 500 })
    const inner = session(factoryOf({ cookieName: 'admin' }), { name: 'admin', onError })
    const context = contextOf()
    const answer = await session(factoryOf({ cookieOnException: false }))(context, async () => {
      context.locals.session.set('a', 1)
      return inner(context, () => Promise.reject(new Error('failed')))
    })
    expect(dataIn(answer)).toEqual({ a: 1 })
  })

  test('… nor does one begin on the page that Astro makes in place of an empty answer to a stranger', async () => {
    const exempt = () => true
    const onError = () => new Response(null, { status: 404 })
    const onRequest = session(sessions, { csrf: { exempt }, onError })
    const context = contextOf({ method: 'POST', headers: { 'Sec-Fetch-Site': 'cross-site' } })
    const refused = await onRequest(context, async () => {
      checkCsrf(context)
      return ok()
    })
    expect([refused.status, refused.headers.getSetCookie()]).toEqual([404, []])
    const page = await onRequest(context, () => {
      context.locals.session.set('a', 1)
      return ok()
    })
    expect(page.headers.getSetCookie()).toEqual([])
  })

  test('where Astro has made another request for it, it has the session that came with that', async () => {
    const onRequest = session(sessions)
    const context = contextOf()
    const failing = onRequest(context, async () => {
      context.locals.session.set('a', 1)
      throw new Error('failed')
    })
    await expect(failing).rejects.toThrow('failed')
    const again = { ...contextOf(), locals: context.locals }
    const page = await onRequest(again, async () => {
      again.locals.session.set('b', 2)
      return new Response('500', { status: 500 })
    })
    expect(dataIn(page)).toEqual({ b: 2 })
  })

  test('a refused form is not checked again for the page of another error', async () => {
    const onRequest = session(sessions, {
      csrf: {},
      onError: () => {
        throw new Error('failed')
      },
    })
    const context = contextOf({ method: 'POST' })
    await expect(onRequest(context, ok)).rejects.toThrow('failed')
    expect(await (await onRequest(context, ok)).text()).toBe('ok')
  })

  test('a session that cannot be written goes to Astro, and onCommitError hears when its page is made', async () => {
    const onCommitError = vi.fn()
    const onRequest = session(sessions, { onCommitError })
    const context = contextOf()
    const spoiling = onRequest(context, () => {
      context.locals.session.set('a', TOO_MUCH)
      return ok()
    })
    await expect(spoiling).rejects.toMatchObject({ code: 'COOKIE_TOO_LARGE' })
    const page = await onRequest(context, async () => new Response('500', { status: 500 }))
    expect([page.status, page.headers.getSetCookie()]).toEqual([500, []])
    expect(onCommitError).toHaveBeenCalledOnce()
  })

  test('a rewrite, which is another request, has the same session; it is written once', async () => {
    const onRequest = session(sessions, { csrf: {} })
    const context = contextOf()
    const answer = await onRequest(context, async () => {
      context.locals.session.set('a', 1)
      const rewritten = { ...contextOf(), locals: context.locals }
      const inner = await onRequest(rewritten, async () => {
        rewritten.locals.session.set('b', 2)
        expect(getCsrfToken(rewritten)).toBe(getCsrfToken(context))
        return ok()
      })
      expect(inner.headers.getSetCookie()).toEqual([])
      return inner
    })
    expect(dataIn(answer)).toMatchObject({ a: 1, b: 2 })
  })

  test('the page 404.astro for an answer that has set the cookie reads the session, and sets none', async () => {
    const onRequest = session(sessions)
    const context = contextOf()
    await onRequest(context, async () => {
      context.locals.session.set('a', 1)
      return new Response(null, { status: 404 })
    })
    const again = { ...context, locals: {} as Locals }
    const page = await onRequest(again, async () => {
      expect(again.locals.session.get('a')).toBe(1)
      expect(() => again.locals.session.set('a', 2)).toThrow(/committed|gone out|written/i)
      return ok()
    })
    expect(page.headers.getSetCookie()).toEqual([])
  })

  test('… and where none was set, it has a session', async () => {
    const onRequest = session(sessions)
    const context = contextOf()
    await onRequest(context, async () => new Response(null, { status: 404 }))
    const page = await onRequest(context, () => {
      context.locals.session.set('a', 1)
      return ok()
    })
    expect(dataIn(page)).toEqual({ a: 1 })
  })

  describe('one object of locals for several requests', () => {
    const inWords = "locals must be an object of the request's own: another has this one"
    const cookie = (value: string) => ({ headers: { cookie: `a=${value}` } })

    test.each<[string, RequestInit, RequestInit]>([
      ['visitors without cookies', {}, {}],
      ['visitors with cookies', cookie('1'), cookie('2')],
      ['one visitor', cookie('1'), cookie('1')],
    ])('is refused, at the same time: %s', async (_, one, other) => {
      const onRequest = session(sessions)
      const locals = {} as Locals
      let goOn = () => {}
      const waiting = new Promise<void>((resolve) => (goOn = resolve))
      const first = onRequest(contextOf(one, locals), async () => {
        await waiting
        locals.session.set('name', 'Anna')
        return ok()
      })
      await expect(onRequest(contextOf(other, locals), ok)).rejects.toThrow(inWords)
      goOn()
      expect(dataIn(await first)).toEqual({ name: 'Anna' })
    })

    test('… from inside another', async () => {
      const onRequest = session(sessions)
      const locals = {} as Locals
      const answer = onRequest(contextOf(cookie('1'), locals), () =>
        onRequest(contextOf(cookie('2'), locals), ok),
      )
      await expect(answer).rejects.toThrow(inWords)
    })

    test('… by another middleware', async () => {
      const locals = {} as Locals
      await session(sessions)(contextOf({}, locals), async () => {
        const admin = session(factoryOf({ cookieName: 'admin' }), { name: 'admin' })
        await expect(admin(contextOf({}, locals), ok)).rejects.toThrow(inWords)
        return ok()
      })
      expect.assertions(1)
    })

    test('… while the page of another may still be streamed', async () => {
      const onRequest = session(sessions)
      const locals = {} as Locals
      await onRequest(contextOf({}, locals), ok)
      await expect(onRequest(contextOf({}, locals), ok)).rejects.toThrow(inWords)
    })

    test('where the other is over, each has its own session', async () => {
      const onRequest = session(sessions)
      const locals = {} as Locals
      await onRequest(contextOf(cookie('1'), locals), async () => {
        locals.session.set('a', 1)
        return new Response(null, { status: 204 })
      })
      const context = contextOf(cookie('1'), locals)
      const answer = await onRequest(context, async () => {
        locals.session.set('b', getCsrfTokenOf(context))
        return ok()
      })
      expect(dataIn(answer)).toEqual({ b: 'none' })
    })

    const getCsrfTokenOf = (context: Parameters<typeof getCsrfToken>[0]): string => {
      try {
        return getCsrfToken(context)
      } catch {
        return 'none'
      }
    }

    test('no check is left out for the second of two forms', async () => {
      const onRequest = session(sessions, { csrf: {} })
      const locals = {} as Locals
      const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
      const body = new ReadableStream()
      const slow = { method: 'POST', headers: form, body, duplex: 'half' } as RequestInit
      void onRequest(contextOf(slow, locals), ok)
      const next = vi.fn(ok)
      await expect(onRequest(contextOf({ method: 'POST' }, locals), next)).rejects.toThrow(inWords)
      expect(next).not.toHaveBeenCalled()
    })
  })

  test('two sessions in one application are both checked and set', async () => {
    const admins = factoryOf({ cookieName: 'admin' })
    const admin = session(admins, { name: 'admin', csrf: {} })
    const context = contextOf({ method: 'POST' })
    expect((await session(sessions)(context, () => admin(context, ok))).status).toBe(400)
    const page = contextOf()
    const answer = await session(sessions)(page, () =>
      admin(page, () => {
        const { session: user, admin: other } = page.locals as Locals & { admin: Session }
        user.set('a', 1)
        other.set('b', 2)
        return ok()
      }),
    )
    expect(answer.headers.getSetCookie()).toHaveLength(2)
  })

  describe('where middleware with another session has failed inside', () => {
    const admins = factoryOf({ cookieName: 'admin' })
    const asAdmin = session(admins, { name: 'admin' })
    const asUser = session(sessions)
    const adminOf = (context: { locals: Locals }): Session =>
      (context.locals as Locals & { admin: Session }).admin
    const failIn = (context: ReturnType<typeof contextOf>) =>
      asAdmin(context, async () => {
        adminOf(context).set('b', 2)
        throw new Error('failed')
      })
    const page = async (): Promise<Response> => new Response('page', { status: 500 })

    test('the page of the error has both, and sets each cookie once', async () => {
      const context = contextOf()
      await expect(asUser(context, () => failIn(context))).rejects.toThrow('failed')
      const answer = await asUser(context, () =>
        asAdmin(context, () => {
          adminOf(context).set('c', 3)
          return page()
        }),
      )
      expect(answer.headers.getSetCookie()).toHaveLength(1)
      const lines = { setCookies: answer.headers.getSetCookie() }
      expect(dataOf(lines, admins)).toEqual({ b: 2, c: 3 })
    })

    test('the answer of middleware between the two has its cookie, and it is over', async () => {
      const context = contextOf()
      const answer = await asUser(context, () => failIn(context).catch(page))
      expect(dataOf({ setCookies: answer.headers.getSetCookie() }, admins)).toEqual({ b: 2 })
      expect(() => adminOf(context).set('c', 3)).toThrow(/committed|gone out|written/i)
    })

    test('… and where no cookie was set, another page has a new one', async () => {
      const context = contextOf()
      const failing = () => asAdmin(context, () => Promise.reject(new Error('failed')))
      const empty = () => new Response(null, { status: 500 })
      await asUser(context, () => failing().catch(empty))
      const answer = await asUser(context, () =>
        asAdmin(context, () => {
          adminOf(context).set('c', 3)
          return page()
        }),
      )
      expect(dataOf({ setCookies: answer.headers.getSetCookie() }, admins)).toEqual({ c: 3 })
    })

    test('what onError writes to it goes out', async () => {
      const context = contextOf()
      const onError = () => {
        adminOf(context).set('c', 3)
        return page()
      }
      const answer = await session(sessions, { onError })(context, () => failIn(context))
      const lines = { setCookies: answer.headers.getSetCookie() }
      expect(dataOf(lines, admins)).toEqual({ b: 2, c: 3 })
    })
  })

  test('a prerendered page that asks for the session is told so in words', async () => {
    const context = { ...contextOf(), isPrerendered: true }
    expect(await (await session(sessions, { csrf: {} })(context, ok)).text()).toBe('ok')
    expect(() => context.locals.session).toThrow(/prerendered has no session.*prerender = false/)
  })

  test('a name that is taken is an error', async () => {
    const context = contextOf({}, { session: 'mine' } as never)
    await expect(session(sessions)(context, ok)).rejects.toThrow(/^name must be a free one/)
  })
})

test('an endpoint checks its form itself', async () => {
  const context = contextOf({ method: 'POST' })
  const onRequest = session(sessions, { csrf: { exempt: () => true } })
  const answer = await onRequest(context, () => {
    const token = newCsrfToken(context)
    checkCsrf(context, { csrf_token: token })
    checkCsrf(context, { csrf_token: 'wrong' })
    return ok()
  })
  expect(answer.status).toBe(400)
})

test('options and the factory are checked at once', () => {
  expect(() => session('secret' as never)).toThrow(OptionError)
  expect(() => session(sessions, { nmae: 'admin' } as never)).toThrow(/^nmae is not an option/)
})

test('the locals have the type of the factory’s data', () => {
  const counted = unencryptedCookieSessionFactoryConfig<{ visits: number }>('seekrit')
  session(counted, {
    onError: (_, { locals }) => {
      expectTypeOf(locals.session.get('visits')).toEqualTypeOf<number | undefined>()
      return new Response()
    },
  })
  expect(session(counted)).toBeTypeOf('function')
})
