/** What becomes of data that go nowhere, as the error handling answers in place of who writes them. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { http2StreamOf } from './headers.js'

export type Writing = 'write' | 'end' | 'flushHeaders'

type Call = (...args: unknown[]) => unknown

/**
 * Milliseconds after the end of the answer in which what is written is taken for sent: nobody may await the promise of
 * who writes, and if it were rejected the process would end.
 */
export const GRACE = 500

/** Milliseconds that who writes after the end of the answer waits each time; longer ones where it goes on and on. */
const PAUSE = 1
const LONG_PAUSE = 10

export class Dropping {
  /** Of the response, which forgets it over HTTP/2. */
  readonly request: IncomingMessage | undefined
  readonly #response: ServerResponse
  /** Whether `drain` will be emitted, or has been for the last time. */
  #willDrain = false
  /** What waits for the end of the answer. */
  #waiting: (() => unknown)[] = []
  /** When that was. */
  #end: number | undefined
  /** Whether somebody has begun to write, and has not ended. */
  isWriting = false
  #close: (() => void) | undefined

  constructor(response: ServerResponse) {
    this.#response = response
    this.request = response.req as IncomingMessage | undefined
    // A response of HTTP/2 closes only when the request has been read, too.
    http2StreamOf(response)?.once('finish', () => this.#goOn())
    if (response.on !== undefined) this.#guardClose()
    this.#drainWhenOver()
  }

  #goOn(): void {
    this.#end ??= performance.now()
    for (const call of this.#waiting.splice(0)) setImmediate(call)
  }

  /** Who has not ended would take it for an error. */
  #guardClose(): void {
    const response = this.#response
    const { emit } = response
    response.emit = (event: string, ...args: unknown[]) => {
      if (event !== 'close') return emit.call(response, event, ...args)
      this.#close = () => emit.call(response, event, ...args)
      this.#goOn()
      if (this.isWriting) setTimeout(() => this.#tellClose(), GRACE)
      else this.#tellClose()
      return true
    }
  }

  #tellClose(): void {
    const tell = this.#close
    this.#close = undefined
    tell?.()
  }

  /** Notes that somebody writes, and whether that was all. */
  note(isWriting: boolean): void {
    this.isWriting = isWriting
    if (!isWriting) setImmediate(() => this.#tellClose())
  }

  /**
   * What a call does whose data go nowhere: it waits until the answer has ended. For a while it is then as if they had
   * been sent. After that it is as if the client had left, so that nobody writes on and on.
   */
  drop(method: Writing, args: readonly unknown[]): unknown {
    if (method !== 'flushHeaders') this.note(method === 'write')
    this.callBack(args, method === 'write')
    this.#drainWhenOver()
    return method === 'write' ? false : this.#response
  }

  /** Calls the callback among the arguments of a call that does nothing. */
  callBack(args: readonly unknown[], mayFail = false): void {
    const callback = args.find((arg) => typeof arg === 'function') as Call | undefined
    if (callback === undefined) return
    this.whenOver(() => {
      if (mayFail && this.#isGone()) callback(goneError('ERR_STREAM_DESTROYED'))
      else callback()
    })
  }

  /** Calls when the answer has ended, as a whole or not. */
  whenOver(call: () => unknown): void {
    if (isOver(this.#response)) setTimeout(call, this.#isGone() ? LONG_PAUSE : PAUSE)
    else this.#waiting.push(call)
  }

  #isGone(): boolean {
    this.#end ??= performance.now()
    return performance.now() - this.#end > GRACE
  }

  /**
   * Not before: it would wake those too who write the answer. At last once, and with an error, which is how
   * `pipeline()` learns of one. Who reads an upload is woken until he has read it: the next request of the connection
   * waits for that, and a stream of HTTP/2 closes after it.
   */
  #drainWhenOver(): void {
    if (this.#willDrain) return
    this.#willDrain = true
    this.whenOver(() => {
      this.#willDrain = this.#isGone() && this.request?.complete !== false
      if (this.#willDrain) this.#response.emit('drain', goneError('ERR_STREAM_PREMATURE_CLOSE'))
      else this.#response.emit('drain')
    })
  }
}

/** Whether the answer has gone out as a whole, or broken off. */
export function isOver(response: ServerResponse): boolean {
  const stream = http2StreamOf(response)
  if (stream === undefined) return response.destroyed
  return stream.destroyed || stream.writableFinished
}

/** What Node says to who writes on when a client has left. */
function goneError(code: string): Error {
  const message = 'The error handling has answered in place of the handler, whose data go nowhere'
  return Object.assign(new Error(message), { code })
}
