/** The sessions that Pyramid applications keep in Redis by `pyramid_beaker`. */
import { signatureSize } from '../crypto/mac.js'
import type { Secrets } from '../crypto/secret.js'
import { warnOfWeakSecrets } from '../crypto/weak-secret.js'
import { OptionError } from '../errors.js'
import { beakerCookie, beakerKey, pyramidBeakerFormat } from '../formats/pyramid-beaker.js'
import type { PyramidRedisFormat } from '../formats/shared-pyramid-store.js'
import { isBoolean, orNull, resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import { DUMP_LIMITS, LOAD_LIMITS, readingOf, writingOf } from '../serializers/pickle.js'
import type { DefaultData } from '../session/session.js'
import { keyedBy, pyramidRedis } from '../stores/pyramid-redis.js'
import type { RedisClient } from '../stores/shared-redis.js'
import { isTimeout, pyramidStoreFactory, pyramidStoreSpecs } from './shared-pyramid-store.js'
import type { PyramidRedisSessionFactory, PyramidStoreOptions } from './shared-pyramid-store.js'

export type { OpenStoredSession } from '../stored/loaded-session.js'
export type { RedisClient } from '../stores/shared-redis.js'
export type { PyramidRedisSessionFactory } from './shared-pyramid-store.js'

interface Options extends PyramidStoreOptions {
  /** Default `'beaker.session.id'`: what Beaker calls `key`. */
  cookieName: string
  /**
   * Whole seconds without access after which a session has ended; `null`: never. Redis keeps it two minutes longer.
   * Default `null`, with which Redis keeps all sessions for good.
   */
  timeout: number | null
  /** Whether reading stores the session anew, with the time of it. A `timeout` needs it. Default `true`. */
  saveAccessedTime: boolean
}

/** Options of {@link pyramidBeakerSessionFactory}; what is left out has its default. */
export type PyramidBeakerOptions = Given<Options>

const specs: OptionSpecs<Options> = {
  ...pyramidStoreSpecs,
  cookieName: { ...pyramidStoreSpecs.cookieName, fallback: 'beaker.session.id' },
  timeout: { fallback: null, check: orNull(isTimeout) },
  saveAccessedTime: { fallback: true, check: isBoolean },
}

/**
 * A session factory for the sessions that a Pyramid application keeps in Redis by `pyramid_beaker`, with Beaker's type
 * `ext:redis`: both applications read and write the same, and a user who is signed in here is signed in there.
 *
 * A session is one value, which is written as a whole, as Beaker does: of two requests at once the later wins. So
 * `session.transform` is not exact here. A session that was ended meanwhile is not brought back.
 *
 * Source: Beaker 1.11, `Session` over `ext:redis` with pickle; `pyramid_beaker` 0.8.
 *
 * @param client of node-redis (`redis` 5 or later), ioredis (5 or later) or iovalkey, which you connect and close
 * @param secret of the Pyramid application: text or bytes. Of a list, the first signs and all verify
 * @throws {OptionError} when the client, the secret or an option is not what it must be
 *
 * @example
 * import { pyramidBeakerSessionFactory } from 'cartouche/pyramid-beaker'
 *
 * // In an application: const client = await createClient({ url: process.env.REDIS_URL }).connect()
 * const client = { call: async () => 'OK', getBuffer: async () => null }
 * const factory = pyramidBeakerSessionFactory(client, process.env['SESSION_SECRET'] ?? '', {
 *   timeout: 1200,
 * })
 * const open = factory.open()
 * const session = await open.load()
 * session.set('user', 'ana')
 * const headers = await open.commit()
 * headers[0]?.[1].startsWith('beaker.session.id=') // → true
 */
export function pyramidBeakerSessionFactory<Data extends object = DefaultData>(
  client: RedisClient,
  secret: Secrets,
  options: PyramidBeakerOptions = {},
): PyramidRedisSessionFactory<Data> {
  const resolved = resolveOptions(specs, options)
  if (resolved.timeout !== null && !resolved.saveAccessedTime) {
    throw new OptionError('timeout', 'needs saveAccessedTime')
  }
  const store = keyedBy(beakerKey, pyramidRedis(client))
  return pyramidStoreFactory<Data>(formatOf(secret, resolved), store, resolved, false)
}

function formatOf(secret: Secrets, options: Options): PyramidRedisFormat {
  warnOfWeakSecrets(secret, signatureSize('sha1'))
  const { timeout, saveAccessedTime, cookieDomain: domain, cookiePath } = options
  return pyramidBeakerFormat({
    cookie: beakerCookie(secret),
    reading: readingOf(options, LOAD_LIMITS),
    writing: writingOf(options, DUMP_LIMITS),
    timeout,
    saveAccessedTime,
    domain,
    path: cookiePath ?? '/',
  })
}
