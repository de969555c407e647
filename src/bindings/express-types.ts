/**
 * Types alone: `import 'cartouche/express/types'`, anywhere in an application, gives every request of Express a typed
 * `session`. It is an import of its own as `@types/express-session` types the same property, in its own way.
 */
import type { Session } from '../session/session.js'

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- how Express's types are extended
  namespace Express {
    interface Request {
      /** The web session. Say what it holds by extending `SessionData` of `'cartouche'`. */
      readonly session: Session
    }
  }
}
