import { expect } from 'vitest'
import { generateKey, sealedCookieSessionFactory } from '../../../src/index.js'
import { needing } from './behaviour.js'
import type { Behaviours } from './behaviour.js'
import type { App } from './harness.js'
import { cookiesOf, dataOf, factoryOf, linesOf, sessions, text } from './support.js'

const admins = factoryOf({ cookieName: 'admin' })

/** Writes to one session or both, as the path says, and answers with both. */
const both: App = (path, { session }) => {
  if (/user|both/.test(path)) session().set('user', 1)
  if (/admin|both/.test(path)) session('admin').set('root', 2)
  return text(path === '/none' ? '' : `${session().get('user')} ${session('admin').get('root')}`)
}

const assigning: Behaviours = {
  'to assign the session is an error in words': async (start) => {
    const { request } = await start((_, { session, assign }) => {
      session().set('a', 1)
      expect(() => assign!(null)).toThrow(/cannot be assigned.*invalidate/)
      return text(session().get('a'))
    })
    const answer = await request('/')
    expect(answer).toMatchObject({ status: 200, body: '1' })
    expect(dataOf(answer)).toEqual({ a: 1 })
  },
}

export const several: Behaviours = {
  'two sessions of two cookies go out in one answer, each for itself': async (start) => {
    const { request } = await start(both, { admin: admins })
    const answer = await request('/both')
    expect(answer.setCookies).toHaveLength(2)
    expect(dataOf(answer, sessions)).toEqual({ user: 1 })
    expect(dataOf(answer, admins)).toEqual({ root: 2 })
    expect((await request('/read', cookiesOf(answer))).body).toBe('1 2')
  },

  'a session is set without the other, and read without it': async (start) => {
    const app: App = (path, { session }) => {
      const name = path === '/admin' ? 'admin' : 'session'
      session(name).set('by', name)
      return text('ok')
    }
    const { request } = await start(app, { admin: admins })
    for (const [path, factory, other] of [
      ['/admin', admins, sessions],
      ['/session', sessions, admins],
    ] as const) {
      const answer = await request(path)
      expect(dataOf(answer, factory)).toEqual({ by: path.slice(1) })
      expect(linesOf(answer, other)).toEqual([])
    }
  },

  'a request that uses neither of two sessions sets no cookie': async (start) => {
    const { request } = await start(both, { admin: admins })
    expect((await request('/none', 'session=garbage; admin=garbage')).setCookies).toEqual([])
  },

  'two sessions may be of two kinds, signed and sealed': async (start) => {
    const sealed = sealedCookieSessionFactory(generateKey())
    const { request } = await start(both, { admin: sealed })
    const answer = await request('/both')
    expect(dataOf(answer, sessions)).toEqual({ user: 1 })
    expect(dataOf(answer, sealed)).toEqual({ root: 2 })
  },

  'two factories of one cookie have one session': async (start) => {
    const app: App = (_, { session }) => {
      session().set('outside', 1)
      session('admin').set('inside', session('admin').get('outside'))
      return text(session() === session('admin'))
    }
    const { request } = await start(app, { admin: factoryOf() })
    const answer = await request('/')
    expect(answer.body).toBe('true')
    expect(dataOf(answer)).toEqual({ outside: 1, inside: 1 })
  },

  ...needing('isProperty', assigning),
}
