/** Our own formats, sealed and signed, as their users use them, and what is asked of them. */
import {
  cookieSessionFactory,
  generateKey,
  sealedCookieSessionFactory,
  signedFormat,
} from 'cartouche'
import { ratio } from '../measure.js'
import { REASONS } from '../reasons.js'
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

/** What the signed one is compared with: Pyramid's format over the same hash. */
const LIKE = FORMATS.find(({ id }) => id === 'sha256')?.name ?? ''

/** @param {Record<string, Times>} times @returns {Goal[]} */
export function modernGoals(times) {
  return ['read', 'write'].map((operation) => {
    const group = times[`${operation} 1 KB`]
    return {
      what: `${operation}, ${SIGNED.name}: times as long as ${LIKE}`,
      at: '1 KB',
      measured: ratio(group?.[SIGNED.name], group?.[LIKE]),
      relation: '≤',
      target: 1,
      why: REASONS.modern,
    }
  })
}
