import { describe, expect, test } from 'vitest'
import { pyramidBeakerSessionFactory } from '../../src/factories/pyramid-beaker.js'
import type { PyramidBeakerOptions } from '../../src/factories/pyramid-beaker.js'
import { OptionError } from '../../src/index.js'
import type { RedisClient } from '../../src/stores/redis.js'
import { fakeRedis } from '../support/fake-redis.js'

const SECRET = 'a secret of both services, which is longer than the hash of the signature'

const make = (options: object) =>
  pyramidBeakerSessionFactory(fakeRedis(), SECRET, options as PyramidBeakerOptions)

describe('options', () => {
  test.each([
    [{ timeout: 0 }, 'timeout'],
    [{ timeout: 60, saveAccessedTime: false }, 'timeout'],
    [{ saveAccessedTime: 'no' }, 'saveAccessedTime'],
    [{ encryptKey: 'k' }, 'encryptKey'],
    [{ prefix: 'session:' }, 'prefix'],
    [{ storeTimeout: 0 }, 'storeTimeout'],
  ])('%j is refused, with its name', (options, name) => {
    expect(() => make(options)).toThrow(OptionError)
    expect(() => make(options)).toThrow(name)
  })

  test("have Beaker's name for the cookie", () => {
    expect([make({}).cookieName, make({ cookieName: 'sid' }).cookieName]).toEqual([
      'beaker.session.id',
      'sid',
    ])
  })
})

test('bindings load its sessions', () => expect(make({}).needsLoad).toBe(true))

test.each([[undefined], [{}], [{ call: () => undefined }]])('%o is no client', (client) => {
  expect(() => pyramidBeakerSessionFactory(client as RedisClient, SECRET)).toThrow(OptionError)
})

test.each([[''], [[]], [7], [undefined]])('the secret %j is refused', (secret) => {
  expect(() => pyramidBeakerSessionFactory(fakeRedis(), secret as string)).toThrow(OptionError)
})

test('of several secrets the first signs, and all verify', async () => {
  const redis = fakeRedis()
  const next = `another ${SECRET}`
  const opened = pyramidBeakerSessionFactory(redis, [SECRET]).open()
  ;(await opened.load()).set('a', 1)
  const cookie = (await opened.commit())[0]![1].split(';')[0]!
  const get = async (secrets: string[]): Promise<unknown> =>
    (await pyramidBeakerSessionFactory(redis, secrets).open(cookie).load()).get('a')
  expect([await get([next, SECRET]), await get([next])]).toEqual([1, undefined])
})
