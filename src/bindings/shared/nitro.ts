/**
 * How sessions get onto the answers of h3 1, the one in Nitro 2 and so in Nuxt. Its middleware does not see what comes
 * after it. So a function is put around the handler of the application: what a session that cannot be written
 * rejects with goes from there to the error handling, as what a handler throws does.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { isSameCookie, leaveLink, linkOf } from './attach.js'
import { endBody } from './body.js'
import { removeStale } from './headers.js'
import { noteException, openWith } from './outcome.js'
import type { HeaderSource, OnCommitError } from './outcome.js'
import { refusalOf } from './csrf.js'
import type { Refusal } from './csrf.js'
import { hostOf, noteNodeForm } from './node-csrf.js'
import { bringsJust } from './nitro-inner.js'
import { addHeadersTo, failureBefore, flushWith, heldBack } from './response.js'
import { isUnawaited } from '../../lib/hook.js'
import type { BoundSession, BindableFactory } from '../../session/factory.js'
import type { Session } from '../../session/session.js'

/** An event of h3 1, as far as it is used here. */
export interface NodeEvent {
  readonly node: { readonly req: IncomingMessage; readonly res: ServerResponse }
  readonly context: object
}

/** An application of h3 1, as far as it is used here. */
export interface NodeApp {
  handler: (event: never) => unknown
  readonly stack: unknown[]
  readonly options?: {
    onRequest?: (event: never) => unknown
    onBeforeResponse?: BeforeResponse
    onError?: (error: never, event: never) => unknown
  }
}

/** A hook of h3 1, which is given what a handler gave before that is sent. */
export type BeforeResponse = (event: never, response: { body?: unknown }) => unknown

/** Whom a binding believes, and who hears of what goes wrong. */
export interface NodeSettings {
  /** Whether X-Forwarded-Proto is believed: only behind a proxy that sets it. Default `false`. */
  readonly xForwardedProto: boolean
  /** Whether X-Forwarded-Host is believed, as the host that forms must come from. Default `false`. */
  readonly xForwardedHost: boolean
  /**
   * Hears of a session that could not be written into the answer to an error: that one goes out without it.
   * Default: prints the error.
   */
  readonly onCommitError: OnCommitError<never>
}

/** Under which an event of h3 1 says that it is answered, and its response has the stream that answers. */
const HANDLED = '_handled'
const STREAM = '_data'

/** Milliseconds in which the error handling must begin to answer. */
const PATIENCE = 10_000

/** Whose handler is at work: h3 1 goes on in it when the error handling answers already. */
const handling = new AsyncLocalStorage<NodePassage>()

/** One request on its way through the application. */
export class NodePassage {
  readonly #event: NodeEvent
  readonly #factory: BindableFactory<object>
  readonly #settings: NodeSettings
  /** Whether the request came over HTTPS, where the factory needs to know. */
  readonly #cameSecurely: boolean | undefined
  /** That of the event for which this one is made, inside the server. */
  readonly #around: NodePassage | undefined
  #bound: BoundSession<object> | undefined
  /** What the session was opened with. */
  #cookie: string | undefined
  #isOver = false
  #hasFailed = false
  #isEvents = false
  #fail: (error: unknown) => void = () => undefined

  constructor(
    event: NodeEvent,
    factory: BindableFactory<object>,
    settings: NodeSettings,
    around?: NodePassage,
  ) {
    this.#event = event
    this.#around = around
    this.#factory = factory
    this.#settings = settings
    this.#cameSecurely = factory.dependsOnHttps === true ? this.#isSecure() : undefined
  }

  /** Opened when it is first asked for; only then is the response watched. */
  get session(): Session<object> {
    return this.#opened.session
  }

  /** The request whose answer carries the session's cookie. */
  get request(): IncomingMessage {
    const isPart = this.#around !== undefined && this.#opened === this.#around.#bound
    return isPart ? this.#around.request : this.#event.node.req
  }

  get #opened(): BoundSession<object> {
    return (this.#bound ??= this.#find())
  }

  #find(): BoundSession<object> {
    const { req } = this.#event.node
    this.#cookie = req.headers.cookie
    return this.#around?.openedFor(req) ?? this.#open()
  }

  /** The session, for a request inside the server: one with another cookie, or none, is another visitor's, or nobody's. */
  openedFor(request: IncomingMessage): BoundSession<object> | undefined {
    const opened = this.#opened
    return bringsJust(this.#cookie, request) ? opened : undefined
  }

  /** Whether the application is done with the request. */
  get isOver(): boolean {
    return this.#isOver
  }

  /**
   * Runs the handler of the application.
   *
   * @throws what the handler throws, and what keeps a session from being written
   */
  async run(handler: (event: never) => unknown): Promise<unknown> {
    const failure = new Promise<never>((_, reject) => (this.#fail = reject))
    try {
      if (this.#factory.needsLoad === true) await this.#opened.load?.()
      return await Promise.race([this.#handled(handler), failure])
    } catch (error) {
      noteException(this.#event.node.req, error)
      throw asH3Error(error)
    } finally {
      this.#isOver = true
    }
  }

  /** What a handler gives, when its answer is no longer held back: a session may still turn out to be lost. */
  async #handled(handler: (event: never) => unknown): Promise<unknown> {
    const answer: unknown = await handling.run(this, async () => handler(this.#event as never))
    if (!this.#hasFailed) this.#flushStandIn()
    await whileHeld(this.#event)
    return answer
  }

  /**
   * Where Nitro stands in for the response, a stream that answers is not written to it: nobody else asks for its headers. One
   * of Node's has no socket either, while that before it is on its way.
   */
  #flushStandIn(): void {
    const { res } = this.#event.node
    if (res.socket || !(STREAM in res) || res.writableEnded || res.destroyed) return
    this.#isEvents = String(res.getHeader('content-type')).startsWith('text/event-stream')
    res.flushHeaders()
  }

  /**
   * Looks for what keeps a session from being written before a body is sent: h3 asks a web stream for more and more,
   * also where nobody takes what it gives.
   *
   * @throws what keeps a session from being written, and what the body fails with meanwhile
   */
  async check(given: unknown): Promise<void> {
    const { res } = this.#event.node
    // What ends the response itself gives that.
    const body = given === res ? undefined : given
    if (!this.#isOver) await flushWith(res, body)
    const status = body instanceof Response ? body.status : res.statusCode
    const failure = this.#isOver ? undefined : failureBefore(res, status)
    if (failure === undefined) return
    removeStale(res)
    endBody(body)
    throw failure.error
  }

  /** Adds what a session or a policy has to say to the response. */
  add(source: HeaderSource): void {
    const { req: request, res } = this.#event.node
    const { onCommitError } = this.#settings
    const handle = (error: unknown): void => this.#handle(error)
    const isHandlers = (): boolean => handling.getStore() === this
    addHeadersTo(res, { source, request, handle, patience: PATIENCE, isHandlers, onCommitError })
  }

  #handle(error: unknown): void {
    // Nobody waits for the handler any more: a plain answer goes out.
    if (this.#isOver) throw error
    this.#hasFailed = true
    takeBack(this.#event, this.#isEvents)
    this.#fail(error)
  }

  #open(): BoundSession<object> {
    const { req } = this.#event.node
    const around = linkOf(req)
    const known = around?.of(this.#factory)
    if (known !== undefined) return known.bound
    const isSecure = (): boolean => this.#cameSecurely ?? this.#isSecure()
    const opened = openWith(this.#factory, req.headers.cookie, req, isSecure)
    noteNodeForm(req)
    const isOwn = (factory: BindableFactory<object>): boolean =>
      isSameCookie(factory, this.#factory)
    leaveLink(req, { of: (factory) => (isOwn(factory) ? { bound: opened } : around?.of(factory)) })
    this.add(opened as HeaderSource)
    return opened
  }

  #isSecure(): boolean {
    return schemeOf(this.#event.node.req, this.#settings) === 'https'
  }
}

/** Takes a stream back that was to answer: error handling answers nothing else, then. */
function takeBack(event: NodeEvent, isEvents: boolean): void {
  const { res } = event.node
  const stream = Reflect.get(res, STREAM) as ReadableStream | undefined
  // Nobody hears that an event stream of h3's was cancelled: it is read to its end.
  if (isEvents) isUnawaited(stream?.pipeTo(new WritableStream()))
  else endBody(stream)
  Reflect.deleteProperty(res, STREAM)
  Reflect.set(event, HANDLED, false)
}

/** Waits until an answer is no longer held back: what stands in for the response is taken as it is then. */
export async function whileHeld({ node: { res } }: NodeEvent): Promise<void> {
  while (heldBack(res) !== undefined) {
    await heldBack(res)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Where a request went, by what the settings believe. */
export function whereTo(
  request: IncomingMessage,
  settings: NodeSettings,
): { readonly scheme: string; readonly host: string } {
  const forwarded = settings.xForwardedHost ? firstIn(request, 'x-forwarded-host') : undefined
  return { scheme: schemeOf(request, settings), host: forwarded ?? hostOf(request) }
}

function schemeOf(request: IncomingMessage, { xForwardedProto }: NodeSettings): string {
  const forwarded = xForwardedProto ? firstIn(request, 'x-forwarded-proto') : undefined
  const isEncrypted = (request.socket as Partial<TLSSocket> | null)?.encrypted === true
  return forwarded ?? (isEncrypted ? 'https' : 'http')
}

/** Each proxy adds its value at the end. */
function firstIn({ headers }: IncomingMessage, name: string): string | undefined {
  return headers[name]?.toString().split(',')[0]!.trim()
}

/** What is answered by its status, as h3 1 knows its own errors: by a mark of their class. */
class RefusedError extends Error {
  static readonly __h3_error__ = true
  readonly statusCode: number
  readonly statusMessage = undefined
  readonly fatal = false
  /** Whether h3 prints it. */
  readonly unhandled: boolean
  readonly data = undefined

  constructor({ status, isExpected }: Refusal, cause: Error) {
    super(cause.message, { cause })
    this.statusCode = status
    this.unhandled = !isExpected
  }

  toJSON(): object {
    return { message: this.message, statusCode: this.statusCode }
  }
}

function asH3Error(error: unknown): unknown {
  const refusal = refusalOf(error)
  return refusal === undefined ? error : new RefusedError(refusal, error as Error)
}
