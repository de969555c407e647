/** The context of events, which h3 1 and h3 2 have in common. */
import type { SessionOptions as ContextOptions } from './context.js'
import type { Session } from '../../session/session.js'

declare module 'h3' {
  interface H3EventContext {
    /** The web session. Say what it holds by extending `SessionData` of `'cartouche'`. */
    readonly session: Session
  }
}

/** Options of {@link session}; what is left out has its default. The name is that of a property of `event.context`. */
export type SessionOptions = ContextOptions<string>
