/** Sessions in Redis or Valkey. */
import { resolveOptions } from '../lib/options.js'
import type { Check, Given, OptionSpecs } from '../lib/options.js'
import { redisRevocations } from './shared-redis-revocations.js'
import type { RedisRevocationList } from './shared-redis-revocations.js'
import { CREATE, DELETE, OWN, UPDATE } from './shared-redis-scripts.js'
import { listingOf, listingText, subjectIn, subjectLists } from './shared-redis-subjects.js'
import type { SubjectLists } from './shared-redis-subjects.js'
import { redisCommand, redisFields, redisScript } from './shared-redis.js'
import type { RedisClient, RedisCommand, RedisScript } from './shared-redis.js'
import type {
  NewStored,
  SessionStore,
  StoredChanges,
  StoredFields,
  Updated,
} from './shared-store.js'

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
 * round trip. Writing is a script of Lua, atomic on the server.
 *
 * A session is one hash, `<prefix><id>`, that expires by itself. The sessions of a subject are listed in a sorted set,
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
 * const client = { call: async (command: string) => (command === 'HGETALL' ? [] : null) }
 * const store = redisStore(client, { prefix: 'shop:' })
 * await store.read('n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg') // → undefined
 */
export function redisStore(client: RedisClient, options: RedisOptions = {}): SessionStore {
  const { prefix } = resolveOptions(storeSpecs, options)
  return storeOver(redisCommand(client), prefix)
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

function storeOver(command: RedisCommand, prefix: string): SessionStore {
  const lists = subjectLists(command, prefix)
  const keyOf = (id: string): string => prefix + id
  const hashOf = (id: string): Promise<Map<string, string>> =>
    command(keyOf(id), ['HGETALL', keyOf(id)]).then(redisFields)
  return {
    name: 'redis',
    isAtomic: true,
    read: (id) => hashOf(id).then(sessionIn),
    create: createOver(redisScript(command, CREATE), lists, keyOf),
    update: updateOver(redisScript(command, UPDATE), lists, keyOf),
    delete: deleteOver(redisScript(command, DELETE), lists, keyOf),
    ofSubject: async (subject) => {
      const ids = await lists.idsOf(subject)
      const hashes = await Promise.all(ids.map(hashOf))
      return sessionsOf(subject, ids, hashes)
    },
    cleanup: () => 0,
  }
}

type KeyOf = (id: string) => string

function createOver(create: RedisScript, lists: SubjectLists, keyOf: KeyOf) {
  return async (id: string, { fields, subject, expires }: NewStored): Promise<boolean> => {
    const listing = subject === undefined ? undefined : listingOf(subject, expires)
    // First, so that there is never a session that its subject's list does not have.
    if (listing !== undefined) await lists.put(id, listing)
    const until = textOf(expires)
    const args = [until, OWN, until + listingText(listing), ...pairsOf(fields)]
    return Number(await create(keyOf(id), args)) === 1
  }
}

function updateOver(update: RedisScript, lists: SubjectLists, keyOf: KeyOf) {
  const updateListed = async (
    id: string,
    changes: StoredChanges,
    subject: string,
  ): Promise<Updated> => {
    const listing = listingOf(subject, changes.expires)
    await lists.put(id, listing)
    return updatedBy(await update(keyOf(id), updateArguments(changes, listingText(listing))))
  }
  return (id: string, changes: StoredChanges): Promise<Updated> =>
    update(keyOf(id), updateArguments(changes)).then((answer) => {
      const subject = isOwn(answer) ? subjectIn(answer) : undefined
      return subject === undefined ? updatedBy(answer) : updateListed(id, changes, subject)
    })
}

/** Whether it is the own field that a script answered. Clients can be told to give numbers as texts, too. */
const isOwn = (answer: unknown): answer is string =>
  typeof answer === 'string' && answer.includes('=')

function updateArguments(changes: StoredChanges, listing = ''): string[] {
  const args = [
    textOf(changes.expires),
    changes.shorten ? '1' : '0',
    listing,
    String(2 * changes.set.size),
    String(changes.delete.length),
  ]
  changes.set.forEach((text, name) => args.push(name, text))
  for (const name of changes.delete) args.push(name)
  changes.expect.forEach((text, name) =>
    text === undefined ? args.push(name, '0', '') : args.push(name, '1', text),
  )
  return args
}

function updatedBy(answer: unknown): Updated {
  if (Array.isArray(answer)) return sessionIn(redisFields(answer)) ?? 'gone'
  return Number(answer) === 1 ? 'saved' : 'gone'
}

function deleteOver(remove: RedisScript, lists: SubjectLists, keyOf: KeyOf) {
  return async (id: string): Promise<boolean> => {
    const own = (await remove(keyOf(id))) as string | null
    const subject = own === null ? undefined : subjectIn(own)
    // Nobody waits for it: an id on the list that is of no session does no harm.
    if (subject !== undefined) lists.remove(id, subject).catch(() => undefined)
    return own !== null
  }
}

/** What a hash holds of a session; `undefined` where it is none. */
function sessionIn(hash: Map<string, string>): StoredFields | undefined {
  return hash.delete(OWN) ? hash : undefined
}

function sessionsOf(
  subject: string,
  ids: readonly string[],
  hashes: readonly Map<string, string>[],
): Map<string, StoredFields> {
  const sessions = new Map<string, StoredFields>()
  for (const [at, hash] of hashes.entries()) {
    // A list has ids that were not free, too.
    const isOfSubject = subjectIn(hash.get(OWN) ?? '') === subject
    const fields = sessionIn(hash)
    if (isOfSubject && fields !== undefined) sessions.set(ids[at]!, fields)
  }
  return sessions
}

const textOf = (expires: number | null): string => String(expires ?? '')

const pairsOf = (fields: StoredFields): string[] => [...fields].flat()
