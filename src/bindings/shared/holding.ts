/**
 * Holds back what is written to a response while its sessions are written to their stores: then all of it is written
 * after all. Until that is done the response looks as if its head had gone out, and as if the client were slow.
 */
import type { ServerResponse } from 'node:http'
import { keepContext } from './answering.js'
import type { Writing } from './dropping.js'
import { isHeadOut, isHttp2 } from './headers.js'

/** A call that is to be made later. */
export type HeldCall = readonly [method: Writing | 'writeHead', args: readonly unknown[]]

/** What Node refuses once the head is out. */
const REFUSED = ['setHeader', 'setHeaders', 'appendHeader', 'removeHeader'] as const

const IMPLICIT = '_implicitHeader'

/** Where Node keeps the head that has gone out: while there is one, it refuses these, and makes no other. */
const HEAD = '_header'

/**
 * What tells that a response is at its end. Node's older `finished` stays false: a server that is closed takes a connection
 * whose answer has finished for idle, and ends it.
 */
const ENDED = 'writableEnded'

/** True of what seems to be at its end, as its end is held back. A property, so that a proxy has it too. */
const SEEMING = Symbol('seeming')

interface Seeming {
  [SEEMING]?: true | undefined
}

/**
 * A property of the response's own that stays there, and is the same for all: to define one anew, or to take it away, takes
 * V8 longer than all the rest.
 */
const SEEMS_ENDED: PropertyDescriptor = {
  configurable: true,
  get(this: object) {
    const response = ownerOf(this)
    return (
      response[SEEMING] ??
      (Reflect.get(Object.getPrototypeOf(response) as object, ENDED, this) as unknown)
    )
  },
}

/** What is made of a response has the property from it. */
function ownerOf(of: Seeming): Seeming {
  let owner = of
  while (!Object.hasOwn(owner, ENDED)) owner = Object.getPrototypeOf(owner) as Seeming
  return owner
}

const YES: PropertyDescriptor = { configurable: true, get: () => true }
const NOTHING: PropertyDescriptor = { configurable: true, value: () => undefined }

export class Holding {
  readonly #response: ServerResponse
  readonly #calls: HeldCall[] = []
  readonly #statusCode: number
  readonly #statusMessage: string | undefined
  /** What is overridden, and what was there of its own. */
  readonly #before: [of: object, name: string, descriptor: PropertyDescriptor | undefined][] = []
  /** Calls of `destroy` that are to be made later. */
  readonly #destroying: Call[] = []
  /** Bytes. */
  #length = 0
  #isWaited = false
  #isEnded = false

  constructor(response: ServerResponse) {
    this.#response = response
    this.#statusCode = response.statusCode
    this.#statusMessage = isHttp2(response) ? undefined : response.statusMessage
    if (isOwn(response, HEAD)) this.#override(response, HEAD, { value: 'held' })
    // Bun has that too, and does not look at it.
    if (!isHeadOut(response)) this.#refuse()
  }

  /** For what keeps its head elsewhere. */
  #refuse(): void {
    const response = this.#response
    this.#override(response, 'headersSent', YES)
    const refusing = { configurable: true, value: () => refuse(response) }
    for (const name of REFUSED) if (name in response) this.#override(response, name, refusing)
    // Who looks below Node's interface whether there is a head would make another one.
    if (IMPLICIT in response) this.#override(response, IMPLICIT, NOTHING)
  }

  /** @param before what will be there again */
  #override(
    of: object,
    name: string,
    descriptor: PropertyDescriptor,
    before = Object.getOwnPropertyDescriptor(of, name),
  ): void {
    this.#before.push([of, name, before])
    Object.defineProperty(of, name, descriptor)
  }

  /** Notes a call, and answers as Node would. */
  add(method: HeldCall[0], args: readonly unknown[]): unknown {
    if (method === 'writeHead' && this.#calls.length > 0) refuse(this.#response)
    if (this.#isEnded) this.#addLate(method, args)
    else this.#calls.push([method, args])
    if (method === 'end' && !this.#isEnded) this.#end()
    return method === 'write' ? this.#hasRoom(args) : this.#response
  }

  /**
   * Like Node, says no only where the data fill what a stream takes. What is put around a response has those who are told no
   * listen for `drain` elsewhere, and that comes only where it is filled when the data are written after all.
   */
  #hasRoom([data, encoding]: readonly unknown[]): boolean {
    this.#length += lengthOf(data, encoding)
    const hasRoom =
      !this.#isEnded && this.#length < (this.#response.writableHighWaterMark ?? USUAL_ROOM)
    if (!hasRoom) this.#isWaited = true
    return hasRoom
  }

  /** Data after the end go nowhere, as they do when the answer is out. Who asks when it is out is told. */
  #addLate(method: HeldCall[0], args: readonly unknown[]): void {
    const callback = args.find((arg) => typeof arg === 'function') as Call | undefined
    if (method === 'end' && args[0] === callback) this.#calls.push([method, args])
    else if (callback !== undefined) process.nextTick(callback, lateError())
  }

  /** A call of Node's that was under way before this goes past it: its data would go out without a head. */
  cutRaw(): void {
    const response = this.#response
    const cut = (): boolean => response.destroy() === undefined
    if ('_send' in response) this.#override(response, '_send', { configurable: true, value: cut })
  }

  #end(): void {
    const response = this.#response
    this.#isEnded = true
    if (!hasStandIn(response)) this.#seemEnded()
    this.#putOffDestroy(response)
    this.#putOffDestroy(response.req)
  }

  #seemEnded(): void {
    const response: ServerResponse & Seeming = this.#response
    const own = Object.getOwnPropertyDescriptor(response, ENDED)
    const isSeeming = own !== undefined && own.get === SEEMS_ENDED.get
    // A mock may have one of its own, or make one later.
    if (!isSeeming && (own !== undefined || !(ENDED in response)))
      return this.#override(response, ENDED, YES)
    if (!isSeeming) Object.defineProperty(response, ENDED, SEEMS_ENDED)
    response[SEEMING] = true
  }

  /** Who has ended an answer takes it for sent. */
  #putOffDestroy(stream: Destroyable | undefined): void {
    if (stream?.destroy === undefined) return
    const destroy = (error?: Error): unknown => {
      this.#destroying.push(...(keepContext([() => stream.destroy!(error)]) as Call[]))
      return stream
    }
    const own = { configurable: true, writable: true }
    // It stays the stream's own: to take it away takes V8 longer than all the rest.
    this.#override(stream, 'destroy', { ...own, value: destroy }, { ...own, value: stream.destroy })
  }

  /** Makes the response what it was, and gives the calls that were held. */
  release(): readonly HeldCall[] {
    const response = this.#response as unknown as Record<string, unknown> & Seeming
    for (const [of, name, descriptor] of this.#before) {
      if (descriptor === undefined) Reflect.deleteProperty(of, name)
      // To define it takes V8 many times as long.
      else if (descriptor.writable !== true || !Reflect.set(of, name, descriptor.value))
        Object.defineProperty(of, name, descriptor)
    }
    if (response[SEEMING] === true) response[SEEMING] = undefined
    response['statusCode'] = this.#statusCode
    // HTTP/2 has none, and says so to whoever asks for one.
    if (!isHttp2(this.#response)) response['statusMessage'] = this.#statusMessage
    return this.#calls
  }

  /**
   * Tells whoever was told to wait that he can go on, where Node does not do so itself.
   *
   * @param isFull whether the last data were answered with a no. What stands in for a socket may give no answer, which is none
   */
  wake(isFull: boolean): void {
    const { writableNeedDrain, writableEnded } = this.#response
    const isTold = isFull && writableNeedDrain
    if (this.#isWaited && !isTold && !writableEnded) this.#response.emit('drain')
  }

  /** Destroys what was to be destroyed after the end. */
  destroy(): void {
    for (const call of this.#destroying) call()
  }
}

/** Bytes: what a stream of Node's takes before it says no, unless it says otherwise. */
const USUAL_ROOM = 16_384

/**
 * Whether what stands for the socket is no stream, as where a response is made a message of AWS Lambda: whoever reads it there takes
 * what seems to be at its end for all that there is.
 */
const hasStandIn = ({ socket }: ServerResponse): boolean =>
  socket instanceof Object && socket.writableHighWaterMark === undefined

type Call = (...args: unknown[]) => unknown
/** A request that a mock has may lack it. */
type Destroyable = object & { readonly destroy?: (error?: Error) => unknown }

/** Whether it is a plain property of the object's own: those are exchanged. Others V8 takes long to add and to take away. */
const isOwn = (of: object, name: string): boolean =>
  Object.getOwnPropertyDescriptor(of, name)?.writable === true

/** Bytes; what is no data Node refuses later. */
function lengthOf(data: unknown, encoding: unknown): number {
  if (ArrayBuffer.isView(data)) return data.byteLength
  const isEncoding = typeof encoding === 'string' && Buffer.isEncoding(encoding)
  return typeof data === 'string' ? Buffer.byteLength(data, isEncoding ? encoding : 'utf8') : 0
}

/** By the words and the code of Node's own. */
function refuse(response: ServerResponse): never {
  const [message, code] = isHttp2(response)
    ? ['Response has already been initiated.', 'ERR_HTTP2_HEADERS_SENT']
    : ['Cannot set headers after they are sent to the client', 'ERR_HTTP_HEADERS_SENT']
  throw Object.assign(new Error(message), { code })
}

function lateError(): Error {
  return Object.assign(new Error('write after end'), { code: 'ERR_STREAM_WRITE_AFTER_END' })
}
