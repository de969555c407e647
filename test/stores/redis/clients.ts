/** The clients that the store is tested over, by their names. */
import { Cluster as Io5Cluster, Redis as Io5Redis } from 'ioredis'
import { Cluster as IoCluster, Redis as IoRedis } from 'ioredis-6'
import OldestIo, { Cluster as OldestIoCluster } from 'ioredis-oldest'
import { Cluster as ValkeyCluster, Redis as Valkey } from 'iovalkey'
import { createClient, createClientPool, createCluster, createSentinel, RESP_TYPES } from 'redis'
import * as oldest from 'redis-oldest'
import type { RedisClient } from '../../../src/stores/redis.js'
import type { RedisServer } from '../../support/redis-server.js'

/** A client that is connected, and how to close it. */
export interface Connected {
  readonly client: RedisClient
  readonly close: () => unknown
}

export type Connect = (servers: readonly RedisServer[]) => Promise<Connected>

interface NodeRedis {
  on(event: 'error', listener: () => void): unknown
  connect(): Promise<unknown>
  destroy(): unknown
}

/** While a server is down the clients of node-redis tell of errors that nobody else hears of. */
async function opened<Client extends NodeRedis & RedisClient>(client: Client): Promise<Connected> {
  client.on('error', () => undefined)
  await client.connect()
  return { client, close: () => client.destroy() }
}

interface IoRedisLike {
  on(event: 'error', listener: () => void): unknown
  disconnect(): unknown
}

function io<Client extends IoRedisLike & RedisClient>(client: Client): Promise<Connected> {
  client.on('error', () => undefined)
  return Promise.resolve({ client, close: () => client.disconnect() })
}

const HOST = '127.0.0.1'
const url = ([server]: readonly RedisServer[]): string => server!.url
const at = ([server]: readonly RedisServer[]) => ({ host: HOST, port: server!.port })
const urls = (servers: readonly RedisServer[]) => servers.map(({ url }) => ({ url }))
const nodes = (servers: readonly RedisServer[]) => servers.map(({ port }) => ({ host: HOST, port }))

/** For one server. The options are those that change the form of answers. */
export const CLIENTS: Readonly<Record<string, Connect>> = {
  'node-redis': (servers) => opened(createClient({ url: url(servers) })),
  'node-redis with RESP2': (servers) => opened(createClient({ url: url(servers), RESP: 2 })),
  'node-redis with answers of other types': (servers) =>
    opened(
      createClient({
        url: url(servers),
        commandOptions: {
          typeMapping: {
            [RESP_TYPES.MAP]: Map,
            [RESP_TYPES.BLOB_STRING]: Buffer,
            [RESP_TYPES.NUMBER]: String,
          },
        },
      }),
    ),
  'node-redis, a pool': (servers) => opened(createClientPool({ url: url(servers) })),
  'node-redis 5.0': (servers) => opened(oldest.createClient({ url: url(servers) })),
  ioredis: (servers) => io(new IoRedis(at(servers))),
  'ioredis with answers of other types': (servers) =>
    io(new IoRedis({ ...at(servers), replyMapping: 'resp3', stringNumbers: true })),
  'ioredis with RESP2 and automatic pipelines': (servers) =>
    io(new IoRedis({ ...at(servers), protocol: 2, enableAutoPipelining: true, keyPrefix: 'all:' })),
  'ioredis 5': (servers) => io(new Io5Redis(at(servers))),
  'ioredis 5.0': (servers) => io(new OldestIo.default(at(servers))),
  iovalkey: (servers) => io(new Valkey(at(servers))),
}

export const CLUSTER_CLIENTS: Readonly<Record<string, Connect>> = {
  'node-redis, a cluster': (servers) => opened(createCluster({ rootNodes: urls(servers) })),
  'node-redis 5.0, a cluster': (servers) =>
    opened(oldest.createCluster({ rootNodes: urls(servers) })),
  'ioredis, a cluster': (servers) => io(new IoCluster(nodes(servers))),
  'ioredis 5, a cluster': (servers) => io(new Io5Cluster(nodes(servers))),
  'ioredis 5.0, a cluster': (servers) => io(new OldestIoCluster(nodes(servers))),
  'iovalkey, a cluster': (servers) => io(new ValkeyCluster(nodes(servers))),
}

/** For sentinels that know a master by the name `main`. */
export const SENTINEL_CLIENTS: Readonly<Record<string, Connect>> = {
  'node-redis, by a sentinel': (servers) =>
    opened(createSentinel({ name: 'main', sentinelRootNodes: nodes(servers) })),
  'node-redis 5.0, by a sentinel': (servers) =>
    opened(oldest.createSentinel({ name: 'main', sentinelRootNodes: nodes(servers) })),
  'ioredis, by a sentinel': (servers) =>
    io(new IoRedis({ name: 'main', sentinels: nodes(servers) })),
}
