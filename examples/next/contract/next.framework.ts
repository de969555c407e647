/** The contract of bindings in Next.js, and what its pages, actions and proxy do besides. */
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { nextSession } from '../../../src/bindings/next.js'
import * as binding from '../../../src/bindings/next.js'
import { sealedCookieSessionFactory, storedSessionFactory } from '../../../src/index.js'
import type { Session } from '../../../src/index.js'
import { memoryStore } from '../../../src/stores/memory.js'
import { actionsOf } from '../../../test/contracts/binding/actions.js'
import type { Actions, Answer, Harness, Server } from '../../../test/contracts/binding/harness.js'
import { bindingContract } from '../../../test/contracts/binding/index.js'
import { JOINED } from '../../../test/contracts/binding/joined.js'
import { listen } from '../../../test/contracts/binding/node-server.js'
import { responseOf } from '../../../test/contracts/binding/responses.js'
import { callsOf, cookiesOf, dataOf } from '../../../test/contracts/binding/support.js'
import { KEY } from './key.js'

type Handle = (request: Request, context: unknown) => Promise<Response>

/** What the application in this folder is told, and what it tells. */
const contract = { servers: new Map<string, Handle>(), failed: [] as unknown[] }
const store = memoryStore()
Object.assign(globalThis, { cartoucheContract: contract, cartoucheStore: store })

// The key is for the instrumentation.ts of the folder around this one, which Next.js takes too.
const environment = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', SESSION_KEY: KEY }
Object.assign(process.env, environment)
const next = createRequire(import.meta.url)('next')
const application = next({ dev: false, dir: fileURLToPath(new URL('.', import.meta.url)) })
await application.prepare()
const answerBy = application.getRequestHandler()

async function serve(handle?: Handle): Promise<Server> {
  const id = String(contract.servers.size)
  if (handle !== undefined) contract.servers.set(id, handle)
  const { request, ...server } = await listen((incoming, response) => {
    incoming.headers['x-contract'] = id
    answerBy(incoming, response)
  })
  return {
    ...server,
    request: async (...args) => ofApplication(await request(...args)),
  }
}

/** What Next.js says of caches of every answer. */
const VARIES = /^(?:rsc|next-router-[\w-]+)$/

/** An answer without that. */
function ofApplication(answer: Answer): Answer {
  const varies =
    answer
      .header('vary')
      ?.split(/,\s*/)
      .filter((name) => !VARIES.test(name)) ?? []
  const vary = varies.length > 0 ? varies.join(', ') : null
  return { ...answer, header: (name) => (name === 'vary' ? vary : answer.header(name)) }
}

const exempt = ({ url }: Request) => new URL(url).pathname.startsWith('/exempt')

const joins: Harness = (app, { factory, admin, csrf, onError, onCommitError }) => {
  const answer = async (request: Request, session: Actions['session']) =>
    responseOf(await app(new URL(request.url).pathname, actionsOf(binding, request, session)))
  const page = (error: unknown, _request: Request, user: Session) =>
    responseOf(onError!(error, () => user))
  const checks = csrf && { csrf: { ...csrf, exempt } }
  const users = nextSession(factory, {
    onCommitError,
    ...(onError && { onError: page }),
    ...checks,
  })
  if (admin === undefined) {
    return serve(users.withSession((request, user) => answer(request, () => user)))
  }
  const { withSession } = nextSession(admin, { onCommitError })
  return serve(
    users.withSession((request, user, context) =>
      withSession((_, other) => answer(request, (name) => (name === 'admin' ? other : user)))(
        request,
        context,
      ),
    ),
  )
}

bindingContract('Next.js', joins, JOINED['Next.js'])

const own = sealedCookieSessionFactory(KEY, { cookieName: 'own', secure: false })
const stored = storedSessionFactory(store, KEY, { cookieName: 'stored', secure: false })
const { request } = await serve()

/** The cookie of a visitor whose session holds something. */
function cookieWith(data: Readonly<Record<string, unknown>>): string {
  const { session, commit } = own.open()
  for (const [key, value] of Object.entries(data)) session.set(key, value)
  return cookiesOf({ setCookies: commit().map(([, line]) => line) })
}

/** What the page tells of its session. */
function toldIn({ body }: Answer) {
  const text = /<pre>(.*?)<\/pre>/.exec(body)![1]!.replaceAll('&quot;', '"')
  return JSON.parse(text) as Record<'data' | 'flash' | 'isSame' | 'refusal', unknown>
}

/** The name of the field by which a form on the page says its server action. */
async function fieldOf(action: string): Promise<string> {
  const { body } = await request('/own')
  const form = new RegExp(`<form id="${action}".*?</form>`, 's').exec(body)![0]
  return /name="(\$ACTION_ID_\w+)"/.exec(form)![1]!
}

/** Sends the form of a server action, as browsers without scripts do. */
async function act(action: string, cookie = ''): Promise<Answer> {
  const fields = { [await fieldOf(action)]: '', a: 'written' }
  const parts = Object.entries(fields).map(
    ([field, value]) =>
      `--frontier\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`,
  )
  return request('/own', cookie, {
    method: 'POST',
    headers: { 'Content-Type': 'multipart/form-data; boundary=frontier' },
    body: `${parts.join('')}--frontier--\r\n`,
  })
}

/** Calls a server action without arguments, as the client part of Next.js does. */
async function call(action: string, path: string): Promise<Answer> {
  const id = (await fieldOf(action)).replace('$ACTION_ID_', '')
  const headers = { 'Next-Action': id, 'Content-Type': 'text/plain;charset=UTF-8' }
  return request(path, '', { method: 'POST', headers, body: '[]' })
}

const silently = (run: () => Promise<unknown>) => callsOf(console, 'error', run)

describe('server components', () => {
  test('read one session a request', async () => {
    const answer = await request('/own', cookieWith({ user: 'Ada' }))
    expect(toldIn(answer)).toMatchObject({ data: { user: 'Ada' }, isSame: true })
    expect(answer.setCookies).toEqual([])
  })

  test('that write to it are told where it can be written', async () => {
    const { refusal } = toldIn(await request('/own'))
    expect(refusal).toMatchObject({
      code: 'SESSION_COMMITTED',
      message: expect.stringMatching(
        /^The session cannot be changed here: .*action\(\).*sessionProxy\(\)/,
      ),
    })
  })
})

describe('server actions', () => {
  test('set the cookie, which the page that follows has read', async () => {
    const answer = await act('write', cookieWith({ user: 'Ada' }))
    expect(answer.status).toBe(200)
    expect(dataOf(answer, own)).toEqual({ user: 'Ada', a: 'written', b: 2 })
    expect(toldIn(answer)).toMatchObject({ data: { user: 'Ada', a: 'written', b: 2 } })
  })

  test('that redirect() set it too', async () => {
    const answer = await act('leave')
    expect(answer).toMatchObject({ status: 303, location: '/own?left' })
    expect(dataOf(answer, own)).toEqual({ a: 'left' })
  })

  test('that throw set it too', async () => {
    await silently(async () => {
      const answer = await act('fail')
      expect(answer.status).toBe(500)
      expect(dataOf(answer, own)).toEqual({ a: 'failed' })
    })
  })

  test('whose session cannot be written fail', async () => {
    const printed = await silently(async () => {
      expect(await act('spoil')).toMatchObject({ status: 500, setCookies: [] })
    })
    expect(String(printed[0])).toMatch(/The cookie value has \d+ characters/)
    expect(contract.failed).toEqual([])
  })

  test('… and where they have thrown themselves, onCommitError hears of it', async () => {
    const printed = await silently(async () => {
      expect(await act('spoilAndFail')).toMatchObject({ status: 500, setCookies: [] })
    })
    expect(String(printed[0])).toMatch(/Error: failed/)
    expect(contract.failed.splice(0)).toEqual(['COOKIE_TOO_LARGE'])
  })

  test('that action() has not made only read it', async () => {
    const printed = await silently(async () => {
      expect(await act('bare')).toMatchObject({ status: 500, setCookies: [] })
    })
    expect(String(printed[0])).toMatch(/cannot be changed here/)
  })
})

describe('route handlers', () => {
  test('that redirect() carry the cookie', async () => {
    const answer = await request('/own/redirect')
    expect(answer).toMatchObject({ status: 307, location: '/elsewhere' })
    expect(dataOf(answer, own)).toEqual({ a: 1 })
  })

  test('… and fail where the session cannot be written', async () => {
    await silently(async () => {
      const answer = await request('/own/redirect?spoil')
      expect(answer).toMatchObject({ status: 500, location: null, setCookies: [] })
    })
  })

  test('that say notFound() carry it too', async () => {
    const answer = await request('/own/missing')
    expect(answer.status).toBe(404)
    expect(dataOf(answer, own)).toEqual({ a: 1 })
  })

  test('that are made once for everybody are refused', async () => {
    const printed = await silently(async () => {
      const answer = await request('/own/static/1')
      expect(answer).toMatchObject({ status: 500, setCookies: [] })
    })
    expect(String(printed[0])).toMatch(/A route that says "export const dynamic = 'force-static'"/)
  })
})

const formFrom = (site: string) =>
  request('/own?visit', '', {
    method: 'POST',
    headers: { 'Sec-Fetch-Site': site },
    body: 'a=1',
  })

describe('the proxy', () => {
  test('writes before the page reads', async () => {
    const answer = await request('/own?visit', cookieWith({ visits: 1 }))
    expect(toldIn(answer)).toMatchObject({ data: { visits: 2 } })
    expect(dataOf(answer, own)).toEqual({ visits: 2 })
  })

  test('begins no session for a form of another site, which may be refused behind it', async () => {
    expect((await formFrom('cross-site')).setCookies).toEqual([])
    expect(dataOf(await formFrom('same-origin'), own)).toEqual({ visits: 1 })
  })

  test('keeps other cookies', async () => {
    const answer = await request('/own?visit', `a=1; ${cookieWith({ visits: 1 })}; b=2`)
    expect(toldIn(answer)).toMatchObject({ data: { visits: 2 } })
  })

  test('ends flash messages that the page has shown', async () => {
    const answer = await request('/own', cookieWith({ user: 'Ada', _f_: ['once'] }))
    expect(toldIn(answer)).toMatchObject({ flash: ['once'] })
    expect(dataOf(answer, own)).toEqual({ user: 'Ada' })
  })

  test('… and no others', async () => {
    const cookie = cookieWith({ _f_: ['once'] })
    expect(
      (await request('/own', cookie, { headers: { Purpose: 'prefetch' } })).setCookies,
    ).toEqual([])
    expect((await request('/own', cookie, { method: 'HEAD' })).setCookies).toEqual([])
  })

  test('leaves those of a session in a store to the page, which ends them', async () => {
    const open = stored.open()
    const session = await open.load()
    session.flash('once')
    const cookie = cookiesOf({ setCookies: (await open.commit()).map(([, line]) => line) })
    const shown = async (headers = {}) => {
      const { body } = await request('/stored', cookie, { headers })
      return [...body.matchAll(/<p>(.*?)<\/p>/g)].map(([, text]) => text)
    }
    expect(await shown({ Purpose: 'prefetch' })).toEqual(['once', 'once'])
    expect(await shown()).toEqual(['once', 'once'])
    expect(await shown()).toEqual(['', ''])
  })

  test('answers with the cookie', async () => {
    const answer = await request('/own?answer&visit')
    expect(answer).toMatchObject({ status: 418, body: 'of the proxy' })
    expect(dataOf(answer, own)).toEqual({ visits: 1 })
  })

  test('refuses forms without a token, and leaves to Next.js what its client sends', async () => {
    const refused = await request('/own?checked', '', { method: 'POST', body: 'a=1' })
    expect(refused).toMatchObject({ status: 400, body: '400 Bad Request\n' })
    const answer = await call('leave', '/own?checked')
    expect(dataOf(answer, own)).toEqual({ a: 'left' })
  })

  test('that throws is answered by Next.js', async () => {
    await silently(async () => expect((await request('/own?fail')).status).toBe(500))
  })
})

describe('the proxy, with cookies of its own response', () => {
  test.each(['/own', '/own/away'])('sends them and the session’s: %s', async (path) => {
    const { setCookies } = await request(`${path}?visit&cookie`)
    const names = setCookies.map((line) => line.split('=')[0])
    expect(names.toSorted()).toEqual(['of_the_proxy', 'own'])
    expect(
      dataOf({ setCookies: setCookies.filter((line) => line.startsWith('own=')) }, own),
    ).toEqual({ visits: 1 })
  })

  test('shows both to the page', async () => {
    const answer = await request('/own?visit&cookie', cookieWith({ visits: 1 }))
    expect(toldIn(answer)).toMatchObject({ data: { visits: 2 }, ofProxy: '1' })
  })
})
