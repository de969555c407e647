import { describe, expect, test } from 'vitest'
import { pyramidRedisSessionFactory } from '../../src/factories/pyramid-redis.js'
import type { PyramidRedisOptions } from '../../src/factories/pyramid-redis.js'
import { OptionError } from '../../src/index.js'
import type { RedisClient } from '../../src/stores/redis.js'
import { fakeRedis } from '../support/fake-redis.js'

const SECRET = 'a secret of both services, which is longer than the hash of either signature'
const FIRST = 'pyramid_redis_sessions'

const make = (options: object, client: unknown = fakeRedis()) =>
  pyramidRedisSessionFactory(client as RedisClient, SECRET, options as PyramidRedisOptions)

describe('options', () => {
  test.each([
    [{ package: 'beaker' }, 'package'],
    [{ packageVersion: '1.0' }, 'packageVersion'],
    [{ package: FIRST, packageVersion: '1.7' }, 'packageVersion'],
    [{ packageVersion: '3' }, 'packageVersion'],
    [{ timeout: 0 }, 'timeout'],
    [{ timeout: 1.5 }, 'timeout'],
    [{ timeout: '1200' }, 'timeout'],
    [{ package: FIRST, timeout: null }, 'timeout'],
    [{ prefix: 7 }, 'prefix'],
    [{ package: FIRST, packageVersion: '0.9', prefix: 'a' }, 'prefix'],
    [{ package: FIRST, setRedisTtl: false }, 'setRedisTtl'],
    [{ packageVersion: '1.2', timeoutTrigger: 600 }, 'timeoutTrigger'],
    [{ pythonExpires: false, timeoutTrigger: 600 }, 'timeoutTrigger'],
    [{ packageVersion: '1.7', useIntTime: true }, 'useIntTime'],
    [{ packageVersion: '1.5', invalidateEmptySession: true }, 'invalidateEmptySession'],
    [{ storeTimeout: 0 }, 'storeTimeout'],
    [{ onStoreError: 'ignore' }, 'onStoreError'],
    [{ protocol: 6 }, 'protocol'],
    [{ httpOnly: true }, 'httpOnly'],
  ])('%j is refused, with its name', (options, name) => {
    expect(() => make(options)).toThrow(OptionError)
    expect(() => make(options)).toThrow(name)
  })

  test.each([
    [{ package: FIRST }],
    [{ package: FIRST, packageVersion: '1.0', prefix: 'session:' }],
    [{ packageVersion: '1.2', useIntTime: true, setRedisTtl: false, timeout: null }],
    [{ packageVersion: '1.4', timeoutTrigger: 600 }],
    [{ packageVersion: '1.8', invalidateEmptySession: false, pythonExpires: false }],
  ])('%j are taken', (options) => {
    const factory = make({ ...options, cookieName: 'sid' })
    expect([factory.cookieName, factory.needsLoad]).toEqual(['sid', true])
  })
})

test.each([[undefined], [{}], [Promise.resolve(fakeRedis())], [{ call: () => undefined }]])(
  'what is no client for bytes is refused: %o',
  (client) => {
    expect(() => pyramidRedisSessionFactory(client as RedisClient, SECRET)).toThrow(OptionError)
  },
)

test.each([[''], [[]], [7]])('the secret %j is refused', (secret) => {
  for (const packageVersion of ['1.4', '1.7'] as const) {
    expect(() =>
      pyramidRedisSessionFactory(fakeRedis(), secret as string, { packageVersion }),
    ).toThrow(OptionError)
  }
})

test('of several secrets the first signs, and all verify', async () => {
  for (const packageVersion of ['1.4', '1.7'] as const) {
    const redis = fakeRedis()
    const factoryOf = (secrets: string[]) =>
      pyramidRedisSessionFactory(redis, secrets, { packageVersion })
    const opened = factoryOf([SECRET]).open()
    // oxlint-disable-next-line no-await-in-loop
    const session = await opened.load()
    session.set('a', 1)
    // oxlint-disable-next-line no-await-in-loop
    const [[, line]] = (await opened.commit()) as [[string, string]]
    const cookie = line.split(';')[0]!
    const get = async (secrets: string[]): Promise<unknown> =>
      (await factoryOf(secrets).open(cookie).load()).get('a')
    // oxlint-disable-next-line no-await-in-loop
    expect(await get(['another secret, which is as long as the first one is', SECRET])).toBe(1)
    // oxlint-disable-next-line no-await-in-loop
    expect(await get(['another secret, which is as long as the first one is'])).toBeUndefined()
  }
})
