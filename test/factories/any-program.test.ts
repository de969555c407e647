/**
 * Whatever requests do to a session, one after another: the next one finds what is left, in every factory, and also where
 * it came in an older cookie.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pyramidBeakerSessionFactory } from '../../src/factories/pyramid-beaker.js'
import { pyramidRedisSessionFactory } from '../../src/factories/pyramid-redis.js'
import {
  LIVES,
  MemoryRevocationList,
  cookieSessionFactory,
  generateKey,
  pyramidHexFormat,
  sealedCookieSessionFactory,
  signedCookieSessionFactory,
  signedFormat,
  storedSessionFactory,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { AcceptFormat, Session, SessionLife } from '../../src/index.js'
import { djangoSessionFactory } from '../../src/languages/django.js'
import { flaskSessionFactory } from '../../src/languages/flask.js'
import { authJsSessionFactory } from '../../src/languages/jwt.js'
import { laravelSessionFactory } from '../../src/languages/laravel.js'
import { railsSessionFactory } from '../../src/languages/rails.js'
import { memoryStore } from '../../src/stores/memory.js'
import { BrowserJar } from '../support/browser-jar.js'
import { fakeRedis } from '../support/fake-redis.js'
import { BEFORE, Model, act, found, perform } from './programs.js'
import type { Act, Data, Factory } from './programs.js'

interface Options {
  readonly acceptFormats: readonly AcceptFormat[]
}

/** Rules of a session's life that are true or false, but for those that the option refuses. */
const rules = fc
  .record({
    writesMark: fc.boolean(),
    changedMarks: fc.boolean(),
    detectChanges: fc.boolean(),
    sendsEmpty: fc.boolean(),
    expiredIsNew: fc.boolean(),
    invalidateEnds: fc.boolean(),
  })
  .filter(({ writesMark, detectChanges }) => writesMark || detectChanges)
type Rules = typeof rules extends fc.Arbitrary<infer T> ? T : never
const lifeOf = (mixed: Rules): { life: SessionLife } => ({ life: { ...LIVES.modern, ...mixed } })

const SECRET = 'the secret of these tests, which is longer than sixty-four bytes: 0123456789'
const KEY = generateKey()

const factories: Readonly<Record<string, (options: Options, mixed: Rules) => Factory>> = {
  'Pyramid 1.0': (options) => unencryptedCookieSessionFactoryConfig<Data>(SECRET, options),
  'Pyramid 1.10': (options) =>
    unencryptedCookieSessionFactoryConfig<Data>(SECRET, { pyramidVersion: '1.10', ...options }),
  'Pyramid 2.1': (options) => signedCookieSessionFactory<Data>(SECRET, options),
  sealed: (options) => sealedCookieSessionFactory<Data>(KEY, options),
  'sealed, with a revocation list': (options) =>
    sealedCookieSessionFactory<Data>(KEY, { revocation: new MemoryRevocationList(), ...options }),
  signed: (options) => cookieSessionFactory<Data>(signedFormat(KEY), options),
  'sealed, by any rules': (options, mixed) =>
    sealedCookieSessionFactory<Data>(KEY, { ...lifeOf(mixed), ...options }),
  'signed, by any rules': (options, mixed) =>
    cookieSessionFactory<Data>(signedFormat(KEY), { ...lifeOf(mixed), ...options }),
  stored: (options) => storedSessionFactory<Data>(memoryStore(), KEY, options),
  'stored, encrypted': (options) =>
    storedSessionFactory<Data>(memoryStore(), KEY, { encrypt: true, ...options }),
  'pyramid_session_redis 1.8': (options) =>
    pyramidRedisSessionFactory<Data>(fakeRedis(), SECRET, options),
  'pyramid_session_redis 1.4': (options) =>
    pyramidRedisSessionFactory<Data>(fakeRedis(), SECRET, { packageVersion: '1.4', ...options }),
  pyramid_redis_sessions: (options) =>
    pyramidRedisSessionFactory<Data>(fakeRedis(), SECRET, {
      package: 'pyramid_redis_sessions',
      ...options,
    }),
  pyramid_beaker: (options) => pyramidBeakerSessionFactory<Data>(fakeRedis(), SECRET, options),
  flask: (options) => flaskSessionFactory<Data>(SECRET, options),
  django: (options) => djangoSessionFactory<Data>(SECRET, options),
  rails: (options) => railsSessionFactory<Data>(SECRET, options),
  laravel: (options) => laravelSessionFactory<Data>(Buffer.from(KEY, 'base64url'), options),
  'auth-js': (options) => authJsSessionFactory<Data>(SECRET, options),
}

const OLD = 'the old secret of these tests, which is longer than twenty bytes'
const acceptFormats = [
  { format: pyramidHexFormat(OLD), cookieName: 'old', until: '2040-01-01' },
] as const

async function visit<T>(
  factory: Factory,
  jar: BrowserJar,
  run: (session: Session<Data>) => T,
): Promise<Awaited<T>> {
  const opened = factory.open(jar.header)
  await opened.load?.()
  const result = await run(opened.session)
  jar.take((await opened.commit()).map(([, line]) => line))
  return result
}

/** One request, and what it leaves by the model. */
async function answer(
  factory: Factory,
  jar: BrowserJar,
  model: Model,
  acts: readonly Act[],
): Promise<void> {
  await visit(factory, jar, async (session) => {
    for (const one of acts) await perform(session, one)
  })
  for (const one of acts) model.perform(one)
}

const older = unencryptedCookieSessionFactoryConfig<Data>(OLD, { cookieName: 'old' })
describe.each(Object.entries(factories))('%s', (_, make) => {
  test.each([false, true])('begun in an older cookie: %s', async (isOlder) => {
    const program = fc.array(fc.array(act, { minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 4,
    })
    await fc.assert(
      fc.asyncProperty(program, rules, async (requests, mixed) => {
        const [factory, jar, model] = [
          make({ acceptFormats }, mixed),
          new BrowserJar(),
          new Model(),
        ]
        if (isOlder) await answer(older, jar, model, BEFORE)
        for (const acts of requests) {
          await answer(factory, jar, model, acts)
          expect(await visit(factory, jar, found)).toEqual(model.found)
        }
      }),
      { numRuns: 150 },
    )
  })
})
