/** Our own formats, sealed and signed, as their users use them, and what is asked of them. */
import {
  cookieSessionFactory,
  generateKey,
  sealedCookieSessionFactory,
  signedFormat,
} from 'cartouche'
import { ratio } from '../measure.js'
import { ironSession } from '../rivals/iron-session.js'
import { COOKIE_SESSIONS } from '../sessions.js'
import { clock, FORMATS, prepare, timeout } from './formats.js'

/** @import { SessionFactory } from 'cartouche' */
/** @import { Times } from '../measure.js' */
/** @import { Goal } from '../section.js' */
/** @import { Subject } from './subject.js' */

const options = { idleTimeout: timeout, absoluteTimeout: timeout, clock }

/** @type {(short: string, factory: SessionFactory) => Subject & { short: string }} */
const subject = (short, factory) => ({
  name: `cartouche: ${short}`,
  short,
  prepare: (state) => prepare(factory, state),
})

export const SEALED = subject('sealed', sealedCookieSessionFactory(generateKey(), options))
export const SIGNED = subject('signed', cookieSessionFactory(signedFormat(generateKey()), options))
export const MODERN = /** @type {const} */ ([SEALED, SIGNED])

/** How many times as fast as iron-session, which seals too, the sealed one should be. */
const TARGET = 25
/** What the signed one is compared with: Pyramid's format over the same hash. */
const LIKE = FORMATS.find(({ id }) => id === 'sha256')?.name ?? ''

/** @param {Record<string, Times>} times @returns {Goal[]} */
export function modernGoals(times) {
  return /** @type {const} */ (['read', 'write']).flatMap((operation) => [
    ...COOKIE_SESSIONS.map(({ name }) => sealedGoal(operation, name, times)),
    signedGoal(operation, '1 KB', times),
  ])
}

/** @type {(operation: string, at: string, times: Record<string, Times>) => Goal} */
function sealedGoal(operation, at, times) {
  const group = times[`${operation} ${at}`]
  return {
    what: `${operation}, ${SEALED.name}: times as fast as ${ironSession.name}`,
    at,
    measured: ratio(group?.[ironSession.name], group?.[SEALED.name]),
    relation: '≥',
    target: TARGET,
  }
}

/** @type {(operation: string, at: string, times: Record<string, Times>) => Goal} */
function signedGoal(operation, at, times) {
  const group = times[`${operation} ${at}`]
  return {
    what: `${operation}, ${SIGNED.name}: times as long as ${LIKE}`,
    at,
    measured: ratio(group?.[SIGNED.name], group?.[LIKE]),
    relation: '≤',
    target: 1,
  }
}
