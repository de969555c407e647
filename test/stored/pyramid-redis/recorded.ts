/** The form of the recordings in test/vectors/pyramid-redis/, and how their requests are made here. */
import { pyramidRedisSessionFactory } from '../../../src/factories/pyramid-redis.js'
import type {
  OpenStoredSession,
  PyramidRedisOptions,
  PyramidRedisPackage,
  PyramidRedisPackageVersion,
} from '../../../src/factories/pyramid-redis.js'
import type { Session } from '../../../src/index.js'
import { loads, PyFloat } from '../../../src/pickle/index.js'
import { gunzipSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import type { Entry, FakeRedis } from '../../support/fake-redis.js'

/** Keys of Redis: values in base64, and seconds to live. */
export type State = Readonly<Record<string, readonly [value: string, seconds: number | null]>>

/** A request, and what the package made of it. Times in seconds since 1970. */
export interface Recorded {
  readonly now: number
  readonly cookie: string
  readonly ops: readonly (readonly [name: string, ...args: unknown[]])[]
  /** Whether the view failed. */
  readonly raises?: boolean
  /** Whether it set values that only Python has. */
  readonly python?: boolean
  readonly before: State
  readonly after: State
  readonly new: boolean
  readonly created: number
  readonly results: readonly unknown[]
  readonly set_cookie: readonly string[]
}

export interface Scenario {
  readonly name: string
  readonly options: Readonly<Record<string, unknown>>
  readonly requests: readonly Recorded[]
}

export interface Recording<Vector> {
  readonly package: PyramidRedisPackage
  readonly version: PyramidRedisPackageVersion
  readonly python: string
  readonly secret: string
  readonly vectors: readonly Vector[]
}

export function readRecording<Vector>(path: string): Recording<Vector> {
  const file = new URL(`../../vectors/pyramid-redis/${path}.json.gz`, import.meta.url)
  return JSON.parse(gunzipSync(readFileSync(file)).toString()) as Recording<Vector>
}

/** The session of a request as the scenario's application would open it here. */
export function openRecorded(
  { package: name, version, secret }: Recording<Scenario>,
  { options }: Scenario,
  { cookie, now }: Recorded,
  redis: FakeRedis,
): OpenStoredSession {
  const given: PyramidRedisOptions = {
    package: name,
    packageVersion: version,
    clock: () => now,
    detectChanges: name === 'pyramid_session_redis',
    cookieSameSite: null,
    cookieHttpOnly: version !== '0.9',
    ...Object.fromEntries(
      Object.entries(options)
        // Version 0.9 has the option, and does not look at it.
        .filter(([key]) => !(version === '0.9' && key === 'cookie_path'))
        .map(([key, value]) => [camel(key), value]),
    ),
  }
  return pyramidRedisSessionFactory(redis, secret, given).open(cookie)
}

const camel = (name: string): string =>
  name
    .replace('httponly', 'http_only')
    .replace('samesite', 'same_site')
    .replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

export const entriesOf = (state: State): Map<string, Entry> =>
  new Map(
    Object.entries(state).map(([key, [value, seconds]]) => [
      key,
      [Buffer.from(value, 'base64'), seconds],
    ]),
  )

/** What stands in a Redis, as values; a float is told from an int. */
export function valuesOf(entries: ReadonlyMap<string, Entry>): Map<string, unknown> {
  return new Map(
    [...entries].map(([key, [value, seconds]]) => [
      key,
      { value: loads(value, { floats: 'wrap', dicts: 'map', py2str: 'auto' }), seconds },
    ]),
  )
}

/** What JSON does not tell from other values. */
const VALUES: Readonly<Record<string, unknown>> = { float: new PyFloat(2), large: 2n ** 70n }

type Act = (session: Session, ...args: never[]) => unknown

const ACTS: Readonly<Record<string, Act>> = {
  touch: () => null,
  get: (session, key: string, fallback = null) =>
    session.has(key) ? session.get(key) : (fallback as unknown),
  has: (session, key: string) => session.has(key),
  keys: (session) => [...session.keys()].toSorted(),
  set: (session, key: string, value: unknown) => void session.set(key, VALUES[key] ?? value),
  delete: (session, key: string) => void session.delete(key),
  append: (session, key: string, value: unknown) =>
    void (session.get(key) as unknown[]).push(value),
  clear: (session) => session.clear(),
  pop: (session, key: string, fallback = null) => session.pop(key, fallback),
  popitem: (session) => session.popItem(),
  setdefault: (session, key: string, value: unknown) => session.setDefault(key, value),
  update: (session, values: object) => session.update(values),
  changed: (session) => session.changed(),
  invalidate: (session) => session.invalidate(),
  flash: (session, message: unknown, queue?: string, allowDuplicate?: boolean) =>
    session.flash(message, queue, allowDuplicate),
  pop_flash: (session, queue?: string) => session.popFlash(queue),
  peek_flash: (session, queue?: string) => session.peekFlash(queue),
  get_csrf_token: (session) => session.getCsrfToken(),
  new_csrf_token: (session) => session.newCsrfToken(),
}

export const act = (session: Session, [name, ...args]: Recorded['ops'][number]): unknown =>
  ACTS[name]!(session, ...(args as never[])) ?? null
