/**
 * The one way out of a response of Node's. The headers of its sessions are added at the first of
 * `writeHead`, `write`, `end` and `flushHeaders`. These may be called where nobody catches: in a stream, a
 * timer, a library. So a session that cannot be written throws nothing there: the error goes to the
 * application's error handling, which answers in place of the handler.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { headersOf, noteException, type HeaderSource, type OnCommitError } from './shared.js'
import { moveHeaders, removeStale, withLines } from './shared-headers.js'
import type { HeaderLine } from '../session/factory.js'

/** How the application hears of what goes wrong with one request. */
export interface ErrorHandling {
  readonly request: object
  /** The application's error handling, which is to answer. Must not throw. */
  readonly handle: (error: unknown) => void
  readonly onCommitError: OnCommitError<object>
}

/**
 * The response whose error is being handled. The handler that failed may go on writing, from a stream or
 * a timer: what tells it from the error handler is only where it was called from.
 */
const answering = new AsyncLocalStorage<ServerResponse>()

const DEPARTURE: unique symbol = Symbol('cartouche.departure')

type Watched = ServerResponse & { [DEPARTURE]?: Departure }

/** Adds the headers of `source` to the response when its head is written. */
export function addHeadersTo(response: Watched, source: HeaderSource, errors: ErrorHandling): void {
  if (response.headersSent) source.close?.()
  else departureOf(response, errors).sources.push(source)
}

/**
 * Hands an error of the handler on. As long as no head went out, the error handling answers in the handler's
 * place. An error that comes after another is printed: that one is being answered.
 */
export function failWith(response: Watched, errors: ErrorHandling, error: unknown): void {
  noteException(errors.request, error)
  if (response[DEPARTURE]?.isAbandoned === true) console.error(error)
  else if (response.headersSent) errors.handle(error)
  else departureOf(response, errors).answerInstead(error)
}

function departureOf(response: Watched, errors: ErrorHandling): Departure {
  return (response[DEPARTURE] ??= new Departure(response, errors))
}

type Call = (...args: unknown[]) => unknown
type Writing = 'write' | 'end' | 'flushHeaders'

/** The same functions for all responses: to make them for each would take longer than all the rest. */
const GUARDED = {
  writeHead(this: Watched, ...args: unknown[]) {
    return this[DEPARTURE]!.writeHead(args)
  },
  write(this: Watched, ...args: unknown[]) {
    return this[DEPARTURE]!.pass('write', args)
  },
  end(this: Watched, ...args: unknown[]) {
    return this[DEPARTURE]!.pass('end', args)
  },
  flushHeaders(this: Watched) {
    this[DEPARTURE]!.pass('flushHeaders', [])
  },
}

/** Ends a call of Node's that was to write a head which does not go out. */
const NO_HEAD = new Error('The head of this response is not written')

/** What stands between a response and the wire until its head is out. */
class Departure {
  readonly sources: HeaderSource[] = []
  isAbandoned = false
  readonly #response: ServerResponse
  readonly #errors: ErrorHandling
  readonly #original: Readonly<Record<Writing | 'writeHead', Call>>
  /** The streams that are piped into the response. */
  readonly #piped = new Set<Readable>()
  #isGone = false
  /** The headers, where a call that is under way will write the head. */
  #ready: { readonly lines: readonly HeaderLine[]; readonly revision: number } | undefined

  constructor(response: Watched, errors: ErrorHandling) {
    this.#response = response
    this.#errors = errors
    const { writeHead, write, end, flushHeaders } = response
    this.#original = { writeHead, write, end, flushHeaders } as never
    Object.assign(response, GUARDED)
    response.on?.('pipe', (source: Readable) => this.#piped.add(source))
  }

  writeHead(args: readonly unknown[]): unknown {
    if (this.#isGone || this.#response.headersSent) return this.#call('writeHead', args)
    const isInside = this.#ready !== undefined
    // What is put around `writeHead` may have changed a session since.
    if (this.#ready?.revision !== this.#revision && !this.#prepare(args[0])) {
      if (isInside) throw NO_HEAD
      return this.#response
    }
    try {
      return this.#writeHead(args, this.#ready!.lines)
    } finally {
      if (!isInside) this.#ready = undefined
    }
  }

  #writeHead(args: readonly unknown[], lines: readonly HeaderLine[]): unknown {
    const left = lines.length > 0 ? moveHeaders(this.#response, args) : args
    const written = withLines(this.#response, lines, () => this.#call('writeHead', left))
    this.#leave()
    return written
  }

  #leave(): void {
    this.#isGone = true
    for (const source of this.sources) source.close?.()
  }

  /** Calls one of Node's methods, unless what it writes is to go nowhere. */
  pass(method: Writing, args: readonly unknown[]): unknown {
    // By a way around these methods.
    if (!this.#isGone && this.#response.headersSent) this.#leave()
    const isFirst = !this.#isGone && this.#ready === undefined
    if (!this.#mayWrite() || (isFirst && !this.#prepare())) return this.#drop(method, args)
    try {
      return this.#call(method, args)
    } catch (error) {
      if (error !== NO_HEAD) throw error
      return this.#drop(method, args)
    } finally {
      if (isFirst) this.#ready = undefined
    }
  }

  /** Lets the error handling answer: what it writes, and what it starts writes, goes out; all else does not. */
  answerInstead(error: unknown): void {
    this.#abandon()
    answering.run(this.#response, () => this.#errors.handle(error))
  }

  #call(method: Writing | 'writeHead', args: readonly unknown[]): unknown {
    return Reflect.apply(this.#original[method], this.#response, args)
  }

  #mayWrite(): boolean {
    return !this.isAbandoned || answering.getStore() === this.#response
  }

  get #revision(): number {
    return this.sources.reduce((sum, { revision = 0 }) => sum + revision, 0)
  }

  /** Makes the headers of all sessions. Where that fails, the error handling answers as soon as the caller is done. */
  #prepare(status: unknown = this.#response.statusCode): boolean {
    if (!this.#mayWrite()) return false
    const { request, onCommitError } = this.#errors
    try {
      const answer = { request, status: Number(status), onCommitError }
      const lines = headersOf(this.sources, answer)
      this.#ready = { lines, revision: this.#revision }
      return true
    } catch (error) {
      noteException(request, error)
      this.#abandon()
      queueMicrotask(() => this.answerInstead(error))
      return false
    }
  }

  #abandon(): void {
    if (this.isAbandoned) return
    this.isAbandoned = true
    const response = this.#response
    // What was put around these methods later, to compress what goes out, say, has begun already.
    Object.assign(response, GUARDED)
    removeStale(response)
    // Streams are read to their ends, so that whoever waits for that goes on; what is left is ended here.
    response.once('close', () => {
      for (const source of this.#piped) source.destroy()
    })
  }

  /** What a call does whose data go nowhere: as if they had gone out. */
  #drop(method: Writing, args: readonly unknown[]): unknown {
    const response = this.#response
    const callback = args.find((arg) => typeof arg === 'function') as (() => void) | undefined
    if (method === 'end' && callback !== undefined && !response.destroyed)
      response.once('close', callback)
    else if (callback !== undefined) queueMicrotask(callback)
    return method === 'write' ? !response.destroyed : response
  }
}
