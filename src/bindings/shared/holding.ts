/**
 * Holds back what is written to a response while its sessions are written to their stores: then all of it is written
 * after all. Until that is done the response looks as if its head had gone out, and as if the client were slow.
 */
import type { ServerResponse } from 'node:http'
import type { Writing } from './dropping.js'
import { isHttp2 } from './headers.js'

/** A call that is to be made later. */
export type HeldCall = readonly [method: Writing | 'writeHead', args: readonly unknown[]]

/** What Node refuses once the head is out. */
const REFUSED = ['setHeader', 'setHeaders', 'appendHeader', 'removeHeader'] as const

const IMPLICIT = '_implicitHeader'

/** What tells that a response is at its end. */
const ENDED = ['writableEnded', 'finished'] as const

const YES: PropertyDescriptor = { configurable: true, get: () => true }
const REFUSING: PropertyDescriptor = { configurable: true, value: refuse }
const NOTHING: PropertyDescriptor = { configurable: true, value: () => undefined }

export class Holding {
  readonly #response: ServerResponse
  readonly #calls: HeldCall[] = []
  readonly #statusCode: number
  readonly #statusMessage: string | undefined
  /** What is overridden, and what the response had of its own. */
  readonly #before: [name: string, descriptor: PropertyDescriptor | undefined][] = []
  #isWaited = false
  #isEnded = false

  constructor(response: ServerResponse) {
    this.#response = response
    this.#statusCode = response.statusCode
    this.#statusMessage = isHttp2(response) ? undefined : response.statusMessage
    this.#override('headersSent', YES)
    for (const name of REFUSED) if (name in response) this.#override(name, REFUSING)
    // Who looks below Node's interface whether there is a head would make another one.
    if (IMPLICIT in response) this.#override(IMPLICIT, NOTHING)
  }

  #override(name: string, descriptor: PropertyDescriptor): void {
    this.#before.push([name, Object.getOwnPropertyDescriptor(this.#response, name)])
    Object.defineProperty(this.#response, name, descriptor)
  }

  /** Notes a call, and answers as Node would. */
  add(method: HeldCall[0], args: readonly unknown[]): unknown {
    if (method === 'writeHead' && this.#calls.length > 0) refuse()
    this.#calls.push([method, args])
    if (method === 'end' && !this.#isEnded) {
      this.#isEnded = true
      for (const name of ENDED) this.#override(name, YES)
    }
    if (method === 'write') this.#isWaited = true
    return method === 'write' ? false : this.#response
  }

  /** Makes the response what it was, and gives the calls that were held. */
  release(): readonly HeldCall[] {
    const response = this.#response as unknown as Record<string, unknown>
    for (const [name, descriptor] of this.#before) {
      if (descriptor === undefined) delete response[name]
      else Object.defineProperty(response, name, descriptor)
    }
    response['statusCode'] = this.#statusCode
    // HTTP/2 has none, and says so to whoever asks for one.
    if (!isHttp2(this.#response)) response['statusMessage'] = this.#statusMessage
    return this.#calls
  }

  /** Tells whoever was told to wait that he can go on, where Node does not do so itself. */
  wake(): void {
    const { writableNeedDrain, writableEnded } = this.#response
    if (this.#isWaited && !writableNeedDrain && !writableEnded) this.#response.emit('drain')
  }
}

function refuse(): never {
  const error = new Error('Cannot set headers after they are sent to the client')
  throw Object.assign(error, { code: 'ERR_HTTP_HEADERS_SENT' })
}
