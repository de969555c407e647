/** Our factories of Pyramid's sessions, each as its users use it: Cookie header in, Set-Cookie line out. */
import {
  PickleSerializer,
  signedCookieSessionFactory,
  unencryptedCookieSessionFactoryConfig,
} from 'cartouche'
import { cookieHeader, KEY, SECRET } from './subject.js'

/** @import { SessionFactory } from 'cartouche' */
/** @import { State } from '../sessions.js' */
/** @import { Prepared, Subject } from './subject.js' */

/** @typedef {'hex' | 'sha512' | 'pickle' | 'sha256'} FormatName */

/** Longer than any run takes, in seconds: a session that timed out would be read as an empty one. */
export const timeout = 86_400
/** The fraction of a second decides how JSON is read: of 1,000 sessions two are unlucky. */
export const clock = () => Math.floor(Date.now() / 1000) + 0.457
const options = { timeout, clock }

/** @type {Readonly<Record<FormatName, SessionFactory>>} */
const FACTORIES = {
  hex: unencryptedCookieSessionFactoryConfig(SECRET, options),
  sha512: signedCookieSessionFactory(SECRET, options),
  pickle: signedCookieSessionFactory(SECRET, { ...options, serializer: new PickleSerializer() }),
  sha256: signedCookieSessionFactory(SECRET, { ...options, hashAlg: 'sha256' }),
}

/** @type {Readonly<Record<FormatName, string>>} */
const NAMES = {
  hex: 'SHA-1 hex, pickle',
  sha512: 'SHA-512, JSON',
  pickle: 'SHA-512, pickle',
  sha256: 'SHA-256, JSON',
}

/** @type {readonly (Subject & { id: FormatName, short: string })[]} */
export const FORMATS = /** @type {const} */ (['hex', 'sha512', 'pickle', 'sha256']).map((id) => ({
  id,
  name: `cartouche: ${NAMES[id]}`,
  short: NAMES[id],
  prepare: (state) => prepare(FACTORIES[id], state),
}))

/**
 * A factory at work on a session.
 *
 * @type {(factory: SessionFactory, state: State) => Prepared}
 */
export function prepare(factory, state) {
  return {
    write() {
      const { session, commit } = factory.open()
      session.update(state)
      return commit()[0]?.[1]
    },
    received: cookieHeader,
    read(header) {
      const { session } = factory.open(header)
      session.get(KEY)
      return session
    },
    change(header) {
      const { session, commit } = factory.open(header)
      session.set('visits', 1)
      return commit()[0]?.[1]
    },
    dataOf: (session) => Object.fromEntries(session.entries()),
  }
}
