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

type Overridden = Record<string, unknown>

export class Holding {
  readonly #response: ServerResponse
  readonly #calls: HeldCall[] = []
  readonly #statusCode: number
  readonly #statusMessage: string | undefined
  readonly #before = new Map<string, PropertyDescriptor | undefined>()
  #isWaited = false

  constructor(response: ServerResponse) {
    this.#response = response
    this.#statusCode = response.statusCode
    this.#statusMessage = isHttp2(response) ? undefined : response.statusMessage
    this.#override('headersSent', { get: () => true })
    for (const name of REFUSED) if (name in response) this.#override(name, { value: refuse })
    // Who looks below Node's interface whether there is a head would make another one.
    if (IMPLICIT in response) this.#override(IMPLICIT, { value: () => undefined })
  }

  #override(name: string, descriptor: PropertyDescriptor): void {
    if (this.#before.has(name)) return
    this.#before.set(name, Object.getOwnPropertyDescriptor(this.#response, name))
    Object.defineProperty(this.#response, name, { configurable: true, ...descriptor })
  }

  /** Notes a call, and answers as Node would. */
  add(method: HeldCall[0], args: readonly unknown[]): unknown {
    if (method === 'writeHead' && this.#calls.length > 0) refuse()
    this.#calls.push([method, args])
    if (method === 'end') {
      for (const name of ['writableEnded', 'finished']) this.#override(name, { get: () => true })
    }
    if (method === 'write') this.#isWaited = true
    return method === 'write' ? false : this.#response
  }

  /** Makes the response what it was, and gives the calls that were held. */
  release(): readonly HeldCall[] {
    const response = this.#response as unknown as Overridden
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
