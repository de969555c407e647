/**
 * The `session` property of node's requests. Every request pays for it, also those that never look at
 * it: so there is one getter for all of them, and nothing is made before it is needed.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { OptionError } from '../../errors.js'
import { isFunction, resolveOptions } from '../../lib/options.js'
import type { Check, OptionSpecs, Given } from '../../lib/options.js'
import type { BoundSession, BindableFactory } from '../../session/factory.js'
import type { Session } from '../../session/session.js'
import { isThenable, printError } from '../../lib/hook.js'
import { homeOf, ownHomeOf } from './home.js'
import { noteNodeForm } from './node-csrf.js'
import { openWith, type HeaderSource, type OnCommitError } from './outcome.js'
import { addHeadersTo, failWith, watch } from './response.js'
import type { ErrorHandling } from './takeover.js'

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

/** What the session is a property of: a request of Node's, or what a framework has in its place. */
export interface Carrier {
  readonly headers: { readonly cookie?: string | undefined }
  readonly socket?: object | null
}

/** Options of a binding, and what its framework knows of a request. */
export interface AttachSettings extends AttachOptions<never> {
  /** What handlers call it, for errors in words. Default `'request'`. */
  readonly carrier?: string
  /** Whether all requests of the application have the property already, by {@link descriptorOf}. */
  readonly isDecorated?: boolean
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

/** What has a session for others of the same request of Node's. */
export interface Link {
  /** What has the session of the same cookie. */
  readonly of: (factory: BindableFactory<object>) => Bound | undefined
}

interface Bound {
  readonly bound: BoundSession<object>
}

/** Whether the sessions of two factories are one, in one request. */
export const isSameCookie = (
  one: BindableFactory<object>,
  other: BindableFactory<object>,
): boolean => one === other || (one.cookieName !== undefined && one.cookieName === other.cookieName)

/** The session of one request under one property. Its fields are private, so that logs do not show them. */
export class Attached {
  readonly request: Carrier
  readonly handle: (error: unknown) => unknown
  readonly patience: number
  readonly clear: ErrorHandling['clear']
  readonly #factory: BindableFactory<object>
  readonly #response: ServerResponse
  readonly #options: AttachSettings
  /** What was attached before to the same object. */
  readonly #before: Attached | undefined
  /** What others have left before for the same request of Node's. */
  readonly #around: Link | undefined
  /** Whether the request came over HTTPS, where the factory needs to know. */
  readonly #cameSecurely: boolean | undefined
  #bound: BoundSession<object> | undefined

  constructor(
    factory: BindableFactory<object>,
    request: Carrier,
    response: ServerResponse,
    options: AttachSettings,
    { handle, patience, clear }: ErrorHandling,
  ) {
    this.#factory = factory
    this.request = request
    this.#response = response
    this.#options = options
    this.handle = handle
    this.patience = patience
    this.clear = clear
    this.#before = attachedTo(request)
    this.#around = linkOf(request)
    this.#cameSecurely = factory.dependsOnHttps === true ? this.#isSecure() : undefined
  }

  /** Opened when it is first asked for; only then is more of the response watched than its `writeHead`. */
  get session(): Session<object> {
    return this.bound.session
  }

  get bound(): BoundSession<object> {
    return (this.#bound ??= this.#around?.of(this.#factory)?.bound ?? this.#open())
  }

  #open(): BoundSession<object> {
    const opened = this.#openAgain()
    noteNodeForm(this.request as IncomingMessage)
    this.add(opened as HeaderSource)
    return opened
  }

  /** Lets a session be loaded, where it has to; gives nothing where there is nothing to wait for. */
  load(): PromiseLike<unknown> | undefined {
    if (this.#factory.needsLoad !== true) return undefined
    const loading = this.bound.load?.()
    return isThenable(loading) ? loading : undefined
  }

  #openAgain(): BoundSession<object> {
    const { request } = this
    const isSecure = (): boolean => this.#cameSecurely ?? this.#isSecure()
    return openWith(this.#factory, request.headers.cookie, request, isSecure)
  }

  /** Node takes its socket from a request that was destroyed: the cookie is Secure where nobody can tell. */
  #isSecure(): boolean {
    const { request } = this
    return request.socket === null || this.#options.isSecure(request as never)
  }

  /** The session as it came with the request, apart from the one that the response will carry. */
  reopen(): BoundSession<object> {
    return this.#openAgain()
  }

  /** Adds what a session or a policy has to say to the response. */
  add(source: HeaderSource): void {
    const { request, handle, patience, clear } = this
    const { onCommitError } = this.#options
    addHeadersTo(this.#response, { source, request, handle, patience, clear, onCommitError })
  }

  /** What logs show of it. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[session]'
  }

  get cookieName(): string | undefined {
    return this.#factory.cookieName
  }

  /** What handlers call the session. */
  get path(): string {
    const { carrier = 'request', property } = this.#options
    return `${carrier}.${property}`
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
  of(factory: BindableFactory<object>): Bound | undefined {
    return isSameCookie(factory, this.#factory) ? this : this.#around?.of(factory)
  }
}

/** Goes on when the session has been read from its store: at once, where there is nothing to wait for. */
export function whenLoaded(
  attached: Attached,
  goOn: () => unknown,
  fail: (error: unknown) => unknown,
): void {
  const loading = attached.load()
  if (loading === undefined) goOn()
  else Promise.resolve(loading).then(goOn, fail).catch(fail)
}

const ATTACHED: unique symbol = Symbol('cartouche.session')
const AROUND: unique symbol = Symbol('cartouche.around')

interface Home {
  /** What was attached last to what the session is a property of. */
  [ATTACHED]?: Attached
  /** What was left last for the request of Node's, by whatever framework. */
  [AROUND]?: Link
}

/** What has the sessions that others have left for a request. */
export function linkOf(request: object): Link | undefined {
  return (homeOf(request) as Home)[AROUND]
}

export function leaveLink(request: object, link: Link): void {
  ;(homeOf(request) as Home)[AROUND] = link
}

/** What was attached to a request, or what a framework has in its place, last. */
export function attachedTo(request: object): Attached | undefined {
  return (ownHomeOf(request) as Home)[ATTACHED]
}

/** What is attached to it under `property`. */
export function attachedUnder(request: object, property: string): Attached | undefined {
  return attachedTo(request)?.under(property)
}

/** One getter for each name of a property. */
const descriptors = new Map<string, PropertyDescriptor>()

export function descriptorOf(property: string): PropertyDescriptor {
  let descriptor = descriptors.get(property)
  if (descriptor === undefined) descriptors.set(property, (descriptor = makeDescriptor(property)))
  return descriptor
}

function makeDescriptor(property: string): PropertyDescriptor {
  return {
    configurable: true,
    enumerable: true,
    get(this: Carrier) {
      const attached = attachedUnder(this, property)
      if (attached !== undefined) return attached.session
      throw new OptionError(property, 'rawHeaders' in this ? LOST : NOT_YET)
    },
    set(this: Carrier) {
      const path = attachedUnder(this, property)?.path ?? property
      throw new TypeError(
        `${path} cannot be assigned: change the session by its methods, or empty it by invalidate()`,
      )
    },
  }
}

const LOST = 'is lost: the rawHeaders of the request were replaced'
const NOT_YET = 'is not there yet: register the session before the hooks that use it'

/**
 * Gives `request` a session under the property that `options` name. Factories of one cookie share it.
 *
 * @throws {OptionError} when the property is taken
 */
export function attachSession(
  factory: BindableFactory<object>,
  request: Carrier,
  response: ServerResponse,
  options: AttachSettings,
  handling: ErrorHandling,
): Attached {
  const { property, isDecorated } = options
  const taken = attachedUnder(request, property)
  const attached = new Attached(factory, request, response, options, handling)
  const isNew = taken === undefined && isDecorated !== true
  if (isNew) checkFree(request, property, attached)
  else if (taken !== undefined && taken.of(factory) === undefined) {
    throw takenBy('the session of another cookie', attached.path)
  }
  watch(response)
  ;(ownHomeOf(request) as Home)[ATTACHED] = attached
  leaveLink(request, attached)
  if (isNew) Object.defineProperty(request, property, descriptorOf(property))
  return attached
}

function checkFree(request: Carrier, property: string, attached: Attached): void {
  if (property in request) throw takenBy('something else', attached.path)
}

/** For a property of the request that is something else already. */
export function takenBy(what: string, path: string): OptionError {
  return new OptionError(
    'property',
    `must name a free one: ${path} is ${what}. Say, for example, { property: 'admin' }`,
  )
}
