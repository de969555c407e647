import { expect } from 'vitest'
import { signedSerialize } from '../../../src/index.js'
import type { SessionFactory } from '../../../src/index.js'
import type { Behaviours } from './behaviour.js'
import type { App } from './harness.js'
import { SECRET, cookiesOf, counter, dataOf, factoryOf, sessions, text } from './support.js'

/** A factory of cookies, and what its `onInvalid` was told. */
function hearing(): { readonly factory: SessionFactory; readonly refused: unknown[][] } {
  const refused: unknown[][] = []
  return { factory: factoryOf({ onInvalid: (...args) => void refused.push(args) }), refused }
}

/** Of a request in whatever form its framework has it. */
const urlOf = (request: unknown): string => String((request as { url: unknown }).url)

export const session: Behaviours = {
  'a request that never uses the session parses, verifies and sends nothing': async (start) => {
    const { factory, refused } = hearing()
    const { request } = await start(() => text('nothing'), { factory })
    const answer = await request('/', 'session=garbage')
    expect(answer).toMatchObject({ status: 200, body: 'nothing', setCookies: [] })
    expect(refused).toEqual([])
  },

  'looking at `new` sends nothing': async (start) => {
    const { request } = await start((_, { session }) => text(session().new))
    expect(await request('/')).toMatchObject({ body: 'true', setCookies: [] })
  },

  'a session that was changed goes out once and comes back': async (start) => {
    const { request } = await start(counter)
    const first = await request('/')
    expect(first.body).toBe('1')
    expect(dataOf(first)).toEqual({ count: 1 })
    const second = await request('/', `a=b; ${cookiesOf(first)}; c=d`)
    expect(second.body).toBe('2')
    expect(dataOf(second)).toEqual({ count: 2 })
  },

  'the session is opened once in a request, however often it is asked for': async (start) => {
    const { factory, refused } = hearing()
    const opened: unknown[] = []
    const open: SessionFactory['open'] = (...args) => {
      opened.push(args)
      return factory.open(...args)
    }
    const app: App = (_, { session }) => {
      session().set('a', 1)
      return text([session(), session(), session()].every((one) => one === session()))
    }
    const { request } = await start(app, { factory: { ...factory, open } })
    const answer = await request('/', 'session=garbage')
    expect(answer.body).toBe('true')
    expect(dataOf(answer)).toEqual({ a: 1 })
    expect([opened.length, refused.length]).toEqual([1, 1])
  },

  'a session that is only read is not set again before it is due': async (start) => {
    let now = 1_700_000_000
    const factory = factoryOf({ pyramidVersion: '1.10', clock: () => now })
    const app: App = (path, actions) =>
      path === '/read' ? text(actions.session().get('count')) : counter(path, actions)
    const { request } = await start(app, { factory })
    const cookie = cookiesOf(await request('/'))
    expect(await request('/read', cookie)).toMatchObject({ body: '1', setCookies: [] })
    now += 2
    expect(await request('/read', cookie)).toMatchObject({
      body: '1',
      setCookies: [expect.stringMatching(/^session=/)],
    })
  },

  'a cookie that Pyramid wrote is read': async (start) => {
    const { request } = await start(counter)
    const cookie = signedSerialize([Date.now() / 1000, 1, { count: 41 }], SECRET)
    expect((await request('/', `session=${cookie}`)).body).toBe('42')
  },

  'a cookie that is garbage starts a new session, and is reported with its request': async (
    start,
  ) => {
    const { factory, refused } = hearing()
    const { request } = await start(counter, { factory })
    expect((await request('/count', 'session=garbage')).body).toBe('1')
    expect(refused).toHaveLength(1)
    const [reason, about] = refused[0]!
    expect(reason).toMatchObject({ name: 'DeserializeError' })
    expect(urlOf(about)).toMatch(/\/count$/)
  },

  'a cookie that was signed with another secret is refused, and reported with its request': async (
    start,
  ) => {
    const { factory, refused } = hearing()
    const { request } = await start(counter, { factory })
    const foreign = signedSerialize([Date.now() / 1000, 1, { count: 41 }], 'another')
    expect((await request('/count', `session=${foreign}`)).body).toBe('1')
    expect(refused).toHaveLength(1)
    const [reason, about] = refused[0]!
    expect(reason).toMatchObject({ code: 'BAD_SIGNATURE' })
    expect(urlOf(about)).toMatch(/\/count$/)
  },

  'requests at the same time do not see each other': async (start) => {
    const { request } = await start(counter)
    const visitors = Array.from({ length: 20 }, (_, at) => at)
    const cookies = visitors.map((at) => {
      const { session, commit } = sessions.open()
      session.set('count', at)
      return cookiesOf({ setCookies: commit().map(([, line]) => line) })
    })
    const answers = await Promise.all(cookies.map((cookie) => request('/', cookie)))
    expect(answers.map(({ body }) => Number(body))).toEqual(visitors.map((at) => at + 1))
    expect(answers.map((answer) => dataOf(answer))).toEqual(
      visitors.map((at) => ({ count: at + 1 })),
    )
  },

  'a flash message waits behind a redirect, and is shown once': async (start) => {
    const { request } = await start((path, { session }) => {
      if (path === '/inbox') return text(session().popFlash().join())
      session().flash('It was sent')
      return { location: '/inbox', chunks: [] }
    })
    const sent = await request('/send')
    const shown = await request(sent.location!, cookiesOf(sent))
    expect(shown.body).toBe('It was sent')
    expect((await request('/inbox', cookiesOf(shown))).body).toBe('')
  },

  'what is written after the answer has gone out is an error in words': async (start) => {
    const late: (() => unknown)[] = []
    const { request } = await start((_, { session }) => {
      const opened = session()
      opened.set('a', 1)
      late.push(() => opened.set('a', 2))
      return text(opened.get('a'))
    })
    expect(dataOf(await request('/'))).toEqual({ a: 1 })
    expect(late).toHaveLength(1)
    expect(late[0]).toThrow(
      expect.objectContaining({
        code: 'SESSION_COMMITTED',
        message: expect.stringMatching(/headers/),
      }),
    )
  },
}
