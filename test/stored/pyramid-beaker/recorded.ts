/** The recording of Beaker in test/vectors/pyramid-beaker/, and how its requests are made here. */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { pyramidBeakerSessionFactory } from '../../../src/factories/pyramid-beaker.js'
import type {
  OpenStoredSession,
  PyramidBeakerOptions,
} from '../../../src/factories/pyramid-beaker.js'
import type { FakeRedis } from '../../support/fake-redis.js'
import type { Recorded, Scenario, State } from '../pyramid-redis/recorded.js'

/** A session with one value that Python has. */
export interface RecordedValue {
  readonly expression: string
  /** Python's. */
  readonly repr: string
  readonly now: number
  readonly cookie: string
  readonly redis: State
}

interface Recording {
  readonly secret: string
  readonly scenarios: readonly Scenario[]
  readonly values: readonly RecordedValue[]
  readonly cookies: {
    readonly redis: State
    readonly now: number
    readonly cookies: readonly {
      readonly name: string
      readonly cookie: string
      readonly user: string | null
    }[]
  }
}

const file = new URL('../../vectors/pyramid-beaker/beaker.json.gz', import.meta.url)

export const RECORDING = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Recording

/** Beaker's options by their names here. */
const NAMES: Readonly<Record<string, keyof PyramidBeakerOptions>> = {
  key: 'cookieName',
  cookie_path: 'cookiePath',
  cookie_domain: 'cookieDomain',
  secure: 'cookieSecure',
  httponly: 'cookieHttpOnly',
  samesite: 'cookieSameSite',
  cookie_on_exception: 'cookieOnException',
  save_accessed_time: 'saveAccessedTime',
  timeout: 'timeout',
}

/** The session of a request as the scenario's application would open it here. */
export function openRecorded(
  { options }: Pick<Scenario, 'options'>,
  { cookie, now }: Pick<Recorded, 'cookie' | 'now'>,
  redis: FakeRedis,
): OpenStoredSession {
  const given = Object.entries(options).map(([name, value]) => [NAMES[name], value])
  return pyramidBeakerSessionFactory(redis, RECORDING.secret, {
    clock: () => now,
    ...(Object.fromEntries(given) as PyramidBeakerOptions),
  }).open(cookie)
}
