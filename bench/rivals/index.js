/** The libraries that cartouche is measured against. */
import { cookieSessionCore, cookieSessionMiddleware } from './cookie-session.js'
import { cookieSignature } from './cookie-signature.js'
import { hono } from './hono.js'
import { ironSession } from './iron-session.js'
import { jose } from './jose.js'
import { remix } from './remix.js'
import { fastifySecureSession } from './secure-session.js'

/** @import { Subject } from '../core/subject.js' */

/** What all others, and cartouche, are compared with. */
export const YARDSTICK = cookieSessionCore

/** The one that has a native add-on. */
export const NATIVE = fastifySecureSession

/** @type {readonly Subject[]} */
export const RIVALS = [
  cookieSessionCore,
  cookieSessionMiddleware,
  cookieSignature,
  fastifySecureSession,
  jose,
  hono,
  remix,
  ironSession,
]
