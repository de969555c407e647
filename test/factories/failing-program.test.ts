/**
 * Programs of requests with a store, or a list of ended sessions, that fails now and then: what was asked for is refused, or
 * done and the answer lost. Where a request is answered all the same, the next finds what is left; where it is not, what there
 * was at some time of it.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pyramidBeakerSessionFactory } from '../../src/factories/pyramid-beaker.js'
import { pyramidRedisSessionFactory } from '../../src/factories/pyramid-redis.js'
import {
  MemoryRevocationList,
  StoreUnavailable,
  generateKey,
  pyramidHexFormat,
  sealedCookieSessionFactory,
  storedSessionFactory,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { AcceptFormat, RevocationList, SessionEvent, SessionStore } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import { BrowserJar } from '../support/browser-jar.js'
import { fakeRedis } from '../support/fake-redis.js'
import type { FakeRedis } from '../support/fake-redis.js'
import { later } from '../stored/support.js'
import { BEFORE, Model, act, found, perform } from './programs.js'
import type { Data, Factory, Found } from './programs.js'

type Outcome = 'well' | 'refused' | 'lost'

const OLD = 'the old secret of these tests, which is longer than twenty bytes'
const PROBLEM = new Error('The connection was lost')

/** What becomes of the next calls. */
class Weather {
  outcomes: Outcome[] = []
  /** What the application hears of. */
  readonly events: string[] = []

  readonly options = {
    acceptFormats: [
      { format: pyramidHexFormat(OLD), cookieName: 'old', until: '2040-01-01' },
    ] satisfies AcceptFormat[],
    onEvent: ({ type }: SessionEvent): void => void this.events.push(type),
  }

  /** The same functions, which fail as it is said. */
  over<T extends object>(target: T, names: readonly (keyof T)[]): T {
    const failing = names.map((name) => [name, this.#failing(target, name)])
    return { ...target, ...Object.fromEntries(failing) }
  }

  #failing<T extends object>(target: T, name: keyof T) {
    return (...args: unknown[]): unknown => {
      const outcome = this.outcomes.shift()
      if (outcome === 'refused') throw PROBLEM
      const answer: unknown = Reflect.apply(target[name] as () => unknown, target, args)
      if (outcome !== 'lost') return answer
      if (!(answer instanceof Promise)) throw PROBLEM
      return answer.then(() => Promise.reject(PROBLEM))
    }
  }
}

const SECRET = 'the secret of these tests, which is longer than sixty-four bytes: 0123456789'
const KEY = generateKey()

const storeIn = (weather: Weather): SessionStore =>
  weather.over(memoryStore(), ['read', 'create', 'update', 'delete', 'ofSubject'])
const redisIn = (weather: Weather): FakeRedis => weather.over(fakeRedis(), ['call'])
const listIn = (weather: Weather): RevocationList => {
  const list = new MemoryRevocationList()
  const { isRevoked, revoke } = weather.over(list, ['isRevoked', 'revoke'])
  return {
    isRevoked: async (session) => isRevoked(session),
    revoke: async (revocation) => revoke(revocation),
  }
}

const factories: Readonly<Record<string, (weather: Weather) => Factory>> = {
  stored: (weather) => storedSessionFactory<Data>(storeIn(weather), KEY, weather.options),
  'stored, answering later': (weather) =>
    storedSessionFactory<Data>(later(storeIn(weather)), KEY, weather.options),
  'stored, encrypted': (weather) =>
    storedSessionFactory<Data>(storeIn(weather), KEY, { encrypt: true, ...weather.options }),
  'stored, with a grace': (weather) =>
    storedSessionFactory<Data>(storeIn(weather), KEY, { rotationGrace: 60, ...weather.options }),
  'stored, where nobody else writes': (weather) =>
    storedSessionFactory<Data>(storeIn(weather), KEY, {
      onConflict: () => {
        throw new Error('Nobody else has written')
      },
      ...weather.options,
    }),
  'pyramid_session_redis 1.8': (weather) =>
    pyramidRedisSessionFactory<Data>(redisIn(weather), SECRET, weather.options),
  'pyramid_session_redis 1.4': (weather) =>
    pyramidRedisSessionFactory<Data>(redisIn(weather), SECRET, {
      packageVersion: '1.4',
      ...weather.options,
    }),
  pyramid_redis_sessions: (weather) =>
    pyramidRedisSessionFactory<Data>(redisIn(weather), SECRET, {
      package: 'pyramid_redis_sessions',
      ...weather.options,
    }),
  pyramid_beaker: (weather) =>
    pyramidBeakerSessionFactory<Data>(redisIn(weather), SECRET, weather.options),
  'sealed, with a list that answers later': (weather) =>
    sealedCookieSessionFactory<Data>(KEY, { revocation: listIn(weather), ...weather.options }),
}

const older = unencryptedCookieSessionFactoryConfig<Data>(OLD, { cookieName: 'old' })

const request = fc.record({
  acts: fc.array(act, { minLength: 1, maxLength: 5 }),
  outcomes: fc.array(fc.constantFrom<Outcome>('well', 'well', 'refused', 'lost'), { maxLength: 6 }),
  /** How often the answer is tried again where it fails. */
  again: fc.nat(2),
})
type Request = typeof request extends fc.Arbitrary<infer T> ? T : never

/** What is there after each step of a request, and whether it was answered. */
interface Answered {
  readonly times: readonly Found[]
  readonly isAnswered: boolean
}

async function answer(
  factory: Factory,
  weather: Weather,
  jar: BrowserJar,
  model: Model,
  { acts, outcomes, again }: Request,
): Promise<Answered> {
  const opened = factory.open(jar.header)
  await opened.load?.()
  weather.outcomes = [...outcomes]
  const times = [model.found]
  for (const one of acts) {
    await orUnavailable(() => perform(opened.session, one))
    model.perform(one)
    times.push(model.found)
  }
  const send = async (): Promise<void> => {
    await opened.flush?.()
    jar.take((await opened.commit()).map(([, line]) => line))
  }
  let isAnswered = false
  for (let count = 0; count <= again && !isAnswered; count++) isAnswered = await orUnavailable(send)
  if (!isAnswered) jar.take((opened.due?.() ?? []).map(([, line]) => line))
  weather.outcomes = []
  return { times, isAnswered }
}

/** Whether it went well. */
async function orUnavailable(run: () => Promise<void>): Promise<boolean> {
  try {
    await run()
    return true
  } catch (error) {
    if (error instanceof StoreUnavailable) return false
    throw error
  }
}

async function look(factory: Factory, jar: BrowserJar): Promise<Found> {
  const opened = factory.open(jar.header)
  await opened.load?.()
  return found(opened.session)
}

const NOTHING: Found = { data: {}, flash: [] }

describe.each(Object.entries(factories))('%s', (_, make) => {
  test.each([false, true])('begun in an older cookie: %s', async (isOlder) => {
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 4 }), async (requests) => {
        const weather = new Weather()
        const [factory, jar, model] = [make(weather), new BrowserJar(), new Model()]
        if (isOlder) {
          await answer(older, weather, jar, model, { acts: [...BEFORE], outcomes: [], again: 0 })
        }
        for (const one of requests) {
          weather.events.length = 0
          const { times, isAnswered } = await answer(factory, weather, jar, model, one)
          const now = await look(factory, jar)
          const isTold = weather.events.includes('gone')
          // Of two answers that are lost, the second may be that of the last chance.
          const isLost = one.outcomes.filter((outcome) => outcome !== 'well').length > 1
          if (isAnswered && !isTold) expect(now).toEqual(model.found)
          else expect([...times, ...(isTold || isLost ? [NOTHING] : [])]).toContainEqual(now)
          model.found = now
        }
      }),
      { numRuns: 300 },
    )
  })
})
