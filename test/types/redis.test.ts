/** What the store of Redis takes for a client: checked by the compiler, whose word for it has no types of theirs. */
import { readFileSync } from 'node:fs'
import type { Cluster as Io5Cluster, Redis as Io5Redis } from 'ioredis'
import type { Cluster as IoCluster, Redis as IoRedis } from 'ioredis-6'
import type { Cluster as ValkeyCluster, Redis as Valkey } from 'iovalkey'
import type {
  createClient,
  createClientPool,
  createCluster,
  createSentinel,
  RedisClientType,
} from 'redis'
import type * as oldest from 'redis-oldest'
import { expect, expectTypeOf, test } from 'vitest'
import type { RedisClient, RedisRevocationList } from '../../src/stores/redis.js'
import { typeTest } from '../support/type-test.js'

typeTest('all kinds of clients are taken', () => {
  expectTypeOf<ReturnType<typeof createClient>>().toExtend<RedisClient>()
  expectTypeOf<ReturnType<typeof createClientPool>>().toExtend<RedisClient>()
  expectTypeOf<ReturnType<typeof createCluster>>().toExtend<RedisClient>()
  expectTypeOf<ReturnType<typeof createSentinel>>().toExtend<RedisClient>()
  expectTypeOf<RedisClientType>().toExtend<RedisClient>()
  expectTypeOf<ReturnType<typeof oldest.createClient>>().toExtend<RedisClient>()
  expectTypeOf<ReturnType<typeof oldest.createCluster>>().toExtend<RedisClient>()
  expectTypeOf<ReturnType<typeof oldest.createSentinel>>().toExtend<RedisClient>()
  expectTypeOf<IoRedis>().toExtend<RedisClient>()
  expectTypeOf<IoCluster>().toExtend<RedisClient>()
  expectTypeOf<Io5Redis>().toExtend<RedisClient>()
  expectTypeOf<Io5Cluster>().toExtend<RedisClient>()
  expectTypeOf<Valkey>().toExtend<RedisClient>()
  expectTypeOf<ValkeyCluster>().toExtend<RedisClient>()
})

typeTest('what is none is not', () => {
  expectTypeOf<{ get(key: string): Promise<string> }>().not.toExtend<RedisClient>()
  expectTypeOf<Promise<RedisClient>>().not.toExtend<RedisClient>()
  expectTypeOf<string>().not.toExtend<RedisClient>()
})

typeTest('the list answers with promises', () => {
  expectTypeOf<ReturnType<RedisRevocationList['isRevoked']>>().toEqualTypeOf<Promise<boolean>>()
})

test('no client is needed to compile against the store', () => {
  const files = ['redis', 'shared-redis', 'shared-redis-revocations', 'shared-redis-subjects']
  for (const file of files) {
    const source = readFileSync(new URL(`../../src/stores/${file}.ts`, import.meta.url), 'utf8')
    expect(source).not.toMatch(/from '(?:redis|ioredis|iovalkey|@redis)/)
  }
})
