/** Sessions of express-session beside a factory's own, as an option. */
import { cookieSpecs } from '../cookie/attributes.js'
import type { CookieOptions } from '../cookie/attributes.js'
import type { Secrets } from '../crypto/secret.js'
import { OptionError } from '../errors.js'
import { expressSessionFormat } from '../formats/express-session.js'
import type { ExpressSessionFormat } from '../formats/express-session.js'
import { isFunction, orNull, resolveOptions } from '../lib/options.js'
import type { Check, Given, OptionSpecs } from '../lib/options.js'
import { guardOf } from '../stored/guarded.js'
import type { OlderSessions } from '../stored/older.js'
import { checkClient } from '../stores/shared-client.js'
import { called, entryIn } from '../stores/shared-express.js'
import type { ExpressSessionStoreLike } from '../stores/shared-express.js'
import type { AcceptFormat } from './shared-accepted.js'

interface Options extends Pick<CookieOptions, 'path' | 'domain'> {
  /** The store that express-session had, such as that of connect-redis: its `get` and `destroy` are called. */
  store: Pick<ExpressSessionStoreLike, 'get' | 'destroy'>
  /** The `secret` that express-session had; of a list, each is tried. */
  secret: Secrets
  /** The day or time from which they are read no more: as for `acceptFormats`. */
  until: Date | string
  /** The cookie's `name`, as express-session had it. Default `'connect.sid'`. */
  cookieName: string
  /** Makes of the data what this session is to hold: gets a Map, and gives one. Default: they stay as they are. */
  convert: AcceptFormat['convert']
  /** Whether the cookie was partitioned: as for `acceptFormats`. */
  partitioned: AcceptFormat['partitioned']
  /** Hears of each session that was read: to count them, and to see when there are none any more. */
  onUse: AcceptFormat['onUse']
}

/** The sessions of express-session that are still read. */
export type AcceptExpressSession = Pick<Options, 'store' | 'secret' | 'until'> & Given<Options>

const isAnything: Check = () => undefined

const specs: OptionSpecs<Options> = {
  store: { fallback: undefined as never, check: isAnything },
  secret: { fallback: undefined as never, check: isAnything },
  until: { fallback: undefined as never, check: isAnything },
  cookieName: { fallback: 'connect.sid', check: cookieSpecs.cookieName.check },
  convert: { fallback: null, check: orNull(isFunction) },
  onUse: { fallback: null, check: orNull(isFunction) },
  path: cookieSpecs.path,
  domain: cookieSpecs.domain,
  partitioned: { fallback: null, check: orNull(cookieSpecs.partitioned.check) },
}

const OPTION = 'acceptExpressSession'

/** What of it is a format that is read, and what is a store. */
export interface OlderOptions {
  readonly accept: AcceptFormat
  readonly sessions: Omit<OlderSessions, 'accepted'>
}

/**
 * @param seconds in which the store must answer
 * @throws {OptionError} `acceptExpressSession.secret` and so on
 */
export function olderOptions(given: AcceptExpressSession, seconds: number): OlderOptions {
  return renamed(
    () => resolved(given, seconds),
    (name) => `${OPTION}.${name}`,
  )
}

/** Makes settings of formats of which the one at `place` stands for this option. */
export function asOlder<T>(place: number, make: () => T): T {
  return renamed(make, (name) => name.replace(`acceptFormats[${place}]`, OPTION))
}

function renamed<T>(make: () => T, rename: (name: string) => string): T {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof OptionError)) throw error
    throw new OptionError(rename(error.option), error.problem)
  }
}

function resolved(given: AcceptExpressSession, seconds: number): OlderOptions {
  const { store, secret, ...accept } = resolveOptions(specs, given)
  checkClient('store', 'a store for express-session', store, ['get', 'destroy'])
  const format: ExpressSessionFormat = expressSessionFormat(secret)
  const guard = guardOf('express-session', seconds)
  return {
    accept: { ...accept, format },
    sessions: {
      idOf: format.idOf,
      get: (id) => guard('get', () => entryIn(store, id)),
      destroy: (id) => guard('destroy', () => called((done) => store.destroy(id, done))),
    },
  }
}
