import { expect } from 'vitest'
import {
  MemoryRevocationList,
  generateKey,
  sealedCookieSessionFactory,
  storedSessionFactory,
} from '../../../src/index.js'
import type {
  BindableFactory,
  RevocationList,
  SessionEvent,
  SessionFactory,
} from '../../../src/index.js'
import { memoryStore } from '../../../src/stores/memory.js'
import type { Behaviours } from './behaviour.js'
import type { App } from './harness.js'
import { cookiesOf, counter, linesOf, text } from './support.js'

/** A page for each thing that is done to a session; the answer is who it is. */
const account: App = (path, { session }) => {
  const opened = session()
  if (path === '/sign-in') opened.regenerate()
  if (path === '/sign-out') opened.invalidate()
  if (path === '/destroy') opened.destroy()
  if (path === '/set') opened.set('cart', ['apples'])
  const shown = path === '/destroy' ? [] : opened.get('cart', [])
  return text(`${opened.id} ${JSON.stringify(shown)}`)
}

export const lives: Behaviours = {
  'a session of today’s rules is set when it has changed, and not when it was read': async (
    start,
  ) => {
    const { request } = await start(account, { factory: sealedCookieSessionFactory(generateKey()) })
    expect((await request('/')).setCookies, 'one that is empty').toEqual([])
    const set = await request('/set')
    expect(set.setCookies).toEqual([expect.stringMatching(/^__Host-session=.*; secure/i)])
    const read = await request('/', cookiesOf(set))
    expect(read).toMatchObject({ body: set.body, setCookies: [] })
    expect((await request('/set', cookiesOf(set))).setCookies, 'to what it was').toEqual([])
  },

  'a session that was read is set again when its reissue time has passed': async (start) => {
    let now = 1_700_000_000
    const factory = sealedCookieSessionFactory(generateKey(), { clock: () => now })
    const { request } = await start(account, { factory })
    const cookie = cookiesOf(await request('/set'))
    now += 59
    expect((await request('/', cookie)).setCookies).toEqual([])
    now += 2
    expect((await request('/', cookie)).setCookies).toHaveLength(1)
  },

  'a session that has expired starts anew, and is reported': async (start) => {
    let now = 1_700_000_000
    const told: unknown[] = []
    const onEvent = (event: SessionEvent): unknown => told.push(event)
    const factory = sealedCookieSessionFactory(generateKey(), { clock: () => now, onEvent })
    const { request } = await start(counter, { factory })
    const cookie = cookiesOf(await request('/'))
    now += 1801
    expect((await request('/', cookie)).body).toBe('1')
    expect(told).toEqual([expect.objectContaining({ type: 'invalid', reason: 'EXPIRED' })])
  },

  '`regenerate()` gives a session another id, and it keeps its data': async (start) => {
    const factory = sealedCookieSessionFactory(generateKey())
    const { request } = await start(account, { factory })
    const before = await request('/set')
    const after = await request('/sign-in', cookiesOf(before))
    const [[oldId, oldCart], [newId, newCart]] = [before.body.split(' '), after.body.split(' ')]
    expect(newId).toMatch(/^[\w-]{22}$/)
    expect(newId).not.toBe(oldId)
    expect([oldCart, newCart]).toEqual(['["apples"]', '["apples"]'])
    expect((await request('/', cookiesOf(after))).body).toBe(after.body)
  },

  '`invalidate()` takes the browser’s cookie away': async (start) => {
    const factory = sealedCookieSessionFactory(generateKey())
    const { request } = await start(account, { factory })
    const cookie = cookiesOf(await request('/set'))
    for (const path of ['/sign-out', '/destroy']) {
      const answer = await request(path, cookie)
      expect(answer.body).toMatch(/ \[\]$/)
      expect(linesOf(answer, factory)).toEqual([
        expect.stringMatching(/^__Host-session=; Max-Age=0;.*Path=\//),
      ])
    }
  },

  'with a revocation list, a copy of the cookie is worthless after `invalidate()`': async (
    start,
  ) => {
    const options = { revocation: new MemoryRevocationList() }
    const factory: SessionFactory = sealedCookieSessionFactory(generateKey(), options)
    const { request } = await start(account, { factory })
    const set = await request('/set')
    const copy = cookiesOf(set)
    expect((await request('/', copy)).body).toBe(set.body)
    await request('/sign-out', copy)
    expect((await request('/', copy)).body).toMatch(/ \[\]$/)
  },

  'an error after a new id signs nobody out, whoever answers it': async (start) => {
    for (const [name, factory] of Object.entries(RENAMING)) {
      const app: App = async (path, actions) => {
        if (!(path in FAILURES)) return account(path, actions)
        actions.session().regenerate()
        if (name === 'stored') await actions.session().save()
        return FAILURES[path]!(path, actions)
      }
      const { request } = await start(app, { factory: factory(), onError: undefined })
      for (const path of Object.keys(FAILURES)) {
        const cookie = cookiesOf(await request('/set'))
        const answer = await request(path, cookie)
        expect(answer.status, `${name} ${path}`).toBe(500)
        const next = answer.setCookies.length === 0 ? cookie : cookiesOf(answer)
        expect((await request('/', next)).body, `${name} ${path}`).toMatch(/ \["apples"\]$/)
      }
    }
  },
}

/** Where the old id ends before the answer goes out. */
const RENAMING: Readonly<Record<string, () => BindableFactory>> = {
  'with a list': () => listed(new MemoryRevocationList()),
  'with a list that answers later': () => listed(laterList(new MemoryRevocationList())),
  stored: () => storedSessionFactory(memoryStore(), generateKey()),
}

const laterList = (list: RevocationList): RevocationList => ({
  isRevoked: async (session) => list.isRevoked(session),
  revoke: async (revocation) => list.revoke(revocation),
})

const listed = (revocation: RevocationList): SessionFactory =>
  sealedCookieSessionFactory(generateKey(), { revocation })

const FAILURES: Readonly<Record<string, App>> = {
  '/throws': () => {
    throw new Error('failed')
  },
  '/cannot-be-written': (_, { session }) => {
    session().set('a', () => 1)
    return text('never seen')
  },
}
