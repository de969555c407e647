/** Every factory, in one shape: what the checklist asks of all of them is asked of each. */
import {
  JSONSerializerWithPickleFallback,
  PickleSerializer,
  SignedSerializer,
  baseCookieSessionFactory,
  cookieSessionFactory,
  sealedCookieSessionFactory,
  signedCookieSessionFactory,
  signedFormat,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { OpenSession, SessionFactory } from '../../src/index.js'
import { keyOf } from '../support/jar.js'
import type { Data } from '../support/jar.js'
import { timeOfWork } from '../support/time.js'

export interface Kind {
  /** @param names of keys or secrets; options as today's and Pyramid's later factories spell them */
  readonly make: (names: string | readonly string[], options?: object) => SessionFactory<Data>
  /** The cookie's name unless an option says otherwise. */
  readonly cookieName: string
  /** The option that is the idle timeout. */
  readonly idle: 'idleTimeout' | 'timeout'
  /** Seconds of the idle timeout unless the option says otherwise. */
  readonly idleDefault: number
}

type Names = string | readonly string[]

/** For each name what `of` makes of it: one, or a list. */
const each = (names: Names, of: (name: string) => string): string | string[] =>
  typeof names === 'string' ? of(names) : names.map(of)
const keys = (names: Names): string | string[] => each(names, keyOf)
const secrets = (names: Names): string | string[] =>
  each(names, (name) => `${keyOf(name)} ${keyOf(`more of ${name}`)}`)

const modern = (make: Kind['make']): Kind => ({
  make,
  cookieName: '__Host-session',
  idle: 'idleTimeout',
  idleDefault: 1800,
})
const pyramid = (make: Kind['make']): Kind => ({
  make,
  cookieName: 'session',
  idle: 'timeout',
  idleDefault: 1200,
})

const OF_THE_COOKIE = /^(?:maxAge|path|domain|secure|httpOnly|sameSite|partitioned)$/

/** The options of the first factory: `cookiePath` for `path`. */
export function firstSpelling(options: object = {}): Record<string, unknown> {
  const spelled = (name: string): string =>
    OF_THE_COOKIE.test(name) ? `cookie${name[0]!.toUpperCase()}${name.slice(1)}` : name
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [spelled(name), value]))
}

export const MODERN: Readonly<Record<string, Kind>> = {
  sealed: modern((names, options) => sealedCookieSessionFactory<Data>(keys(names), options)),
  'sealed, compressed': modern((names, options) =>
    sealedCookieSessionFactory<Data>(keys(names), { compress: true, ...options }),
  ),
  signed: modern((names, options) =>
    cookieSessionFactory<Data>(signedFormat(keys(names)), options),
  ),
}

export const PYRAMID: Readonly<Record<string, Kind>> = {
  'Pyramid 1.0': pyramid((names, options) =>
    unencryptedCookieSessionFactoryConfig<Data>(secrets(names), firstSpelling(options)),
  ),
  'Pyramid 1.5': pyramid((names, options) =>
    unencryptedCookieSessionFactoryConfig<Data>(secrets(names), {
      pyramidVersion: '1.10',
      ...firstSpelling(options),
    }),
  ),
  'Pyramid 2': pyramid((names, options) =>
    signedCookieSessionFactory<Data>(secrets(names), options),
  ),
  'Pyramid 2, pickle': pyramid((names, options) =>
    signedCookieSessionFactory<Data>(secrets(names), {
      serializer: new PickleSerializer(),
      ...options,
    }),
  ),
  'Pyramid 2, JSON and pickle': pyramid((names, options) =>
    signedCookieSessionFactory<Data>(secrets(names), {
      serializer: new JSONSerializerWithPickleFallback(),
      ...options,
    }),
  ),
  base: pyramid((names, options) =>
    baseCookieSessionFactory<Data>(new SignedSerializer(secrets(names), 'shop'), options),
  ),
}

export const KINDS: Readonly<Record<string, Kind>> = { ...MODERN, ...PYRAMID }

/** As rows of a table of tests. */
export const all = Object.entries(KINDS)
export const modernOnes = Object.entries(MODERN)
export const pyramidOnes = Object.entries(PYRAMID)

/** The Set-Cookie line of a session that holds `data`. */
export function lineOf(factory: SessionFactory<Data>, data: Data = { a: 1 }): string {
  const { session, commit } = factory.open()
  session.update(data)
  return commit()[0]![1]
}

/** The value of its cookie. */
export function valueOf(factory: SessionFactory<Data>, data?: Data): string {
  return /^[^=]+=([^;]*)/.exec(lineOf(factory, data))![1]!
}

/** Milliseconds of the fastest of three runs: what else the machine does is left out. */
export function timeOf(run: () => unknown): number {
  const times = [1, 2, 3].map(() => {
    const started = timeOfWork()
    run()
    return timeOfWork() - started
  })
  return Math.min(...times)
}

/** What a factory makes of a value: the data, or `'new'` where it is no session. */
export function taken(factory: SessionFactory<Data>, value: string): Data | 'new' {
  return shown(factory.open({ value }).session)
}

export function shown(session: OpenSession<Data>['session']): Data | 'new' {
  return session.new ? 'new' : session.toJSON()
}
