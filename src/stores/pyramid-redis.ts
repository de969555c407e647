/** Sessions as Pyramid's packages keep them in Redis: a key each, which holds all of a session. */
import type { Awaitable } from '../lib/awaitable.js'
import { redisBytes } from './shared-redis.js'
import type { RedisClient } from './shared-redis.js'

/** Whole sessions by their keys. Each function is one command; a value is changed as a whole. */
export interface PyramidRedis {
  readonly name: string
  readonly read: (key: string) => Awaitable<Uint8Array | undefined>
  /**
   * Where there is nothing yet; tells whether there was not.
   *
   * @param seconds to live; `null`: for good
   */
  readonly create: (key: string, value: Uint8Array, seconds: number | null) => Awaitable<boolean>
  /** Where there is something; tells whether there was. What was ended meanwhile does not come back. */
  readonly replace: (key: string, value: Uint8Array, seconds: number | null) => Awaitable<boolean>
  /** Tells whether there was something that lives on. */
  readonly touch: (key: string, seconds: number) => Awaitable<boolean>
  /** Tells whether there was something. */
  readonly delete: (key: string) => Awaitable<boolean>
}

/** @throws {OptionError} for what is no client of Redis, or none that takes bytes */
export function pyramidRedis(client: RedisClient): PyramidRedis {
  const { get, command } = redisBytes(client)
  const set = async (when: 'NX' | 'XX', key: string, value: Uint8Array, seconds: number | null) => {
    const expiry = seconds === null ? [] : ['EX', String(seconds)]
    return (await command(key, ['SET', key, bytesOf(value), ...expiry, when])) !== null
  }
  const counts = async (key: string, args: string[]): Promise<boolean> =>
    Number(await command(key, args)) === 1
  return {
    name: 'redis',
    read: async (key) => ((await get(key)) ?? undefined) as Buffer | undefined,
    create: (key, value, seconds) => set('NX', key, value, seconds),
    replace: (key, value, seconds) => set('XX', key, value, seconds),
    touch: (key, seconds) => counts(key, ['EXPIRE', key, String(seconds)]),
    delete: (key) => counts(key, ['DEL', key]),
  }
}

/** The same, where the key is more than the id of the session. */
export function keyedBy(keyOf: (id: string) => string, store: PyramidRedis): PyramidRedis {
  return {
    name: store.name,
    read: (id) => store.read(keyOf(id)),
    create: (id, ...rest) => store.create(keyOf(id), ...rest),
    replace: (id, ...rest) => store.replace(keyOf(id), ...rest),
    touch: (id, seconds) => store.touch(keyOf(id), seconds),
    delete: (id) => store.delete(keyOf(id)),
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength)
