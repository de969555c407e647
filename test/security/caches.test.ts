/** What caches are told, in every binding: item 21 of the checklist. */
import { describe, expect, test } from 'vitest'
import type { Session } from '../../src/index.js'
import type { Data } from '../support/jar.js'
import { MODERN, PYRAMID, valueOf } from './kinds.js'
import { BINDINGS } from './servers.js'

/** Everything that tells something of the session. */
const TOUCHES: Readonly<Record<string, (session: Session<Data>) => unknown>> = {
  get: (session) => session.get('a'),
  has: (session) => session.has('nothing'),
  size: (session) => session.size,
  'for of': (session) => [...session],
  keys: (session) => session.keys(),
  values: (session) => session.values(),
  entries: (session) => session.entries(),
  peek: (session) => session.peek('a'),
  toJSON: (session) => JSON.stringify(session),
  new: (session) => session.new,
  id: (session) => session.id,
  created: (session) => session.created,
  accessed: (session) => session.accessed,
  subject: (session) => session.subject,
  persistent: (session) => session.persistent,
  isChanged: (session) => session.isChanged,
  byteLength: (session) => session.byteLength(),
  peekFlash: (session) => session.peekFlash(),
  popFlash: (session) => session.popFlash(),
}

/** What sets the cookie. */
const CHANGES: Readonly<Record<string, (session: Session<Data>) => unknown>> = {
  set: (session) => session.set('b', 1),
  delete: (session) => session.delete('a'),
  flash: (session) => session.flash('hello'),
  'a token': (session) => session.getCsrfToken(),
  regenerate: (session) => session.regenerate(),
  invalidate: (session) => session.invalidate(),
  clear: (session) => session.clear(),
  'an error after it': (session) => {
    session.set('b', 1)
    throw new Error('boom')
  },
}

const KEPT = { cacheControl: 'no-store', cookies: 1 }

const { sealed, signed } = MODERN
const KINDS = { sealed: sealed!, signed: signed!, ...PYRAMID }

describe.each(Object.entries(BINDINGS))('checklist 21: %s', (_, ask) => {
  describe.each(Object.entries(KINDS).slice(0, 5))('%s', (_, { make, cookieName }) => {
    const factory = make('own')
    const cookie = `${cookieName}=${valueOf(factory)}`
    const told = async (how: (session: Session<Data>) => unknown, cookies = [cookie]) => {
      const { vary, cacheControl, setCookies } = await ask(
        factory,
        (session) => (how(session), 'ok'),
        cookies,
      )
      return { vary, cacheControl, cookies: setCookies.length }
    }

    test.each(Object.entries(TOUCHES))('Vary after %s', async (_, touch) => {
      for (const cookies of [[cookie], [`${cookie}x`], []]) {
        const { vary, ...rest } = await told(touch, cookies)
        expect(vary).toBe('Cookie')
        // Under Pyramid's rules some of them set the cookie.
        expect([{ cacheControl: undefined, cookies: 0 }, KEPT]).toContainEqual(rest)
      }
    })

    test.each(Object.entries(CHANGES))('no-store with the cookie: %s', async (_, change) => {
      expect(await told(change)).toEqual({ vary: 'Cookie', ...KEPT })
    })

    test('nothing where nobody has touched it', async () => {
      const nothing = { vary: undefined, cacheControl: undefined, cookies: 0 }
      expect(await told(() => undefined)).toEqual(nothing)
    })
  })
})
