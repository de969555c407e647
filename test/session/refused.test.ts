/** The answer to a request of another site, which a CSRF check has refused, begins no session, by whatever factory. */
import { describe, expect, test } from 'vitest'
import { pyramidRedisSessionFactory } from '../../src/factories/pyramid-redis.js'
import {
  generateKey,
  sealedCookieSessionFactory,
  signedCookieSessionFactory,
  storedSessionFactory,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { BindableFactory } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import { fakeRedis } from '../support/fake-redis.js'

const SECRET = 'the secret of these tests, which is longer than sixty-four bytes: 0123456789'
const REFUSED = { exception: new Error('refused'), refused: true }

const store = memoryStore()
const redis = fakeRedis()
const factories: Readonly<Record<string, BindableFactory>> = {
  'unencryptedCookieSessionFactoryConfig()': unencryptedCookieSessionFactoryConfig(SECRET),
  'signedCookieSessionFactory()': signedCookieSessionFactory(SECRET),
  'sealedCookieSessionFactory()': sealedCookieSessionFactory(generateKey()),
  'storedSessionFactory()': storedSessionFactory(store, generateKey()),
  'pyramidRedisSessionFactory()': pyramidRedisSessionFactory(redis, SECRET),
}

/** What a request sets that writes `a`. */
async function lines(factory: BindableFactory, cookie?: string, outcome = {}, touch = true) {
  const opened = factory.open(cookie)
  await opened.load?.()
  if (touch) opened.session.set('a', Number(opened.session.get('a', 0)) + 1)
  else opened.session.get('a')
  await opened.flush?.(outcome)
  return opened.headers(outcome)
}

const cookieOf = ([header]: readonly (readonly [string, string])[]): string =>
  header![1].split(';')[0]!

describe.each(Object.entries(factories))('%s', (_, factory) => {
  test('a new session is not begun', async () => {
    expect(await lines(factory, undefined, REFUSED)).toEqual([])
    expect(await lines(factory, `${factory.cookieName}=bad`, REFUSED)).toEqual([])
    expect(await lines(factory, undefined, REFUSED, false)).toEqual([])
    expect(redis.commands.filter(([name]) => /^set/i.test(String(name)))).toEqual([])
  })

  test('one that the request has brought goes on', async () => {
    const before = cookieOf(await lines(factory))
    const answer = await lines(factory, before, REFUSED)
    const opened = factory.open(answer.length > 0 ? cookieOf(answer) : before)
    await opened.load?.()
    expect(opened.session.get('a')).toBe(2)
  })

  test('one of a request that was refused for another reason is begun', async () => {
    expect(await lines(factory, undefined, { exception: new Error('x') })).toHaveLength(1)
  })
})
