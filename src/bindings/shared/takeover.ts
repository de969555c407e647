/**
 * The error handling of the application answers on the very response on which the handler that failed may go
 * on writing: from a stream, a timer, after an `await`. This tells the two apart. What the handler does
 * with the response goes nowhere, as if it had gone out.
 */
import type { ServerResponse } from 'node:http'
import { CartoucheError } from '../../errors.js'
import { isThenable, printError } from '../../lib/hook.js'
import { Answering, keepContext, keepContexts } from './answering.js'
import { Dropping, isOver } from './dropping.js'
import type { Writing } from './dropping.js'
import { http2StreamOf, isHeadOut, isHttp2, removeStale } from './headers.js'
import { endUnread, letGoInto } from './sources.js'
import type { Source } from './node-streams.js'
import type { Piped } from './sources.js'
import type { Http2Stream } from './headers.js'

const NOT_ANSWERED =
  'The error handling did not answer the request. Where a pool calls it back, it must set a status first'

/** What changes a response besides writing. */
const CHANGING = [
  'setHeader',
  'setHeaders',
  'appendHeader',
  'removeHeader',
  'addTrailers',
  'setTrailer',
  'writeContinue',
  'writeProcessing',
  'writeEarlyHints',
  'writeInformation',
  'cork',
] as const

/** What wakes who reads a request. */
const READING = ['readable', 'data', 'end', 'close']

type Call = (...args: unknown[]) => unknown

/** The error handling of the application. */
export interface ErrorHandling {
  /** Is to answer: at once, later, or by the end of the promise that it returns. */
  readonly handle: (error: unknown) => unknown
  /** Milliseconds in which an answer must begin after that. */
  readonly patience: number
  /** Takes back what a framework keeps, apart from the response, of the answer that is not sent. */
  readonly clear?: (() => void) | undefined
  /** Whether a call is the failed handler's, where that is known. Default: it is told by what it does. */
  readonly isHandlers?: (() => boolean) | undefined
}

/** A response, and what Node keeps of its head below all methods of its interface. */
type RawResponse = ServerResponse & {
  readonly _header?: unknown
}

/** What tells a client of HTTP/2 that an answer is not whole: RFC 9113, 7. */
const INTERNAL_ERROR = 2

export class Takeover {
  readonly #response: RawResponse
  /** The response's own, as {@link cut} needs it. */
  readonly #destroy: () => unknown
  #isCutting = false
  /** Whether the answer was begun by the handler: then nobody can answer any more. */
  readonly #isTooLate: boolean
  readonly #answering = new Answering()
  readonly #dropping: Dropping
  #isHandlers: ErrorHandling['isHandlers']

  /** @param piped the streams that are piped into the response */
  constructor(response: RawResponse, piped: Piped) {
    this.#response = response
    this.#destroy = response.destroy
    this.#dropping = new Dropping(response)
    this.#isTooLate = isHeadOut(response)
    if (!this.#isTooLate) removeStale(response)
    this.#uncork()
    this.#guardChanges()
    this.#guardEnded()
    this.#guardRaw()
    if (response.on !== undefined) keepContexts(response, ['drain'])
    if (response.req?.on !== undefined) keepContexts(response.req, READING)
    response.on?.('pipe', (source: Source) => this.#stop(source, piped.get(source) === true))
    for (const [source, isFresh] of piped) this.#stop(source, isFresh)
  }

  /**
   * Whether a call comes from the error handling, and can still do something.
   *
   * @param status that the call gives the answer
   */
  allows(status = 0): boolean {
    if (this.#isTooLate || this.#response.writableEnded) return false
    if (!this.#answering.isAtWork && this.#isHandlers?.() === true) return false
    return this.#answering.makes(status)
  }

  /** Lets the error handling answer; a plain 500 where it does not. */
  answer(error: unknown, handling: ErrorHandling): void {
    handling.clear?.()
    this.#isHandlers = handling.isHandlers
    this.#answering.run(() => this.#ask(error, handling))
    if (this.#isTooLate && !this.#response.writableEnded) this.#cut()
  }

  #ask(error: unknown, { handle, patience }: ErrorHandling): void {
    const response = this.#response
    const giveUp = (failure: unknown): void => this.giveUp(failure)
    const check = (): void => {
      if (!isAnswered(response)) giveUp(new CartoucheError('NO_ANSWER', NOT_ANSWERED))
    }
    const wait = (): void => {
      if (isAnswered(response)) return
      const timer = setTimeout(check, patience).unref()
      // It keeps the request in memory.
      response.once?.('close', () => clearTimeout(timer))
    }
    try {
      const result = handle(error)
      if (isThenable(result)) Promise.resolve(result).then(wait, giveUp)
      else wait()
    } catch (failure) {
      giveUp(failure)
    }
  }

  /** Answers in place of the error handling, which has failed. */
  giveUp(failure: unknown): void {
    this.#answering.run(() => {
      try {
        printError(failure)
        answerPlainly(this.#response)
      } catch {
        this.#cut()
      }
    })
  }

  #cut(): unknown {
    this.#isCutting = true
    try {
      return cut(this.#response, this.#destroy)
    } finally {
      this.#isCutting = false
    }
  }

  /** See {@link Dropping.drop}. */
  drop(method: Writing, args: readonly unknown[]): unknown {
    return this.#dropping.drop(method, args)
  }

  /** What the handler holds back would hold back the answer. */
  #uncork(): void {
    const response = this.#response
    while (response.writableCorked > 0) response.uncork()
    const { uncork } = response
    response.uncork = () => {
      if (this.#answering.isAtWork && response.writableCorked > 0)
        Reflect.apply(uncork, response, [])
    }
  }

  #guardChanges(): void {
    const response = this.#response as unknown as Record<string, Call | undefined>
    for (const name of CHANGING) {
      const original = response[name]
      if (original === undefined) continue
      response[name] = (...args) => {
        if (this.allows()) return Reflect.apply(original, response, keepContext(args))
        this.#dropping.callBack(args)
        return response
      }
    }
    this.#response.destroy = () =>
      this.#mayDestroy() ? (this.#cut() as ServerResponse) : this.#response
    this.#guardProperty('statusCode', (status) => this.allows(status as number))
    if (!isHttp2(this.#response)) this.#guardProperty('statusMessage', () => this.allows())
  }

  /** An answer that has ended may still be on its way: a stream that fails is no reason to cut it off. */
  #mayDestroy(): boolean {
    if (isOver(this.#response)) return true
    return this.#isTooLate ? this.#response.writableEnded : this.#answering.makes(0)
  }

  #guardProperty(name: 'statusCode' | 'statusMessage', allows: (value: unknown) => boolean): void {
    const response = this.#response
    const inherited = inheritedProperty(response, name)
    let own: unknown = response[name]
    Object.defineProperty(response, name, {
      configurable: true,
      enumerable: true,
      get: () => (inherited?.get === undefined ? own : inherited.get.call(response)),
      set: (value: unknown) => {
        if (!allows(value)) return
        own = value
        inherited?.set?.call(response, value)
      },
    })
  }

  /** Who writes has not ended because the answer has. Streams around a response take that for an error. */
  #guardEnded(): void {
    const response = this.#response
    const get = inheritedProperty(response, 'writableEnded')?.get
    if (get === undefined) return
    const isEnded = (): unknown =>
      get.call(response) === true && (this.#answering.isAtWork || !this.#dropping.isWriting)
    Object.defineProperty(response, 'writableEnded', { configurable: true, get: isEnded })
  }

  /**
   * Who has kept Node's own `end` from before can still call it, or has called it already. Without a head, its data
   * would go out as one, or HTTP/2 would make another head; after one they would get among those of the error
   * handling. The answer is cut off instead. After its end they go nowhere.
   */
  #guardRaw(): void {
    if (this.#isTooLate) return
    const response = this.#response
    const stream = http2StreamOf(response)
    if (stream === undefined) {
      // oxlint-disable-next-line no-underscore-dangle -- Node's own name
      this.#guardData(response, '_send', () => response._header)
      // Node says so by this event, which ends the process where nobody listens.
      response.on?.('error', () => undefined)
      return
    }
    for (const name of ['write', 'end'])
      this.#guardData(stream, name, () => stream.headersSent, stream)
  }

  #guardData(of: object, name: string, hasHead: () => unknown, stream?: Http2Stream): void {
    const original = Reflect.get(of, name) as Call | undefined
    if (original === undefined) return
    const guarded: Call = (...args) => {
      const isAllowed = this.#answering.isAtWork && hasHead()
      // What is closed is ended by Node, and by Bun before it says that it is closed.
      if (isAllowed || this.#isCutting || stream?.closed === true)
        return Reflect.apply(original, of, args)
      if (stream?.writableEnded !== true) this.#cut()
      return false
    }
    Reflect.set(of, name, guarded)
  }

  /**
   * A stream that was piped into the response is left as one whose client has left: it rests, but what is uploaded does
   * not rest with it. One that is surely this request's own is ended.
   */
  #stop(source: Source, isFresh: boolean): void {
    if (this.allows()) return
    source.unpipe?.(this.#response)
    const { request } = this.#dropping
    this.#dropping.note(true)
    const end = isFresh || source === request ? endUnread : letGoInto
    this.#dropping.whenOver(() => end(source, request))
  }
}

/** A property as the prototypes of an object define it. */
function inheritedProperty(object: object, name: string): PropertyDescriptor | undefined {
  for (
    let prototype: unknown = Object.getPrototypeOf(object);
    prototype !== null;
    prototype = Object.getPrototypeOf(prototype)
  ) {
    const property = Object.getOwnPropertyDescriptor(prototype, name)
    if (property !== undefined) return property
  }
  return undefined
}

function isAnswered(response: ServerResponse): boolean {
  return isHeadOut(response) || response.writableEnded || isOver(response)
}

/** Breaks an answer off, so that its client knows. Where HTTP/2 has sent it as a whole, what is uploaded is let go. */
export function cut(response: ServerResponse, destroy: () => unknown): unknown {
  const stream = http2StreamOf(response)
  if (stream === undefined) return Reflect.apply(destroy, response, [])
  if (stream.writableFinished) stream.removeAllListeners('data').resume()
  else stream.close(INTERNAL_ERROR)
  return response
}

/** The whole answer; where one was begun it is broken off. */
export function answerPlainly(
  response: ServerResponse,
  status = 500,
  body = 'Internal Server Error\n',
): void {
  if (response.writableEnded) return
  if (isHeadOut(response)) {
    response.destroy()
    return
  }
  for (const name of response.getHeaderNames?.() ?? []) response.removeHeader(name)
  response.statusCode = status
  // Node may refuse what was said in its place.
  if (!isHttp2(response)) response.statusMessage = ''
  response.setHeader('Content-Type', 'text/plain; charset=utf-8')
  response.end(response.req?.method === 'HEAD' ? undefined : body)
}
