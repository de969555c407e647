/**
 * The `session` property of node's requests. Every request pays for it, also those that never look at
 * it: so there is one getter for all of them. A getter made for each request would take several times
 * as long.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { addHeadersTo, committer } from './shared.js'
import type { SessionFactory } from '../session/factory.js'
import type { Session } from '../session/session.js'

/** What the getter needs of one request. Its fields are private, so that logs do not show them. */
class Attached {
  readonly #factory: SessionFactory<object>
  readonly #request: IncomingMessage
  readonly #response: ServerResponse
  #session: Session<object> | undefined

  constructor(factory: SessionFactory<object>, request: IncomingMessage, response: ServerResponse) {
    this.#factory = factory
    this.#request = request
    this.#response = response
  }

  /** Opened when it is first asked for; only then is the response watched. */
  get session(): Session<object> {
    if (this.#session === undefined) {
      const { session, commit } = this.#factory.open(this.#request.headers.cookie)
      this.#session = session
      addHeadersTo(this.#response, committer(commit, this.#request))
    }
    return this.#session
  }
}

const ATTACHED: unique symbol = Symbol('cartouche.session')

interface Home {
  [ATTACHED]?: Attached
}

/**
 * Where a request keeps it: in its list of headers, which proxies and objects that inherit from the
 * request reach too. Express changes the prototype of requests, after which V8 takes long to add
 * properties to them. A mock may have no such list.
 */
function homeOf(request: IncomingMessage): Home {
  return ((request.rawHeaders as string[] | undefined) ?? request) as Home
}

const SESSION_PROPERTY: PropertyDescriptor = {
  configurable: true,
  enumerable: true,
  get(this: IncomingMessage) {
    return homeOf(this)[ATTACHED]?.session
  },
}

/** Gives `request` a `session` property. */
export function attachSession<Data extends object>(
  factory: SessionFactory<Data>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const untyped = factory as unknown as SessionFactory<object>
  homeOf(request)[ATTACHED] = new Attached(untyped, request, response)
  Object.defineProperty(request, 'session', SESSION_PROPERTY)
}
