/** Sessions in Redis whose texts are all `str` of Python 2, whatever `py2str` makes of these. */
import { describe, expect, test } from 'vitest'
import { pyramidBeakerSessionFactory } from '../../../src/factories/pyramid-beaker.js'
import { pyramidRedisSessionFactory } from '../../../src/factories/pyramid-redis.js'
import type { PyramidRedisOptions } from '../../../src/factories/pyramid-redis.js'
import type { PickleReadOptions } from '../../../src/index.js'
import { dumps, loads, Py2Str } from '../../../src/pickle/index.js'
import { fakeRedis } from '../../support/fake-redis.js'
import type { FakeRedis } from '../../support/fake-redis.js'
import { SECRET } from './written.js'

const clock = (): number => 1_700_000_000.25
const TOKEN = '0123456789abcdef0123456789abcdef01234567'

const inRedis =
  (rest: PyramidRedisOptions) =>
  (redis: FakeRedis, options: PickleReadOptions = {}) =>
    pyramidRedisSessionFactory(redis, SECRET, { clock, ...rest, ...options })

const FACTORIES = {
  'pyramid_redis_sessions 0.9': inRedis({
    package: 'pyramid_redis_sessions',
    packageVersion: '0.9',
  }),
  'pyramid_redis_sessions 1.0': inRedis({
    package: 'pyramid_redis_sessions',
    packageVersion: '1.0',
  }),
  'pyramid_session_redis 1.5': inRedis({ package: 'pyramid_session_redis', packageVersion: '1.5' }),
  Beaker: (redis: FakeRedis, options: PickleReadOptions = {}) =>
    pyramidBeakerSessionFactory(redis, SECRET, { clock, ...options }),
}

/** A value as Python 2 has it that knows no `unicode`. */
function old(value: unknown): unknown {
  if (typeof value === 'string') return new Py2Str(Buffer.from(value))
  if (Array.isArray(value)) return value.map(old)
  if (!(value instanceof Map)) return value
  return new Map([...value].map(([key, item]) => [old(key), old(item)]))
}

/** The keys in a pickle, of dicts in dicts too, as bytes. */
function keysIn(value: unknown): string[] {
  if (!(value instanceof Map)) return []
  return [...value].flatMap(([key, item]) => [latin1(key), ...keysIn(item)])
}

function latin1(key: unknown): string {
  if (key instanceof Py2Str) return key.text
  return Buffer.from(key as string | Uint8Array).toString('latin1')
}

describe.each(Object.entries(FACTORIES))('%s', (_, make) => {
  test.each(['auto', 'bytes', 'keep'] as const)('with py2str %s', async (py2str) => {
    const redis = fakeRedis()
    const begun = make(redis).open()
    begun.session.set('_csrft_', TOKEN)
    begun.session.flash('waiting', 'é')
    begun.session.flash('for all')
    const [line] = await begun.commit()
    const [[key, [bytes, seconds]]] = [...redis.entries] as [[string, [Buffer, number | null]]]
    const theirs = dumps(old(loads(bytes, { dicts: 'map', floats: 'wrap' })), { protocol: 2 })
    redis.entries.set(key, [Buffer.from(theirs), seconds])

    const opened = make(redis, { py2str }).open(line![1].split(';')[0])
    const session = await opened.load()
    expect(session.new).toBe(false)
    expect(session.getCsrfToken()).toBe(TOKEN)
    expect(session.peekFlash('é')).toHaveLength(1)
    expect(session.popFlash()).toHaveLength(1)
    await opened.commit()

    const read = (value: Uint8Array) => keysIn(loads(value, { dicts: 'map', py2str: 'keep' }))
    const left = read(redis.entries.get(key)![0])
    expect(left.toSorted()).toEqual(
      read(theirs)
        .filter((name) => name !== '_f_')
        .toSorted(),
    )
  })
})
