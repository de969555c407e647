import { expect } from 'vitest'
import { generateKey, storedSessionFactory } from '../../../src/index.js'
import type {
  SessionStore,
  StoredSessionFactory,
  StoredSessionOptions,
} from '../../../src/index.js'
import { memoryStore } from '../../../src/stores/memory.js'
import type { Behaviours } from './behaviour.js'
import type { App } from './harness.js'
import { openShop } from './shop.js'
import { callsOf, cookiesOf, counter, gate, pause, sessions, text } from './support.js'

/** Milliseconds that the store takes to answer. */
const SLOW = 5

interface Kept {
  readonly factory: StoredSessionFactory
  /** What the store was asked, and has answered. */
  readonly done: string[]
  /** Lets one operation fail from now on. */
  readonly fail: (operation: keyof SessionStore) => void
  /** Does something while the store is writing. */
  readonly meanwhile: (act: () => void) => void
}

/** Sessions in a store that takes its time, as one on another machine does. */
function kept(options: StoredSessionOptions = {}): Kept {
  const store = memoryStore()
  const done: string[] = []
  const failing = new Set<string>()
  let act = (): void => undefined
  const slow =
    (name: keyof SessionStore) =>
    async (...args: unknown[]) => {
      await pause(SLOW)
      if (name !== 'read') act()
      done.push(name)
      if (failing.has(name)) throw new Error(`${name} refused`)
      return Reflect.apply(store[name] as () => unknown, store, args)
    }
  const names = ['read', 'create', 'update', 'delete', 'ofSubject', 'cleanup'] as const
  const operations = Object.fromEntries(names.map((name) => [name, slow(name)]))
  const late = { name: 'slow', isAtomic: true, ...operations } as unknown as SessionStore
  return {
    factory: storedSessionFactory(late, generateKey(), options),
    done,
    fail: (operation) => failing.add(operation),
    meanwhile: (other) => (act = other),
  }
}

/** A page for each thing that is done to a session. */
const account: App = (path, { session }) => {
  const opened = session()
  if (path === '/sign-in') opened.regenerate()
  if (path === '/sign-out') opened.invalidate()
  if (path.startsWith('/set/')) opened.set(path.slice('/set/'.length), true)
  if (path === '/count') opened.transform('count', (old) => Number(old ?? 0) + 1)
  if (path === '/spoil') opened.set('a', () => 1)
  return text(JSON.stringify([...opened.entries()]))
}

const MEGABYTE = 1 << 20

export const inStore: Behaviours = {
  'a session in a store is there when the handler begins, and kept when the answer has come':
    async (start) => {
      const { factory, done } = kept()
      const { request } = await start(counter, { factory })
      const first = await request('/')
      expect(first).toMatchObject({ status: 200, body: '1' })
      expect(first.setCookies).toEqual([expect.stringMatching(/^__Host-session=[\w-]{100,120};/)])
      expect(done.splice(0)).toEqual(['create'])
      const second = await request('/', cookiesOf(first))
      expect(second).toMatchObject({ body: '2', setCookies: [] })
      expect(done.splice(0)).toEqual(['read', 'update'])
      expect((await request('/', cookiesOf(first))).body).toBe('3')
    },

  'a store is not asked for requests without a cookie of it, nor written to where nothing changed':
    async (start) => {
      const { factory, done } = kept()
      const { request } = await start(account, { factory })
      for (const cookie of [undefined, 'a=b', '__Host-session=made-up']) {
        expect(await request('/', cookie)).toMatchObject({ status: 200, setCookies: [] })
      }
      expect(done).toEqual([])
      const cookie = cookiesOf(await request('/set/a'))
      done.length = 0
      for (const path of ['/', '/set/a']) {
        expect(await request(path, cookie)).toMatchObject({ body: '[["a",true]]', setCookies: [] })
      }
      expect(done).toEqual(['read', 'read'])
    },

  'an answer that is streamed comes whole, after its session was stored': async (start) => {
    const { factory, done } = kept()
    const part = 'x'.repeat(MEGABYTE / 16)
    const { request } = await start(
      (path, actions) => {
        void account('/set/a', actions)
        return { chunks: Array.from({ length: path === '/large' ? 32 : 3 }, () => part) }
      },
      { factory },
    )
    for (const [path, count] of [
      ['/small', 3],
      ['/large', 32],
    ] as const) {
      done.length = 0
      let known: readonly string[] | undefined
      const answer = await request(path, undefined, { onHead: () => (known = [...done]) })
      expect(answer.body.length).toBe(count * part.length)
      expect(answer.setCookies).toHaveLength(1)
      expect(known).toEqual(['create'])
    }
  },

  'a stream that waits before its first part comes whole too': async (start) => {
    const { factory } = kept()
    const { opened, open } = gate()
    async function* chunks(): AsyncGenerator<string> {
      await opened
      yield 'late '
      await pause(2 * SLOW)
      yield 'part'
    }
    const { request } = await start(
      (_, actions) => {
        void account('/set/a', actions)
        setTimeout(open, SLOW)
        return { chunks: chunks() }
      },
      { factory },
    )
    expect(await request('/')).toMatchObject({ body: 'late part', setCookies: [expect.anything()] })
  },

  'a page that reads its session while that is being stored goes out': async (start) => {
    let later = 0
    const { factory, done, meanwhile } = kept({ clock: () => Date.now() / 1000 + later })
    const { request } = await start(
      (path, { session }) => {
        const opened = session()
        meanwhile(() => {
          expect([opened.get('a'), opened.has('b'), opened.size]).toEqual([true, false, 1])
          expect([[...opened.keys()], opened.peekFlash()]).toEqual([['a'], []])
        })
        if (path === '/set') opened.set('a', true)
        return text(opened.get('a'))
      },
      { factory },
    )
    const first = await request('/set')
    expect(first).toMatchObject({ status: 200, body: 'true', setCookies: [expect.anything()] })
    expect(done.splice(0)).toEqual(['create'])
    // Only read, but so late that the store is told of it.
    later = 120
    expect(await request('/', cookiesOf(first))).toMatchObject({ status: 200, body: 'true' })
    expect(done.splice(0)).toEqual(['read', 'update'])
  },

  'what a session is told while it is being stored is stored too': async (start) => {
    const { factory, done, meanwhile } = kept()
    const { request } = await start(
      (path, actions) => {
        if (path === '/') return account('/', actions)
        const opened = actions.session()
        const cart: string[] = ['a']
        opened.set('cart', cart)
        let times = 0
        meanwhile(() => {
          times++
          if (times === 1) opened.set('late', true)
          // From within.
          if (times === 2) (opened.get('cart') as string[]).push('b')
        })
        return text('ok')
      },
      { factory },
    )
    const first = await request('/late')
    expect(first).toMatchObject({ status: 200, setCookies: [expect.anything()] })
    expect(done).toEqual(['create', 'update', 'update'])
    const { body } = await request('/', cookiesOf(first))
    expect(JSON.parse(body)).toEqual([
      ['cart', ['a', 'b']],
      ['late', true],
    ])
  },

  'redirects, answers to HEAD, and those without a body carry the cookie of a stored session':
    async (start) => {
      const { factory, done } = kept()
      const { request } = await start(
        (path, actions) => {
          void account('/set/a', actions)
          if (path === '/redirect') return { location: '/there', chunks: [] }
          return path === '/none' ? { status: 204, chunks: [] } : text('ok')
        },
        { factory },
      )
      const answers = [
        await request('/redirect'),
        await request('/none'),
        await request('/page', undefined, { method: 'HEAD' }),
      ]
      expect(answers.map(({ status }) => status)).toEqual([302, 204, 200])
      expect(answers[0]!.location).toBe('/there')
      for (const { setCookies } of answers) expect(setCookies).toHaveLength(1)
      expect(done).toEqual(['create', 'create', 'create'])
    },

  'who signs out is signed out in the store: a copy of the cookie is worthless': async (start) => {
    const { factory } = kept()
    const { request } = await start(account, { factory })
    const cookie = cookiesOf(await request('/set/a'))
    const out = await request('/sign-out', cookie)
    expect(out.setCookies).toEqual([expect.stringMatching(/^__Host-session=; Max-Age=0;/)])
    expect((await request('/', cookie)).body).toBe('[]')
  },

  'who signs in gets another cookie, and the one before is worthless': async (start) => {
    const { factory } = kept()
    const { request } = await start(account, { factory })
    const before = cookiesOf(await request('/set/a'))
    const after = await request('/sign-in', before)
    expect(after.setCookies).toHaveLength(1)
    expect((await request('/', cookiesOf(after))).body).toBe('[["a",true]]')
    expect((await request('/', before)).body).toBe('[]')
  },

  'requests at the same time lose nothing of each other': async (start) => {
    const { factory } = kept()
    const { request } = await start(account, { factory })
    const cookie = cookiesOf(await request('/set/first'))
    const names = ['one', 'two', 'three', 'four', 'five']
    const paths = [...names.map((name) => `/set/${name}`), '/count', '/count', '/count']
    await Promise.all(paths.map((path) => request(path, cookie)))
    const { body } = await request('/', cookie)
    const data = Object.fromEntries(JSON.parse(body) as [string, unknown][])
    const all = Object.fromEntries(['first', ...names].map((name) => [name, true]))
    expect(data).toEqual({ ...all, count: 3 })
  },

  'a store that cannot be read is answered with 503, and the cookie stays as it is': async (
    start,
  ) => {
    const { factory, fail } = kept()
    const called: string[] = []
    const app: App = (path, actions) => {
      called.push(path)
      return account(path, actions)
    }
    const { request } = await start(app, { factory, onError: undefined })
    const cookie = cookiesOf(await request('/set/a'))
    called.length = 0
    fail('read')
    await callsOf(console, 'error', async () => {
      expect(await request('/', cookie)).toMatchObject({ status: 503, setCookies: [] })
      expect(called).toEqual([])
      expect((await request('/')).status, 'who has no cookie').toBe(200)
    })
  },

  'and the application’s error handling hears of it': async (start) => {
    const { factory, fail } = kept()
    const { request } = await start(account, { factory })
    const cookie = cookiesOf(await request('/set/a'))
    fail('read')
    const answer = await request('/', cookie)
    expect(answer).toMatchObject({ status: 503, body: 'STORE_UNAVAILABLE', setCookies: [] })
  },

  'a store that cannot be written is told to the application’s error handling': async (start) => {
    const { factory, fail } = kept()
    const { request } = await start(account, { factory })
    const cookie = cookiesOf(await request('/set/a'))
    fail('update')
    expect(await request('/set/b', cookie)).toMatchObject({
      status: 503,
      body: 'STORE_UNAVAILABLE',
      setCookies: [],
    })
    expect(await request('/', cookie)).toMatchObject({ status: 200, body: '[["a",true]]' })
  },

  'who was given another id keeps the session where the store fails after that': async (start) => {
    const { factory, fail } = kept()
    const { request } = await start(
      async (path, actions) => {
        if (path !== '/move') return account(path, actions)
        await pause(1)
        actions.session().regenerate()
        await actions.session().save()
        fail('update')
        return account('/set/b', actions)
      },
      { factory },
    )
    const cookie = cookiesOf(await request('/set/a'))
    const failed = await request('/move', cookie)
    expect(failed).toMatchObject({ status: 503, body: 'STORE_UNAVAILABLE' })
    expect(failed.setCookies).toEqual([expect.stringMatching(/^__Host-session=[\w-]{100,120};/)])
    expect((await request('/', cookiesOf(failed))).body).toBe('[["a",true]]')
    expect((await request('/', cookie)).body, 'the one before').toBe('[]')
  },

  'so is a stored session that holds what cannot be kept': async (start) => {
    const { factory, done } = kept()
    const { request } = await start(account, { factory })
    expect(await request('/spoil')).toMatchObject({
      status: 500,
      body: 'BAD_VALUE',
      setCookies: [],
    })
    expect(done).toEqual([])
    expect((await request('/set/a')).status).toBe(200)
  },

  'the answer to an error has what a stored session was told before': async (start) => {
    const { factory } = kept()
    const { request } = await start(
      async (path, actions) => {
        const answer = await account(path, actions)
        if (path !== '/set/a') return answer
        await pause(1)
        throw new Error('failed')
      },
      { factory },
    )
    const answer = await request('/set/a')
    expect(answer).toMatchObject({ status: 500, body: 'failed', setCookies: [expect.anything()] })
    expect((await request('/', cookiesOf(answer))).body).toBe('[["a",true]]')
  },

  'where a store that fails is let pass, the request goes on, and the cookie stays': async (
    start,
  ) => {
    const { factory, fail } = kept({ onStoreError: 'anonymous' })
    const { request } = await start(account, { factory })
    const cookie = cookiesOf(await request('/set/a'))
    fail('read')
    expect(await request('/set/b', cookie)).toMatchObject({ body: '[["b",true]]', setCookies: [] })
  },

  'a session in a store and one in a cookie are two sessions': async (start) => {
    const { factory } = kept()
    const { request } = await start(
      (_, { session }) => {
        session().set('a', 1)
        session('admin').set('b', 2)
        return text('ok')
      },
      { factory, admin: sessions },
    )
    const { setCookies } = await request('/')
    expect(setCookies.map((line) => line.split('=')[0]).toSorted()).toEqual([
      '__Host-session',
      sessions.cookieName,
    ])
  },

  'CSRF tokens of a stored session are given out, and checked before the handler': async (
    start,
  ) => {
    const { factory } = kept()
    const { visit, post, expectRefused } = await openShop(start, {}, { factory })
    const { cookie, token } = await visit()
    expect((await post('/', cookie, token)).status).toBe(200)
    await expectRefused(post('/', cookie, 'wrong'))
    await expectRefused(post('/', undefined, token))
  },
}
