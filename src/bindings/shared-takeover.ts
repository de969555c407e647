/**
 * The error handling of the application answers on the very response on which the handler that failed may go
 * on writing: from a stream, a timer, after an `await`. This tells the two apart. What the handler does
 * with the response goes nowhere, as if it had gone out.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { CartoucheError } from '../errors.js'
import { printError } from '../lib/hook.js'
import { removeStale } from './shared-headers.js'

export type Writing = 'write' | 'end' | 'flushHeaders'

/** The response whose error is being handled, in all that its error handling starts. */
const answering = new AsyncLocalStorage<ServerResponse>()

/** From this status on an answer reports an error. */
const FIRST_ERROR = 400

/** Milliseconds in which the error handling must begin to answer. */
const LONGEST_WAIT = 10_000

/** What changes a response besides writing. */
const CHANGING = ['setHeader', 'setHeaders', 'appendHeader', 'removeHeader', 'destroy'] as const

type Call = (...args: unknown[]) => unknown

/** A response, and what Node does with its data below all methods of its interface. */
type RawResponse = ServerResponse & { _send?: Call; readonly _header?: unknown }

export class Takeover {
  readonly #response: RawResponse
  /** Cuts the connection. */
  readonly #cut: () => void
  /** Whether the answer was begun by the handler: then nobody can answer any more. */
  readonly #isTooLate: boolean
  /**
   * Whether somebody whom the storage does not know has said that this is an error, by its status: an error
   * handler that was called back by a pool or an emitter which existed before.
   */
  #isClaimed = false

  /** @param piped the streams that are piped into the response */
  constructor(response: ServerResponse, piped: ReadonlySet<Readable>) {
    const { destroy } = response
    this.#response = response
    this.#cut = () => void Reflect.apply(destroy, response, [])
    this.#isTooLate = response.headersSent
    if (!this.#isTooLate) removeStale(response)
    this.#guardChanges()
    this.#guardStatus()
    this.#guardRaw()
    this.#endSources(piped)
  }

  /** Whether a call comes from the error handling. @param status that it gives the answer */
  allows(status = 0): boolean {
    if (this.#isTooLate || this.#response.writableEnded) return false
    this.#isClaimed ||= status >= FIRST_ERROR
    return this.#isClaimed || answering.getStore() === this.#response
  }

  /** Lets the error handling answer; a plain 500 where it does not. */
  answer(error: unknown, handle: (error: unknown) => void): void {
    const response = this.#response
    answering.run(response, () => {
      try {
        handle(error)
      } catch (failure) {
        printError(failure)
        answerPlainly(response)
      }
    })
    if (!this.#isTooLate) this.#expectAnswer()
    else if (!response.writableEnded) this.#cut()
  }

  #expectAnswer(): void {
    const response = this.#response
    if (isAnswered(response)) return
    const giveUp = (): void => {
      if (isAnswered(response)) return
      printError(new CartoucheError('NO_ANSWER', 'The error handling did not answer the request'))
      answerPlainly(response)
    }
    answering.run(response, () => setTimeout(giveUp, LONGEST_WAIT).unref())
  }

  /** What a call does whose data go nowhere. It gives way, so that whoever writes on and on holds nobody up. */
  drop(method: Writing, args: readonly unknown[]): unknown {
    const response = this.#response
    const callback = args.find((arg) => typeof arg === 'function') as (() => void) | undefined
    if (method === 'end' && callback !== undefined && !response.destroyed) {
      response.once('close', callback)
    } else if (callback !== undefined) setImmediate(callback)
    if (method !== 'write') return response
    if (!response.destroyed) setImmediate(() => response.emit('drain'))
    return false
  }

  #guardChanges(): void {
    const response = this.#response as unknown as Record<string, Call | undefined>
    for (const name of CHANGING) {
      const original = response[name]
      if (original === undefined) continue
      response[name] = (...args) =>
        this.allows() ? Reflect.apply(original, response, args) : response
    }
  }

  #guardStatus(): void {
    const response = this.#response
    const inherited = inheritedProperty(response, 'statusCode')
    let own = response.statusCode
    Object.defineProperty(response, 'statusCode', {
      configurable: true,
      enumerable: true,
      get: () => (inherited?.get === undefined ? own : inherited.get.call(response)),
      set: (status: number) => {
        if (!this.allows(status)) return
        own = status
        inherited?.set?.call(response, status)
      },
    })
  }

  /**
   * Who has kept Node's own `end` from before can still call it. Without a head, its data would go out as one:
   * the connection is cut instead.
   */
  #guardRaw(): void {
    const response = this.#response
    const { _send: send } = response
    if (send === undefined || this.#isTooLate) return
    // oxlint-disable no-underscore-dangle -- Node's own names
    response._send = (...args) => {
      if (response._header) return Reflect.apply(send, response, args)
      this.#cut()
      return false
    }
    // oxlint-enable no-underscore-dangle
  }

  /** Streams that are piped into the response wait, and are ended when it closes. */
  #endSources(piped: ReadonlySet<Readable>): void {
    const response = this.#response
    const stopped = new Set<Readable>()
    const stop = (source: Readable): void => {
      if (this.allows()) return
      stopped.add(source)
      source.unpipe(response)
      if (response.closed) source.destroy()
    }
    for (const source of piped) stop(source)
    response.on?.('pipe', stop)
    response.once?.('close', () => {
      for (const source of stopped) source.destroy()
    })
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

export function isAnswered({ headersSent, writableEnded, destroyed }: ServerResponse): boolean {
  return headersSent || writableEnded || destroyed
}

/** The whole answer; where one was begun it is broken off. */
export function answerPlainly(
  response: ServerResponse,
  status = 500,
  body = 'Internal Server Error\n',
): void {
  if (response.writableEnded) return
  if (response.headersSent) {
    response.destroy()
    return
  }
  for (const name of response.getHeaderNames()) response.removeHeader(name)
  response.statusCode = status
  response.setHeader('Content-Type', 'text/plain; charset=utf-8')
  response.end(body)
}
