/** The sessions that Pyramid applications keep in Redis, by `pyramid_redis_sessions` or `pyramid_session_redis`. */
import type { Secrets } from '../crypto/secret.js'
import { pyramidRedisFormat } from '../formats/pyramid-redis.js'
import type { PyramidRedisFormat } from '../formats/shared-pyramid-store.js'
import { PYRAMID_REDIS } from '../formats/shared-pyramid-redis.js'
import type { PyramidRedisVersion } from '../formats/shared-pyramid-redis.js'
import { isBoolean, isOneOf, orNull, resolveOptions } from '../lib/options.js'
import type { Check, Given, OptionSpecs } from '../lib/options.js'
import { DUMP_LIMITS, LOAD_LIMITS, readingOf, writingOf } from '../serializers/pickle.js'
import type { DefaultData } from '../session/session.js'
import { pyramidRedis } from '../stores/pyramid-redis.js'
import type { RedisClient } from '../stores/shared-redis.js'
import { signedIds, versionOf } from './shared-pyramid-redis.js'
import { isTimeout, pyramidStoreFactory, pyramidStoreSpecs } from './shared-pyramid-store.js'
import type { PyramidRedisSessionFactory, PyramidStoreOptions } from './shared-pyramid-store.js'

export type { OpenStoredSession } from '../stored/loaded-session.js'
export type { RedisClient } from '../stores/shared-redis.js'
export type { PyramidRedisSessionFactory } from './shared-pyramid-store.js'

/** The packages that keep Pyramid's sessions in Redis. */
export type PyramidRedisPackage = keyof typeof PYRAMID_REDIS

/** Their versions; each stands for those after it, too. */
export type PyramidRedisPackageVersion =
  | keyof (typeof PYRAMID_REDIS)['pyramid_redis_sessions']
  | keyof (typeof PYRAMID_REDIS)['pyramid_session_redis']

interface Options extends PyramidStoreOptions {
  /** What the Pyramid application uses. Default `'pyramid_session_redis'`. */
  package: PyramidRedisPackage
  /**
   * Of `pyramid_redis_sessions` `'0.9'` or `'1.0'` (from 1.0a2 on); of `pyramid_session_redis` `'1.2'`, `'1.4'` (up to
   * 1.5.0), `'1.5'` (from 1.5.1 on), `'1.7'` or `'1.8'`. Default `'1.0'`, or `'1.8'`.
   */
  packageVersion: PyramidRedisPackageVersion | null
  /** Whole seconds without access after which a session has ended; `null`: never, which only the later package has. Default 1200. */
  timeout: number | null
  /** What the keys in Redis begin with. Those that begin otherwise are read, too. Default: nothing. */
  prefix: string
  /** Whether Redis forgets sessions by itself. From 1.2. Default `true`. */
  setRedisTtl: boolean
  /** Whether times are whole seconds. Of 1.2 only; later they are. Default `false`. */
  useIntTime: boolean
  /** Seconds before its end from which on a session is given more time; `null`: always. From 1.4. Default `null`. */
  timeoutTrigger: number | null
  /** Whether what is stored tells when a session is over. From 1.4. Default `true`. */
  pythonExpires: boolean
  /** Whether a session that holds nothing any more ends. From 1.7. Default `false`, from 1.8 on `true`. */
  invalidateEmptySession: boolean | null
}

/** Options of {@link pyramidRedisSessionFactory}; what is left out has its default. */
export type PyramidRedisOptions = Given<Options>

const isPrefix: Check = (value) =>
  typeof value === 'string' && value.isWellFormed() && value.length <= 256
    ? undefined
    : 'must be a text of at most 256 characters'
const versionNames = Object.values(PYRAMID_REDIS).flatMap((versions) => Object.keys(versions))

const specs: OptionSpecs<Options> = {
  ...pyramidStoreSpecs,
  cookieHttpOnly: { ...pyramidStoreSpecs.cookieHttpOnly, fallback: true },
  package: {
    fallback: 'pyramid_session_redis',
    check: isOneOf(Object.keys(PYRAMID_REDIS)),
  },
  packageVersion: { fallback: null, check: orNull(isOneOf(versionNames)) },
  timeout: { fallback: 1200, check: orNull(isTimeout) },
  prefix: { fallback: '', check: isPrefix },
  setRedisTtl: { fallback: true, check: isBoolean },
  useIntTime: { fallback: false, check: isBoolean },
  timeoutTrigger: { fallback: null, check: orNull(isTimeout) },
  pythonExpires: { fallback: true, check: isBoolean },
  invalidateEmptySession: { fallback: null, check: orNull(isBoolean) },
}

/**
 * A session factory for the sessions that a Pyramid application keeps in Redis: both applications read and write the
 * same, and a user who is signed in here is signed in there.
 *
 * A session is one value, which is written as a whole, as Pyramid does: of two requests at once the later wins. So
 * `session.transform` is not exact here. A session that was ended meanwhile is not brought back.
 *
 * Source: `pyramid_redis_sessions` 0.9 to 1.0.1, `pyramid_session_redis` 1.2 to 1.8.1, with their default `serialize`.
 *
 * @param client of node-redis (`redis` 5 or later), ioredis (5 or later) or iovalkey, which you connect and close
 * @param secret of the Pyramid application: text or bytes. Of a list, the first signs and all verify
 * @throws {OptionError} when the client, the secret or an option is not what it must be
 *
 * @example
 * import { pyramidRedisSessionFactory } from 'cartouche/pyramid-redis'
 *
 * // In an application: const client = await createClient({ url: process.env.REDIS_URL }).connect()
 * const client = { call: async () => 'OK', getBuffer: async () => null }
 * const factory = pyramidRedisSessionFactory(client, process.env['SESSION_SECRET'] ?? '', {
 *   package: 'pyramid_session_redis',
 *   packageVersion: '1.7',
 * })
 * const open = factory.open()
 * const session = await open.load()
 * session.set('user', 'ana')
 * const headers = await open.commit()
 * headers[0]?.[1].startsWith('session=') // → true
 */
export function pyramidRedisSessionFactory<Data extends object = DefaultData>(
  client: RedisClient,
  secret: Secrets,
  options: PyramidRedisOptions = {},
): PyramidRedisSessionFactory<Data> {
  const resolved = resolveOptions(specs, options)
  const version = versionOf(resolved, options)
  return pyramidStoreFactory<Data>(
    formatOf(secret, resolved, version),
    pyramidRedis(client),
    resolved,
    options.invalidateEmptySession ?? version.endsEmpty,
  )
}

function formatOf(
  secret: Secrets,
  options: Options,
  version: PyramidRedisVersion,
): PyramidRedisFormat {
  return pyramidRedisFormat({
    ...options,
    version,
    cookie: signedIds(version, secret),
    reading: readingOf(options, LOAD_LIMITS),
    writing: writingOf(options, DUMP_LIMITS),
    // Without looking for changes the package does not notice that time has passed.
    readingRenews: options.detectChanges || options.timeoutTrigger !== null,
    wholeSeconds: version.wholeSeconds || options.useIntTime,
  })
}
