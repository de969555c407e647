/** Sessions that are written here for the packages to read, the same each time. */
import { pyramidRedisSessionFactory } from '../../../src/factories/pyramid-redis.js'
import type { PyramidRedisOptions } from '../../../src/factories/pyramid-redis.js'
import { PyTuple } from '../../../src/pickle/index.js'
import { fakeRedis } from '../../support/fake-redis.js'

/** A session in Redis, and the cookie that goes with it. */
export interface Written {
  readonly name: string
  readonly now: number
  readonly key: string
  /** In base64. */
  readonly value: string
  readonly seconds: number
  readonly cookie: string
}

export const SECRET = 'a secret of both services, which is longer than the hash of either signature'
const NOW = 1_700_000_000.25

/** Data by the names of the cases. */
const CASES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'plain values': { user: 'ana', count: 7, rate: 2.5, none: null, yes: true, list: [1, { a: [] }] },
  text: { text: 'Zoë € 😀', clé: 'é' },
  'values of other types': {
    large: 2n ** 70n,
    tuple: PyTuple.from<unknown>([1, 'two']),
    bytes: Uint8Array.of(0, 255, 97),
    set: new Set([1]),
  },
  messages: {
    _f_: ['one', 'two'],
    _f_q: ['three'],
    _csrft_: '0123456789abcdef0123456789abcdef01234567',
  },
}

/** @param options which package and version */
export async function writtenFor(options: PyramidRedisOptions): Promise<Written[]> {
  const made: Written[] = []
  for (const [name, data] of Object.entries(CASES)) {
    const redis = fakeRedis()
    const randomBytes = (size: number): Uint8Array => new Uint8Array(size).fill(made.length + 1)
    const factory = pyramidRedisSessionFactory(redis, SECRET, {
      ...options,
      clock: () => NOW,
      randomBytes,
    })
    const opened = factory.open()
    // oxlint-disable-next-line no-await-in-loop -- each has a Redis of its own
    const session = await opened.load()
    session.update(data)
    // oxlint-disable-next-line no-await-in-loop
    const [[, line]] = (await opened.commit()) as [[string, string]]
    const [[key, [value, seconds]]] = [...redis.entries] as [[string, [Buffer, number]]]
    const cookie = line.split(';')[0]!
    made.push({ name, now: NOW, key, value: value.toString('base64'), seconds, cookie })
  }
  return made
}
