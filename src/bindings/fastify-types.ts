/**
 * Types alone: `import 'cartouche/fastify/types'`, anywhere in an application, gives every request of Fastify a typed
 * `session`. It is an import of its own as `@fastify/session` and `@fastify/secure-session` type the same property, in
 * their own way.
 */
import type { Session } from '../session/session.js'

declare module 'fastify' {
  interface FastifyRequest {
    /** The web session. Say what it holds by extending `SessionData` of `'cartouche'`. */
    readonly session: Session
  }
}
