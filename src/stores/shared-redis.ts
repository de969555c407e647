/** The clients of Redis and Valkey, told apart once, and what our scripts need of them. */
import { sha1Hex } from '../crypto/sha1.js'
import { checkClient, has } from './shared-client.js'

/** A client or a pool of node-redis (`createClient`, `createClientPool` of `redis` from 5.0 on). */
export interface NodeRedisClient {
  sendCommand(args: string[], options?: object): Promise<unknown>
  withTypeMapping(typeMapping: object): unknown
}

/** node-redis's `createCluster`. */
export interface NodeRedisCluster {
  sendCommand(
    firstKey: string | undefined,
    isReadonly: boolean | undefined,
    args: string[],
    options?: object,
  ): Promise<unknown>
  withTypeMapping(typeMapping: object): unknown
  getSlotMaster(slot: number): unknown
}

/** node-redis's `createSentinel`. */
export interface NodeRedisSentinel {
  sendCommand(isReadonly: boolean | undefined, args: string[], options?: object): Promise<unknown>
  withTypeMapping(typeMapping: object): unknown
  getSentinelNode(): unknown
}

/** `Redis` or `Cluster` of ioredis (from 5.0 on) or iovalkey; whatever else sends a command by such a function. */
export interface IoRedisClient {
  call(command: string, args: string[]): Promise<unknown>
}

/** A client of Redis or Valkey, connected and closed by the application. */
export type RedisClient = NodeRedisClient | NodeRedisCluster | NodeRedisSentinel | IoRedisClient

/** Sends a command that is about one key, which stands among `args`. */
export type RedisCommand = (key: string, args: string[]) => Promise<unknown>

/**
 * What node-redis is to make of answers, whatever the application has it do: of texts (36, "$") bytes, as before 5.9 it
 * damaged letters of more than one byte where a network packet ended.
 */
const OPTIONS = { typeMapping: { 36: Buffer } }

/**
 * How to send commands over a client, found out by its methods.
 *
 * @throws {OptionError} for what is no client
 */
export function redisCommand(client: RedisClient): RedisCommand {
  if (isIoRedis(client)) {
    // In capitals, what ioredis was told to make of the answers to `hgetall` does not concern it.
    return (_, [name, ...args]) => client.call(name!, args)
  }
  checkClient('client', CLIENTS, client, ['sendCommand', 'withTypeMapping'])
  return nodeRedisCommand(client)
}

const CLIENTS = 'a client of node-redis 5 or later, ioredis or iovalkey'

// A class has the `call` of all functions.
const isIoRedis = (client: RedisClient): client is IoRedisClient =>
  typeof client === 'object' && has(client, 'call')

function nodeRedisCommand(client: RedisClient): RedisCommand {
  const send = nodeRedisSender(client)
  return (key, args) => send(key, args).then(textsOf)
}

// All goes to masters: a replica may not have yet what was written just before.
function nodeRedisSender(client: RedisClient): RedisCommand {
  if (has(client, 'getSlotMaster')) {
    return (key, args) => (client as NodeRedisCluster).sendCommand(key, false, args, OPTIONS)
  }
  if (has(client, 'getSentinelNode')) {
    return (_, args) => (client as NodeRedisSentinel).sendCommand(false, args, OPTIONS)
  }
  return (_, args) => (client as NodeRedisClient).sendCommand(args, OPTIONS)
}

/** Lists are made what they are to be, not copied: every request pays for it. */
function textsOf(answer: unknown): unknown {
  if (answer instanceof Buffer) return answer.toString()
  if (Array.isArray(answer)) {
    for (let at = 0; at < answer.length; at++) answer[at] = textsOf(answer[at])
  }
  return answer
}

/** How values that are no text are read and written. */
export interface RedisBytes {
  /** The bytes of a key, or `null`. */
  readonly get: (key: string) => Promise<unknown>
  /** As {@link RedisCommand}; bytes may stand among `args`. */
  readonly command: (key: string, args: (string | Buffer)[]) => Promise<unknown>
}

/**
 * {@link redisCommand} for values that are no text.
 *
 * @throws {OptionError} for what is no client, or gives no bytes
 */
export function redisBytes(client: RedisClient): RedisBytes {
  if (isIoRedis(client)) {
    checkClient('client', CLIENTS, client, ['getBuffer'])
    // Its `callBuffer` fails where it makes pipelines by itself.
    const get = (key: string): Promise<unknown> => (client as IoRedisBytes).getBuffer(key)
    return { get, command: redisCommand(client) as RedisBytes['command'] }
  }
  checkClient('client', CLIENTS, client, ['sendCommand', 'withTypeMapping'])
  const command = nodeRedisSender(client) as RedisBytes['command']
  return { get: (key) => command(key, ['GET', key]), command }
}

interface IoRedisBytes extends IoRedisClient {
  getBuffer(key: string): Promise<unknown>
}

/** Runs a script on one key, all of it or nothing. */
export type RedisScript = (key: string, args?: readonly string[]) => Promise<unknown>

/**
 * Prepares a script. Servers know it by its hash; one that does not (any more: it was restarted, or took over)
 * is given its text.
 */
export function redisScript(command: RedisCommand, text: string): RedisScript {
  const hash = sha1Hex(text)
  // Without `async`, whose promises are more: every request that writes pays for it.
  return (key, args = []) =>
    command(key, ['EVALSHA', hash, '1', key, ...args]).catch((error: unknown) => {
      if (!isUnknownScript(error)) throw error
      return command(key, ['EVAL', text, '1', key, ...args])
    })
}

const isUnknownScript = (error: unknown): boolean =>
  String((error as Error | undefined)?.message).startsWith('NOSCRIPT')
