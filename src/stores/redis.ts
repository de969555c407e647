/** Sessions in Redis or Valkey. */
import { resolveOptions } from '../lib/options.js'
import type { Check, Given, OptionSpecs } from '../lib/options.js'
import { redisRevocations } from './shared-redis-revocations.js'
import type { RedisRevocationList } from './shared-redis-revocations.js'
import { RedisSessions } from './shared-redis-sessions.js'
import { redisCommand } from './shared-redis.js'
import type { RedisClient } from './shared-redis.js'
import type { SessionStore } from './shared-store.js'

export type { RedisRevocationList } from './shared-redis-revocations.js'
export type {
  IoRedisClient,
  NodeRedisClient,
  NodeRedisCluster,
  NodeRedisSentinel,
  RedisClient,
} from './shared-redis.js'

interface Options {
  /** What the names of all keys begin with. */
  prefix: string
}

/** Options of {@link redisStore} and {@link redisRevocationList}; what is left out has its default. */
export type RedisOptions = Given<Options>

const isText: Check = (value) => (typeof value === 'string' ? undefined : 'must be a text')

const specsOf = (prefix: string): OptionSpecs<Options> => ({
  prefix: { fallback: prefix, check: isText },
})

const storeSpecs = specsOf('cartouche:')
const revocationSpecs = specsOf('cartouche:revoked:')

/**
 * A store of sessions in Redis (6.0 and later) or Valkey: one server, with Sentinel, or a cluster.
 *
 * The client is your own, which you connect and close: of node-redis (`redis` 5 or later: a client, a pool, a cluster or
 * a sentinel client), ioredis (5 or later) or iovalkey. Reading a session is one command, writing it another, each one
 * round trip. Writing adds to what is there, or is a script of Lua: both are atomic on the server.
 *
 * A session is one list, `<prefix><id>`, that expires by itself. The sessions of a subject are listed in a sorted set,
 * `<prefix>subject:<subject>`, which holds the subject as it is.
 *
 * What the server answered as done is as safe as you set it up: without `appendfsync always` it can lose the last second
 * in a crash, and in a failover what its replica does not have yet. Give it a `maxmemory-policy` that does not evict
 * sessions: `noeviction`. ioredis sends commands again that were under way when a connection broke, so that one can
 * take effect twice; with `maxRetriesPerRequest: 0` they fail instead.
 *
 * @param client connected, or about to be
 * @param options `prefix`, what the names of all keys begin with; default `'cartouche:'`
 * @throws {OptionError} when `client` is no such client, or an option is not what it must be. The functions of the store
 * reject with the errors of the client
 *
 * @example
 * import { redisStore } from 'cartouche/stores/redis'
 *
 * // In an application: const client = await createClient({ url: process.env.REDIS_URL }).connect()
 * const client = { call: async (command: string) => (command === 'LRANGE' ? [] : null) }
 * const store = redisStore(client, { prefix: 'shop:' })
 * await store.read('n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg') // → undefined
 */
export function redisStore(client: RedisClient, options: RedisOptions = {}): SessionStore {
  const { prefix } = resolveOptions(storeSpecs, options)
  return storeOver(new RedisSessions(redisCommand(client), prefix))
}

/**
 * A list of ended sessions in Redis or Valkey, which all processes of the application share: for the factories that
 * keep sessions in cookies. The client is as for {@link redisStore}. An entry is a key of its own, and expires when the
 * last copy of its cookie has. Each function is one round trip.
 *
 * @param client connected, or about to be
 * @param options `prefix`, what the names of all keys begin with; default `'cartouche:revoked:'`
 * @throws {OptionError} when `client` is no such client, or an option is not what it must be. The functions of the list
 * reject with the errors of the client
 *
 * @example
 * import { redisRevocationList } from 'cartouche/stores/redis'
 *
 * // In an application: const client = await createClient({ url: process.env.REDIS_URL }).connect()
 * const client = { call: async () => 0 }
 * const revocation = redisRevocationList(client)
 * await revocation.isRevoked({ id: 'a', subject: undefined, created: 0 }) // → false
 */
export function redisRevocationList(
  client: RedisClient,
  options: RedisOptions = {},
): RedisRevocationList {
  const { prefix } = resolveOptions(revocationSpecs, options)
  return redisRevocations(redisCommand(client), prefix)
}

function storeOver(sessions: RedisSessions): SessionStore {
  return {
    name: 'redis',
    isAtomic: true,
    read: (id) => sessions.read(id),
    create: (id, session) => sessions.create(id, session),
    update: (id, changes) => sessions.update(id, changes),
    delete: (id) => sessions.delete(id),
    ofSubject: (subject) => sessions.ofSubject(subject),
    cleanup: () => 0,
  }
}
