import { isSession } from 'react-router'
import type { SessionStorage } from 'react-router'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { createSessionStorage } from '../../src/bindings/react-router.js'
import {
  cookieSessionFactory,
  generateKey,
  pyramidHexFormat,
  sealedCookieSessionFactory,
  storedSessionFactory,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { SessionFactory } from '../../src/index.js'
import { expressCookieSessionFactory } from '../../src/languages/cookie-session.js'
import { memoryStore } from '../../src/stores/memory.js'
import { mintCookie } from '../../src/testing/index.js'
import { SECRET, TOO_MUCH, sessions } from '../contracts/binding/support.js'

interface Data {
  user: string
}

const factory = unencryptedCookieSessionFactoryConfig<Data>(SECRET)
const { getSession, commitSession, destroySession } = createSessionStorage<
  Data,
  { notice: string }
>(factory)
const sent = (line: string): string => line.split(';')[0]!

describe('createSessionStorage() for React Router', () => {
  test('what is set comes back with the cookie, until it is unset', async () => {
    const first = await getSession()
    expect([first.has('user'), first.get('user'), first.data]).toEqual([false, undefined, {}])
    first.set('user', 'ada')
    const second = await getSession(sent(await commitSession(first)))
    expect([second.has('user'), second.get('user')]).toEqual([true, 'ada'])
    expect(second.data).toEqual({ user: 'ada' })
    second.unset('user')
    const third = await getSession(sent(await commitSession(second)))
    expect(third.has('user')).toBe(false)
  })

  test('a flash is there until it is read, in a later request', async () => {
    const first = await getSession(null)
    first.flash('notice', 'Saved')
    const second = await getSession(sent(await commitSession(first)))
    expect([second.has('notice'), second.get('notice'), second.get('notice')]).toEqual([
      true,
      'Saved',
      undefined,
    ])
    const third = await getSession(sent(await commitSession(second)))
    expect(third.has('notice')).toBe(false)
  })

  test('a value of the same name comes before the flash, which stays', async () => {
    const session = await createSessionStorage(sessions).getSession()
    session.flash('user', 'once')
    session.set('user', 'always')
    expect(session.get('user')).toBe('always')
    session.unset('user')
    expect([session.get('user'), session.get('user')]).toEqual(['once', undefined])
  })

  test('React Router takes it for its own', async () => {
    const session = await getSession()
    expect(isSession(session)).toBe(true)
    expect(session.id).toBe('')
    expectTypeOf(createSessionStorage<Data>(factory)).toExtend<SessionStorage<Data>>()
    expectTypeOf(session.get('user')).toEqualTypeOf<string | undefined>()
  })

  test('of a sealed session the id is there', async () => {
    const sealed = createSessionStorage(sealedCookieSessionFactory(generateKey()))
    const session = await sealed.getSession()
    session.set('user', 'ada')
    const again = await sealed.getSession(sent(await sealed.commitSession(session)))
    expect(again.id).toBe(session.session.id)
    expect(again.id).toMatch(/^[\w-]{22}$/)
  })

  test('a commit gives a cookie each time, though nothing has changed', async () => {
    const first = await getSession()
    expect(await commitSession(first)).toMatch(/^session=/)
    expect(await commitSession(await getSession())).toMatch(/^session=/)
  })

  test('a sealed session that holds nothing is committed by an empty text', async () => {
    const sealed = createSessionStorage(sealedCookieSessionFactory(generateKey()))
    expect(await sealed.commitSession(await sealed.getSession())).toBe('')
  })

  test('to destroy it takes the cookie away', async () => {
    const sealed = createSessionStorage(sealedCookieSessionFactory(generateKey()))
    const session = await sealed.getSession()
    session.set('user', 'ada')
    const again = await sealed.getSession(sent(await sealed.commitSession(session)))
    expect(await sealed.destroySession(again)).toMatch(/^__Host-session=; Max-Age=0;/)
    const signed = await getSession()
    signed.set('user', 'ada')
    const known = await getSession(sent(await commitSession(signed)))
    expect((await getSession(sent(await destroySession(known)))).data).toEqual({})
  })

  test('what is written after the commit would be lost, and is an error', async () => {
    const session = await getSession()
    await commitSession(session)
    const refused = expect.objectContaining({
      code: 'SESSION_COMMITTED',
      message: expect.stringMatching(
        /after commitSession\(\) or destroySession\(\).*getSession\(\)/,
      ),
    })
    expect(() => session.set('user', 'ada')).toThrow(refused)
    await expect(destroySession(session)).rejects.toThrow(refused)
  })

  test.each([
    ['sealed', () => sealedCookieSessionFactory<Data>(generateKey())],
    ['stored', () => storedSessionFactory<Data>(memoryStore(), generateKey())],
    ['of Pyramid', () => factory],
  ])(
    'a second commit gives the same cookie again, a second destruction too: %s',
    async (_, make) => {
      const storage = createSessionStorage(make())
      const session = await storage.getSession()
      session.set('user', 'ada')
      const line = await storage.commitSession(session)
      expect(line).not.toBe('')
      expect(await storage.commitSession(session)).toBe(line)
      const again = await storage.getSession(sent(line))
      const ended = await storage.destroySession(again)
      expect(ended).not.toBe('')
      expect(await storage.destroySession(again)).toBe(ended)
      expect(await storage.commitSession(again)).toBe(ended)
    },
  )

  test.each([
    ['sealed', () => sealedCookieSessionFactory<Data>(generateKey())],
    ['stored', () => storedSessionFactory<Data>(memoryStore(), generateKey())],
  ])('two commits at once give the same cookie, two destructions too: %s', async (_, make) => {
    const storage = createSessionStorage(make())
    const session = await storage.getSession()
    session.set('user', 'ada')
    const commit = (): Promise<string> => storage.commitSession(session)
    const [line, same] = await Promise.all([commit(), commit()])
    expect(line).not.toBe('')
    expect([same, await commit()]).toEqual([line, line])
    const again = await storage.getSession(sent(line))
    const destroy = (): Promise<string> => storage.destroySession(again)
    const [ended, also] = await Promise.all([destroy(), destroy()])
    expect(ended).not.toBe('')
    expect([also, await destroy()]).toEqual([ended, ended])
  })

  test('a destruction while a commit is under way is refused, and the cookie stays', async () => {
    const storage = createSessionStorage(storedSessionFactory<Data>(memoryStore(), generateKey()))
    const session = await storage.getSession()
    session.set('user', 'ada')
    const committing = storage.commitSession(session)
    await expect(storage.destroySession(session)).rejects.toMatchObject({
      code: 'SESSION_COMMITTED',
    })
    const line = await committing
    expect(line).not.toBe('')
    expect(await storage.commitSession(session)).toBe(line)
  })

  test('a stored session that the browser has the cookie of is committed by an empty text', async () => {
    const storage = createSessionStorage(storedSessionFactory<Data>(memoryStore(), generateKey()))
    const first = await storage.getSession()
    first.set('user', 'ada')
    const cookie = sent(await storage.commitSession(first))
    const second = await storage.getSession(cookie)
    second.set('user', 'grace')
    expect(await storage.commitSession(second)).toBe('')
    expect(await storage.commitSession(second)).toBe('')
    expect((await storage.getSession(cookie)).get('user')).toBe('grace')
  })

  test('what cannot be written is an error of the commit, after which it may be mended', async () => {
    const session = await getSession()
    session.set('user', TOO_MUCH)
    await expect(commitSession(session)).rejects.toMatchObject({ code: 'COOKIE_TOO_LARGE' })
    session.set('user', 'ada')
    expect(await commitSession(session)).toMatch(/^session=/)
  })

  const key = generateKey()
  const accepted = { format: pyramidHexFormat(SECRET), until: '2999-01-01', cookieName: 'old' }
  const older = cookieSessionFactory<Data>(accepted.format, { cookieName: 'old' })
  test.each<[string, SessionFactory<Data>, string | null]>([
    ['the format has several', expressCookieSessionFactory<Data>([SECRET]), null],
    [
      'that of an older format is taken away',
      sealedCookieSessionFactory<Data>(key, { acceptFormats: [accepted] }),
      mintCookie(older, { user: 'ada' }),
    ],
  ])('several cookies are an error that says what to do: %s', async (_, made, cookie) => {
    const storage = createSessionStorage(made)
    const session = await storage.getSession(cookie)
    session.set('user', 'grace')
    await expect(storage.commitSession(session)).rejects.toMatchObject({
      code: 'BAD_VALUE',
      message:
        'There are several cookies to set, as the format has several, or one of acceptFormats is taken away: use session() in place of createSessionStorage()',
    })
  })

  test.each(['commitSession', 'destroySession'] as const)(
    'so is an older cookie that would stay, though another format may be at its place: %s',
    async (commit) => {
      const place = { cookieName: 'sid', path: '/app' }
      const other = { ...accepted, ...place, format: pyramidHexFormat('another secret') }
      const storage = createSessionStorage(
        sealedCookieSessionFactory<Data>(key, {
          cookieName: 'sid',
          acceptFormats: [{ ...accepted, ...place }, other],
        }),
      )
      const made = cookieSessionFactory<Data>(accepted.format, { cookieName: 'sid' })
      const session = await storage.getSession(mintCookie(made, { user: 'ada' }))
      expect(session.get('user')).toBe('ada')
      await expect(storage[commit](session)).rejects.toMatchObject({ code: 'BAD_VALUE' })
    },
  )

  test('a sign-out takes the session’s own away, whatever else there may be', async () => {
    const acceptFormats = [{ ...accepted, cookieName: 'sid', path: '/app' }]
    const storage = createSessionStorage(
      sealedCookieSessionFactory<Data>(key, { cookieName: 'sid', acceptFormats }),
    )
    const session = await storage.getSession()
    session.set('user', 'ada')
    const known = await storage.getSession((await storage.commitSession(session)).split(';')[0])
    expect(await storage.destroySession(known)).toMatch(/^sid=; Max-Age=0; Path=\/; /)
  })

  test('options of the cookie, another session and no factory are errors', async () => {
    const storage: SessionStorage<Data, { notice: string }> = {
      getSession,
      commitSession,
      destroySession,
    }
    const session = await getSession()
    await expect(storage.getSession('a=b', { decode: String })).rejects.toThrow(/of the cookie/)
    await expect(storage.commitSession(session, { maxAge: 60 })).rejects.toThrow(
      /of the cookie are those/,
    )
    await expect(storage.destroySession(session, { path: '/' })).rejects.toThrow(/of the cookie/)
    await expect(storage.commitSession({ ...session })).rejects.toThrow(/getSession\(\) has given/)
    expect(() => createSessionStorage('secret' as never)).toThrow(/must be a session factory/)
  })
})
