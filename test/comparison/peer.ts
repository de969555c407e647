/**
 * Session libraries, each set up as its own documentation sets it up, behind the same pages. What a page does not say is
 * left at its default: the comparison is of what one gets who does not know better.
 */
import type { Server } from 'node:http'

/** A session as all of them can be used. */
export interface PeerSession {
  readonly get: (key: string) => unknown
  readonly set: (key: string, value: unknown) => unknown
  /** Writes it, where the library does so by a call alone. */
  readonly save?: () => unknown
  /** Signs out, as the documentation says it is done. */
  readonly end: () => unknown
}

/** Answers a request. */
export type Page = (path: string, session: PeerSession) => string | Promise<string>

/** A library. */
export interface Peer {
  /** As the table has it. */
  readonly name: string
  /**
   * A server, not yet listening, that answers with `page`.
   *
   * @param secret what the library is given as its secret
   */
  readonly serve: (secret: string, page: Page) => Server | Promise<Server>
}
