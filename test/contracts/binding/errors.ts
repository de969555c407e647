import { expect } from 'vitest'
import type { Behaviours } from './behaviour.js'
import type { App } from './harness.js'
import { TOO_MUCH, callsOf, counter, dataOf, factoryOf, pause, text } from './support.js'

/** Changes the session and throws, at once or later. */
const failing: App = async (path, actions) => {
  if (path === '/count') return counter(path, actions)
  actions.session().set('a', 1)
  if (path === '/later') await pause(5)
  throw new Error(`failed ${path}`)
}

const SPOILS: Readonly<Record<string, readonly [value: unknown, code: string]>> = {
  '/too-large': [TOO_MUCH, 'COOKIE_TOO_LARGE'],
  '/unstorable': [() => 1, 'UNSUPPORTED'],
}

/** Puts into the session what cannot be written. */
const spoiling: App = (path, actions) => {
  const [value] = SPOILS[path] ?? []
  if (value === undefined) return counter(path, actions)
  actions.session().set('a', value)
  return text('never seen')
}

export const errors: Behaviours = {
  'an error of the handler, at once or later, is answered by the application’s error handling':
    async (start) => {
      const { request } = await start(failing)
      for (const path of ['/now', '/later']) {
        expect(await request(path)).toMatchObject({ status: 500, body: `failed ${path}` })
      }
    },

  'the answer to an error carries what the session was told before': async (start) => {
    const { request } = await start(failing)
    for (const path of ['/now', '/later']) {
      expect(dataOf(await request(path)), path).toEqual({ a: 1 })
    }
  },

  'error handling may change the session itself': async (start) => {
    const { request } = await start(failing, {
      onError: (error, session) => {
        session().flash((error as Error).message)
        return text('sorry', { status: 500 })
      },
    })
    for (const path of ['/now', '/later']) {
      const answer = await request(path)
      expect(answer).toMatchObject({ status: 500, body: 'sorry' })
      expect(dataOf(answer)).toEqual({ a: 1, _f_: [`failed ${path}`] })
    }
  },

  'error handling may redirect, and the cookie goes along': async (start) => {
    const onError = () => ({ location: '/sorry', chunks: [] })
    const { request } = await start(failing, { onError })
    const answer = await request('/now')
    expect(answer).toMatchObject({ status: 302, location: '/sorry' })
    expect(dataOf(answer)).toEqual({ a: 1 })
  },

  'with `cookieOnException: false` the answer to an error sets no cookie': async (start) => {
    const { request } = await start(failing, { factory: factoryOf({ cookieOnException: false }) })
    for (const path of ['/now', '/later']) {
      expect(await request(path)).toMatchObject({ status: 500, setCookies: [] })
    }
    expect((await request('/count')).setCookies).toHaveLength(1)
  },

  'a session that cannot be written goes to the application’s error handling': async (start) => {
    const { request } = await start(spoiling)
    for (const [path, [, code]] of Object.entries(SPOILS)) {
      expect(await request(path)).toMatchObject({ status: 500, body: code, setCookies: [] })
      expect((await request('/count')).body, 'others are answered').toBe('1')
    }
  },

  'of an answer whose session could not be written no body, no ETag and no Location is left':
    async (start) => {
      const { request } = await start((path, actions) => {
        if (path === '/redirect') {
          actions.session().set('a', TOO_MUCH)
          return { location: '/never', chunks: [] }
        }
        actions.session().set('a', TOO_MUCH)
        return { headers: [['ETag', '"never"']], chunks: ['never ', 'seen'] }
      })
      for (const path of ['/stream', '/redirect']) {
        const answer = await request(path)
        expect(answer).toMatchObject({ status: 500, body: 'COOKIE_TOO_LARGE', location: null })
        expect(answer.setCookies).toEqual([])
        expect(answer.header('etag')).not.toBe('"never"')
      }
    },

  'error handling may mend a session that could not be written': async (start) => {
    const { request } = await start(spoiling, {
      onError: (_error, session) => {
        session().set('a', 'less')
        return text('mended', { status: 500 })
      },
    })
    const answer = await request('/too-large')
    expect(answer.body).toBe('mended')
    expect(dataOf(answer)).toEqual({ a: 'less' })
  },

  '`session.save()` tells the handler of a session that cannot be written': async (start) => {
    const { request } = await start((_, { session }) => {
      session().set('a', TOO_MUCH)
      try {
        session().save()
        return text('saved')
      } catch (error) {
        return text(`caught ${(error as { code: string }).code}`, { status: 413 })
      }
    })
    const answer = await request('/')
    expect(answer).toMatchObject({
      status: 413,
      body: 'caught COOKIE_TOO_LARGE',
      setCookies: [],
    })
  },

  'an answer that tells of an error goes out without a session that cannot be written': async (
    start,
  ) => {
    const failed: unknown[] = []
    const app: App = (path, { session }) => {
      session().set('a', TOO_MUCH)
      if (path === '/throw') throw new Error('failed')
      return text('own page', { status: 503 })
    }
    const { request } = await start(app, { onCommitError: (error) => failed.push(error) })
    const tooLarge = expect.objectContaining({ code: 'COOKIE_TOO_LARGE' })
    expect(await request('/')).toMatchObject({ status: 503, body: 'own page', setCookies: [] })
    expect(failed).toEqual([tooLarge])
    expect(await request('/throw')).toMatchObject({ status: 500, body: 'failed', setCookies: [] })
    expect(failed).toEqual([tooLarge, tooLarge])
  },

  'an error in a hook that hears of a refused cookie disturbs no answer': async (start) => {
    const factory = factoryOf({
      onInvalid: () => {
        throw new Error('the hook failed')
      },
    })
    const { request } = await start(counter, { factory })
    const printed = await callsOf(console, 'error', async () => {
      const answer = await request('/', 'session=garbage')
      expect(answer).toMatchObject({ status: 200, body: '1' })
    })
    expect(printed).toEqual([[expect.objectContaining({ message: 'the hook failed' })]])
  },
}
