/** The helpers with factories whose sessions are in a store: the same, by promise. */
import { describe, expect, expectTypeOf, test } from 'vitest'
import { generateKey, storedSessionFactory } from '../../src/index.js'
import { withSession } from '../../src/bindings/fetch.js'
import { memoryStore } from '../../src/stores/memory.js'
import {
  CookieJar,
  mintCookie,
  mintSetCookie,
  readCookie,
  testClock,
} from '../../src/testing/index.js'
import type { ReadSession } from '../../src/testing/index.js'
import { later } from '../stored/support.js'
import { typeTest } from '../support/type-test.js'

type Data = Record<string, unknown>

const NOBODY = { error: expect.objectContaining({ code: 'NO_SESSION' }) }
const outcome = (answer: Promise<unknown>): Promise<unknown> =>
  answer.catch((error: unknown) => ({ error }))

describe.each([
  ['at once', memoryStore],
  ['later', (options?: { clock?: () => number }) => later(memoryStore(options))],
])('a store that answers %s', (_, makeStore) => {
  const make = (options: { clock?: () => number } = {}) =>
    storedSessionFactory<Data>(makeStore(options), generateKey(), options)

  test('what was minted is read, with all that a session has', async () => {
    const clock = testClock()
    const sessions = make({ clock })
    const cookie = await mintCookie(
      sessions,
      { userId: 7, seen: new Date(5) },
      { subject: 'user 7', persistent: true, csrfToken: true, flash: { '': ['Saved.'] } },
    )
    const [device] = await sessions.sessionsOf('user 7')
    expect(await readCookie(sessions, cookie)).toEqual({
      data: { userId: 7, seen: new Date(5) },
      flash: { '': ['Saved.'] },
      csrfToken: expect.stringMatching(/^[\da-f]{40}$/),
      id: device?.id,
      subject: 'user 7',
      persistent: true,
      created: clock(),
      accessed: clock(),
    })
  })

  test('an application meets the minted session, by a jar, and leaves its own', async () => {
    const sessions = make()
    const app = withSession(sessions, (__, session) => {
      session.set('visits', Number(session.get('visits')) + 1)
      return new Response(session.subject)
    })
    const jar = new CookieJar()
    jar.store(
      'https://shop.example/',
      await mintSetCookie(sessions, { visits: 1 }, { subject: 'u' }),
    )
    expect(jar.refused).toEqual([])
    expect(await (await jar.request(app, 'https://shop.example/')).text()).toBe('u')
    const read = await readCookie(sessions, jar.header('https://shop.example/'))
    expect(read?.data).toEqual({ visits: 2 })
  })

  test('one that was ended is refused; no cookie is no session', async () => {
    const sessions = make()
    const cookie = await mintCookie(sessions, {}, { subject: 'u' })
    await sessions.revokeAll('u')
    expect(await outcome(readCookie(sessions, cookie))).toEqual(NOBODY)
    expect(await readCookie(sessions, 'theme=dark')).toBeUndefined()
  })

  test('errors are rejections', async () => {
    const sessions = make()
    expect(await outcome(mintCookie(sessions, {}))).toMatchObject({ error: { code: 'BAD_VALUE' } })
    expect(await outcome(mintCookie(sessions, { a: 1 }, { b: 1 } as never))).toMatchObject({
      error: { option: 'b' },
    })
    expect(await outcome(readCookie(sessions, 7 as never))).toMatchObject({
      error: expect.any(TypeError),
    })
  })
})

typeTest('the types are those of promises', () => {
  const sessions = storedSessionFactory<{ userId: number }>(memoryStore(), generateKey())
  expectTypeOf(mintCookie(sessions, { userId: 7 })).toEqualTypeOf<Promise<string>>()
  const read = readCookie(sessions, '')
  expectTypeOf(read).toEqualTypeOf<Promise<ReadSession<{ userId: number }> | undefined>>()
})
