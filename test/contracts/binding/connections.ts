import { expect } from 'vitest'
import type { Behaviours } from './behaviour.js'
import type { Answer, App, Head, Reply } from './harness.js'
import { callsOf, counter, dataOf, gate, pause, text, touch } from './support.js'

/** Chunks, of which the later ones wait. */
async function* chunksAfter(opened: Promise<unknown>, rest: () => string): AsyncGenerator<string> {
  yield 'first '
  await opened
  yield rest()
}

async function* slowly(count: number): AsyncGenerator<string> {
  for (let at = 0; at < count; at++) {
    await pause(10)
    yield `${at} `
  }
}

/** Milliseconds after which a server has heard that somebody went away, or has answered him all the same. */
const NOTICED = 50

/** An application of a page that counts, and one that changes the session and answers with `reply`. */
const withPage =
  (page: () => Reply | Promise<Reply>): App =>
  (path, actions) => {
    if (path !== '/page') return counter(path, actions)
    actions.session().set('a', 1)
    return page()
  }

export const connections: Behaviours = {
  'an answer that is streamed carries the cookie': async (start) => {
    const { request } = await start(withPage(() => ({ chunks: ['one ', 'two ', 'three'] })))
    const answer = await request('/page')
    expect(answer.body).toBe('one two three')
    expect(dataOf(answer)).toEqual({ a: 1 })
  },

  'the cookie is there before the rest of the stream has been made': async (start) => {
    const { opened, open } = gate()
    const chunks = chunksAfter(opened, () => 'last')
    const { request } = await start(withPage(() => ({ chunks })))
    let whole: Promise<Answer> | undefined
    const head = await new Promise<Head>((onHead, reject) => {
      whole = request('/page', undefined, { onHead })
      whole.catch(reject)
    })
    expect(dataOf(head)).toEqual({ a: 1 })
    open()
    expect((await whole!).body).toBe('first last')
  },

  'a slow stream comes whole': async (start) => {
    const { request } = await start(withPage(() => ({ chunks: slowly(5) })))
    const answer = await request('/page')
    expect(answer.body).toBe('0 1 2 3 4 ')
    expect(dataOf(answer)).toEqual({ a: 1 })
  },

  'what a stream writes to the session after its first chunk is an error in words': async (
    start,
  ) => {
    const { opened, open } = gate()
    const { request } = await start((_, { session }) => {
      const held = session()
      held.set('a', 1)
      const write = (): string => {
        try {
          held.set('a', 2)
          return 'written'
        } catch (error) {
          return (error as { code: string }).code
        }
      }
      return { chunks: chunksAfter(opened, write) }
    })
    const answer = await request('/', undefined, { onHead: open })
    expect(answer.body).toBe('first SESSION_COMMITTED')
    expect(dataOf(answer)).toEqual({ a: 1 })
  },

  'a handler that answers after a while has the session that it asked for': async (start) => {
    const { request } = await start(async (_, { session }) => {
      const held = session()
      await pause(20)
      held.set('a', 1)
      return text('late')
    })
    const answer = await request('/')
    expect(answer.body).toBe('late')
    expect(dataOf(answer)).toEqual({ a: 1 })
  },

  'a visitor who goes away in the middle of an answer disturbs nobody': async (start) => {
    const failed: unknown[] = []
    const printed = await callsOf(console, 'error', async () => {
      const { opened, open } = gate()
      const page = withPage(() => ({ chunks: chunksAfter(opened, () => 'never seen') }))
      const { request } = await start(page, { onCommitError: (error) => failed.push(error) })
      const { signal, abort } = leaving()
      await expect(request('/page', undefined, { signal, onHead: abort })).rejects.toThrow(/abort/i)
      await pause(NOTICED)
      open()
      await pause(NOTICED)
      expect((await request('/')).body).toBe('1')
    })
    expect([printed, failed]).toEqual([[], []])
  },

  'a visitor who goes away before the answer disturbs nobody': async (start) => {
    const failed: unknown[] = []
    const printed = await callsOf(console, 'error', async () => {
      const [asked, answered] = [gate(), gate()]
      const page = withPage(async () => {
        asked.open()
        await answered.opened
        return text('never seen')
      })
      const { request } = await start(page, { onCommitError: (error) => failed.push(error) })
      const { signal, abort } = leaving()
      void asked.opened.then(abort)
      await expect(request('/page', undefined, { signal })).rejects.toThrow(/abort/i)
      await pause(NOTICED)
      answered.open()
      await pause(NOTICED)
      expect((await request('/')).body).toBe('1')
    })
    expect([printed, failed]).toEqual([[], []])
  },

  'requests that come at once on one connection have a session each': async (start) => {
    const app: App = async (path, { session }) => {
      const held = session()
      await pause(path === '/slow' ? 30 : 1)
      held.set('path', path)
      return text(path)
    }
    const { request, pipeline } = await start(app)
    const paths = ['/slow', '/one', '/two', '/slow', '/three']
    const sendAll = pipeline ?? ((all) => Promise.all(all.map((path) => request(path))))
    const answers = await sendAll(paths)
    expect(answers.map(({ body }) => body)).toEqual(paths)
    expect(answers.map((answer) => dataOf(answer))).toEqual(paths.map((path) => ({ path })))
  },

  'requests one after another have a session each': async (start) => {
    const { request } = await start((path, actions) =>
      path === '/touch' ? touch(path, actions) : text('nothing'),
    )
    for (let round = 0; round < 3; round++) {
      expect(dataOf(await request('/touch'))).toEqual({ a: 1 })
      expect((await request('/')).setCookies).toEqual([])
    }
  },
}

/** How a visitor goes away. */
function leaving(): { readonly signal: AbortSignal; readonly abort: () => void } {
  const controller = new AbortController()
  return { signal: controller.signal, abort: () => controller.abort() }
}
