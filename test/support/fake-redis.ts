/** A Redis in this process, behind the functions of ioredis: the commands of whole values, without the flow of time. */
import type { IoRedisClient } from '../../src/stores/redis.js'

/** A value, and the seconds that it has to live; `null`: for good. */
export type Entry = readonly [value: Buffer, seconds: number | null]

export interface FakeRedis extends IoRedisClient {
  readonly entries: Map<string, Entry>
  /** The commands that were sent, without their values. */
  readonly commands: string[][]
  readonly getBuffer: (key: string) => Promise<unknown>
}

export function fakeRedis(entries = new Map<string, Entry>()): FakeRedis {
  const commands: string[][] = []
  const call = async (command: string, [key, ...rest]: (string | Buffer)[]): Promise<unknown> => {
    commands.push([command, String(key), ...rest.filter((arg) => typeof arg === 'string')])
    return answer(entries, command, String(key), rest)
  }
  return { entries, commands, call, getBuffer: (key) => call('GET', [key]) }
}

function answer(
  entries: Map<string, Entry>,
  command: string,
  key: string,
  rest: readonly (string | Buffer)[],
): unknown {
  const there = entries.get(key)
  if (command === 'GET') return there?.[0] ?? null
  if (command === 'DEL') return Number(entries.delete(key))
  if (command === 'EXPIRE') {
    if (there !== undefined) entries.set(key, [there[0], Number(rest[0])])
    return Number(there !== undefined)
  }
  if (command !== 'SET') throw new Error(`Such a Redis knows no ${command}`)
  if (rest.includes('NX') !== (there === undefined)) return null
  const at = rest.indexOf('EX')
  entries.set(key, [Buffer.from(rest[0]!), at < 0 ? null : Number(rest[at + 1])])
  return Buffer.from('OK')
}
