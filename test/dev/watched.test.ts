/** A factory that is watched gives what it gave before: it keeps the contract of factories. */
import { describe, expect, test } from 'vitest'
import { sessionPage } from '../../src/dev/index.js'
import {
  generateKey,
  sealedCookieSessionFactory,
  signedCookieSessionFactory,
  storedSessionFactory,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { OpenSession, SessionFactory } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import { factoryContract } from '../factories/contract.js'

const names = { cookieName: 'cookieName', maxAge: 'maxAge', sameSite: 'sameSite', secure: 'secure' }

factoryContract('signedCookieSessionFactory, watched', {
  make: (secret, options) => sessionPage(signedCookieSessionFactory(secret, options)).factory,
  names: { ...names, setOnException: 'setOnException' },
})

factoryContract('unencryptedCookieSessionFactoryConfig, watched', {
  make: (secret, options) =>
    sessionPage(unencryptedCookieSessionFactoryConfig(secret, options)).factory,
  names: {
    cookieName: 'cookieName',
    maxAge: 'cookieMaxAge',
    sameSite: 'cookieSameSite',
    secure: 'cookieSecure',
    setOnException: 'cookieOnException',
  },
})

describe('a factory that is watched', () => {
  const key = generateKey()

  test('has what the factory has besides', async () => {
    const stored = storedSessionFactory(memoryStore(), key)
    const { factory } = sessionPage(stored)
    expect(Object.keys(factory)).toEqual(Object.keys(stored))
    const opened = factory.open()
    const session = await opened.load()
    session.subject = 'user 7'
    expect(await opened.commit()).toHaveLength(1)
    expect(await factory.sessionsOf('user 7')).toEqual(await stored.sessionsOf('user 7'))
  })

  test.each<[string, (opened: OpenSession) => unknown]>([
    ['commit()', ({ commit }) => commit()],
    ['headers()', ({ headers }) => headers()],
    ['commitCookies()', ({ commitCookies }) => commitCookies()],
    ['commitCookie()', ({ commitCookie }) => commitCookie()],
  ])('is watched where it is used without a binding, by %s', async (_, end) => {
    const { factory, fetch } = sessionPage(sealedCookieSessionFactory(key))
    const url = 'http://localhost/cart?id=7'
    const first = factory.open()
    first.session.set('a', 1)
    const cookie = first.commit()[0]![1].split(';')[0]!
    const second = factory.open(new Request(url, { headers: { cookie } }))
    second.session.set('b', 1)
    end(second)
    const page = await (await fetch(new Request(url, { headers: { cookie } }))).text()
    expect(page).toContain('<li>added: b</li>')
    expect(page).toContain('<code>GET /cart</code>')
  })

  test('leaves alone what a factory of the application’s own gives', () => {
    const session = { mine: true }
    const own = { open: () => ({ session, headers: () => [], close: () => undefined }) }
    const { factory } = sessionPage(own as unknown as SessionFactory)
    expect(factory.open().session).toBe(session)
    const none = { open: () => undefined as never }
    expect(sessionPage(none).factory.open()).toBe(undefined)
  })

  test('is watched where it is inside another one', async () => {
    const inner = sealedCookieSessionFactory(key)
    const around: SessionFactory = { ...inner, open: (...args) => ({ ...inner.open(...args) }) }
    const { factory, fetch } = sessionPage(around)
    const { session, headers } = factory.open()
    session.set('a', 1)
    const cookie = headers()[0]![1].split(';')[0]!
    const page = await (
      await fetch(new Request('http://localhost/', { headers: { cookie } }))
    ).text()
    expect(page).toContain('<li>a new session</li>')
  })
})
