/**
 * The `session` property of node's requests. Every request pays for it, also those that never look at
 * it: so there is one getter for all of them, and nothing is made before it is needed.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { OptionError } from '../errors.js'
import { isFunction, resolveOptions } from '../lib/options.js'
import type { Check, OptionSpecs, Given } from '../lib/options.js'
import type { OpenSession, SessionFactory } from '../session/factory.js'
import type { Session } from '../session/session.js'
import { printError } from '../lib/hook.js'
import { openWith, type HeaderSource, type OnCommitError } from './shared.js'
import { addHeadersTo, failWith } from './shared-response.js'
import type { ErrorHandling } from './shared-takeover.js'

/** Options of every binding for requests of Node's. */
export interface AttachOptions<Request extends object> {
  /** The property of the request that is the session. Default `'session'`. */
  property: string
  /**
   * Hears of a session that could not be written into the answer to an error: that one goes out without it.
   * Default: prints the error.
   */
  onCommitError: OnCommitError<Request>
}

/** Options of a binding, and what its framework knows of a request. */
export interface AttachSettings extends AttachOptions<never> {
  /** Whether a request came over HTTPS, by the framework's own setting of whom to trust. */
  readonly isSecure: (request: never) => boolean
}

const isProperty: Check = (value) =>
  typeof value === 'string' && /^[A-Za-z_$][\w$]*$/.test(value)
    ? undefined
    : 'must be the name of a property, such as "admin"'

export const attachSpecs: OptionSpecs<AttachOptions<never>> = {
  property: { fallback: 'session', check: isProperty },
  onCommitError: { fallback: printError, check: isFunction },
}

export function attachOptions<Request extends object>(
  given: Given<AttachOptions<Request>>,
): AttachOptions<Request> {
  return resolveOptions(attachSpecs as unknown as OptionSpecs<AttachOptions<Request>>, given)
}

/** The session of one request under one property. Its fields are private, so that logs do not show them. */
export class Attached {
  readonly request: IncomingMessage
  readonly handle: (error: unknown) => unknown
  readonly patience: number
  readonly #factory: SessionFactory<object>
  readonly #response: ServerResponse
  readonly #options: AttachSettings
  /** What was attached to the request before. */
  readonly #before: Attached | undefined
  #session: Session<object> | undefined

  constructor(
    factory: SessionFactory<object>,
    request: IncomingMessage,
    response: ServerResponse,
    options: AttachSettings,
    { handle, patience }: ErrorHandling,
    before: Attached | undefined,
  ) {
    this.#factory = factory
    this.request = request
    this.#response = response
    this.#options = options
    this.handle = handle
    this.patience = patience
    this.#before = before
  }

  /** Opened when it is first asked for; only then is the response watched. */
  get session(): Session<object> {
    return (this.#session ??= this.#before?.of(this.#factory)?.session ?? this.#open())
  }

  #open(): Session<object> {
    const opened = this.#openAgain()
    this.add(opened as HeaderSource)
    return opened.session
  }

  #openAgain(): OpenSession<object> {
    const { request } = this
    const isSecure = (): boolean => this.#options.isSecure(request as never)
    return openWith(this.#factory, request.headers.cookie, request, isSecure)
  }

  /** The session as it came with the request, apart from the one that the response will carry. */
  reopen(): Session<object> {
    return this.#openAgain().session
  }

  /** Adds what a session or a policy has to say to the response. */
  add(source: HeaderSource): void {
    const { request, handle, patience } = this
    const { onCommitError } = this.#options
    addHeadersTo(this.#response, { source, request, handle, patience, onCommitError })
  }

  /** What logs show of it. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[session]'
  }

  /** Hands an error of the request's handler to the application's error handling. */
  fail(error: unknown): void {
    failWith(this.#response, this, error)
  }

  /** What is attached under `property`: this, or something before it. */
  under(property: string): Attached | undefined {
    return this.#options.property === property ? this : this.#before?.under(property)
  }

  /** What has the session of the same cookie: this, or something before it. */
  of(factory: SessionFactory<object>): Attached | undefined {
    const { cookieName } = this.#factory
    const isSame =
      factory === this.#factory || (cookieName !== undefined && cookieName === factory.cookieName)
    return isSame ? this : this.#before?.of(factory)
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

/** What was attached to a request last. */
export function attachedTo(request: IncomingMessage): Attached | undefined {
  return homeOf(request)[ATTACHED]
}

/** One getter for each name of a property. */
const descriptors = new Map<string, PropertyDescriptor>()

function descriptorOf(property: string): PropertyDescriptor {
  let descriptor = descriptors.get(property)
  if (descriptor === undefined) descriptors.set(property, (descriptor = makeDescriptor(property)))
  return descriptor
}

function makeDescriptor(property: string): PropertyDescriptor {
  return {
    configurable: true,
    enumerable: true,
    get(this: IncomingMessage) {
      const attached = homeOf(this)[ATTACHED]?.under(property)
      if (attached !== undefined) return attached.session
      throw new OptionError(property, 'is lost: the rawHeaders of the request were replaced')
    },
    set() {
      throw new TypeError(
        `request.${property} cannot be assigned: change the session by its methods, or empty it by invalidate()`,
      )
    },
  }
}

/**
 * Gives `request` a session under the property that `options` name. Factories of one cookie share it.
 *
 * @throws {OptionError} when the property is taken
 */
export function attachSession(
  factory: SessionFactory<object>,
  request: IncomingMessage,
  response: ServerResponse,
  options: AttachSettings,
  handling: ErrorHandling,
): Attached {
  const home = homeOf(request)
  const { property } = options
  const before = home[ATTACHED]
  const taken = before?.under(property)
  if (taken === undefined) checkFree(request, property)
  else if (taken.of(factory) === undefined) throw takenBy('the session of another cookie', property)
  const attached = new Attached(factory, request, response, options, handling, before)
  home[ATTACHED] = attached
  if (taken === undefined) Object.defineProperty(request, property, descriptorOf(property))
  return attached
}

function checkFree(request: IncomingMessage, property: string): void {
  if (property in request) throw takenBy('something else', property)
}

/** For a property of the request that is something else already. */
export function takenBy(what: string, property: string): OptionError {
  return new OptionError(
    'property',
    `must name a free one: request.${property} is ${what}. Say, for example, { property: 'admin' }`,
  )
}
