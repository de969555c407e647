import { expect } from 'vitest'
import type { Behaviours } from './behaviour.js'
import type { App, Head, Reply } from './harness.js'
import { cookiesOf, counter, factoryOf, text } from './support.js'

const told = ({ header }: Head): readonly (string | null)[] => [
  header('vary'),
  header('cache-control'),
]

const pages: App = (path, actions) => {
  if (path === '/untouched') return text('nothing')
  return path === '/read' ? text(actions.session().get('count')) : counter(path, actions)
}

/** An application that changes the session and has headers of its own. */
const saying =
  (headers: NonNullable<Reply['headers']>): App =>
  (_, { session }) => {
    session().set('a', 1)
    return text('ok', { headers })
  }

export const caches: Behaviours = {
  'an answer that sets the cookie varies by it, and must not be stored': async (start) => {
    const { request } = await start(pages)
    expect(told(await request('/'))).toEqual(['Cookie', 'no-store'])
  },

  'an answer for which the session was read varies by the cookie': async (start) => {
    const clock = (): number => 1_700_000_000
    const { request } = await start(pages, {
      factory: factoryOf({ pyramidVersion: '1.10', clock }),
    })
    const read = await request('/read', cookiesOf(await request('/')))
    expect(read).toMatchObject({ body: '1', setCookies: [] })
    expect(told(read)).toEqual(['Cookie', null])
  },

  'of an answer without the session caches are told nothing': async (start) => {
    const { request } = await start(pages)
    expect(told(await request('/untouched'))).toEqual([null, null])
  },

  'what the application tells caches stands': async (start) => {
    const headers = [
      ['Cache-Control', 'private, max-age=5'],
      ['Vary', 'Accept, Cookie'],
    ] as const
    const { request } = await start(saying(headers))
    expect(told(await request('/'))).toEqual(['Accept, Cookie', 'private, max-age=5'])
  },

  'what the application says that an answer varies by is kept beside the cookie': async (start) => {
    const { request } = await start(saying([['Vary', 'Accept-Language']]))
    const [vary, control] = told(await request('/'))
    expect(vary!.split(/,\s*/).toSorted()).toEqual(['Accept-Language', 'Cookie'])
    expect(control).toBe('no-store')
  },

  'with `cacheHeaders: false` caches are told nothing': async (start) => {
    const { request } = await start(pages, { factory: factoryOf({ cacheHeaders: false }) })
    const answer = await request('/')
    expect(answer.setCookies).toHaveLength(1)
    expect(told(answer)).toEqual([null, null])
  },
}
