/** What becomes of data that go nowhere, as the error handling answers in place of who writes them. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { http2StreamOf } from './headers.js'

export type Writing = 'write' | 'end' | 'flushHeaders'

type Call = (...args: unknown[]) => unknown

/** Milliseconds that who writes on after the end of the answer waits. */
const PAUSE = 10

export class Dropping {
  /** Of the response, which forgets it over HTTP/2. */
  readonly request: IncomingMessage | undefined
  readonly #response: ServerResponse
  /** Whether `drain` will be emitted, or has been for the last time. */
  #willDrain = false
  /** What waits for the end of the answer. */
  #waiting: (() => unknown)[] = []

  constructor(response: ServerResponse) {
    this.#response = response
    this.request = response.req as IncomingMessage | undefined
    const goOn = (): void => {
      for (const call of this.#waiting.splice(0)) setImmediate(call)
    }
    response.once?.('close', goOn)
    // A response of HTTP/2 closes only when the request has been read, too.
    http2StreamOf(response)?.once('finish', goOn)
    this.#drainWhenOver()
  }

  /**
   * What a call does whose data go nowhere: it waits until the answer has ended. Then it is as if the client had
   * left, so that nobody writes on and on.
   */
  drop(method: Writing, args: readonly unknown[]): unknown {
    const callback = args.find((arg) => typeof arg === 'function') as Call | undefined
    if (callback !== undefined) {
      const tell =
        method === 'write' ? () => callback(goneError('ERR_STREAM_DESTROYED')) : () => callback()
      this.whenOver(tell)
    }
    this.#drainWhenOver()
    return method === 'write' ? false : this.#response
  }

  /** Calls when the answer has ended, as a whole or not. */
  whenOver(call: () => unknown): void {
    if (isOver(this.#response)) setTimeout(call, PAUSE)
    else this.#waiting.push(call)
  }

  /**
   * Not before: it would wake those too who write the answer. Once, and with an error, which is how `pipeline()`
   * learns of one. Who reads an upload is woken until he has read it: the next request of the connection waits for
   * that, and a stream of HTTP/2 closes after it.
   */
  #drainWhenOver(): void {
    if (this.#willDrain) return
    this.#willDrain = true
    this.whenOver(() => {
      this.#willDrain = this.request?.complete !== false
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
