/**
 * The one way out of a response of Node's. The headers of its sessions are added at the first of
 * `writeHead`, `write`, `end` and `flushHeaders`. These may be called where nobody catches: in a stream, a
 * timer, a library. So a session that cannot be written throws nothing there: the error goes to the
 * application's error handling, which answers in place of the handler (see takeover.ts).
 */
import type { ServerResponse } from 'node:http'
import { ask, changesOf, closeSource, CommitFailure, failureOf, flushAll } from './outcome.js'
import { headersOf, lostSince, noteException, report } from './outcome.js'
import { CartoucheError } from '../../errors.js'
import { printError } from '../../lib/hook.js'
import type { Attachment, Outcome } from './outcome.js'
import { isHeadOut, writeWithLines } from './headers.js'
import { Holding } from './holding.js'
import type { HeldCall } from './holding.js'
import { pipedInto } from './sources.js'
import type { Piped } from './sources.js'
import { keepContext } from './answering.js'
import { cut, Takeover } from './takeover.js'
import type { ErrorHandling } from './takeover.js'
import { isOver } from './dropping.js'
import type { Writing } from './dropping.js'
import { beside } from './node-streams.js'

/** What a response has to do with one session or policy, and the error handling around it. */
export type NodeAttachment = Attachment & ErrorHandling

const DEPARTURE: unique symbol = Symbol('cartouche.departure')

type Call = (...args: unknown[]) => unknown

/** What a response had before ours was put there. */
type Methods = Pick<ServerResponse, 'writeHead' | Writing | 'on'>

/** Until a session is used, it has {@link Methods} only. */
type Watched = ServerResponse & { [DEPARTURE]?: Departure | Methods }

/**
 * Stands before `writeHead` from the start. What is put around it later may be the first to use a session, or
 * change it: its cookie is made after that. All requests pay for this, so there is no more of it. Of the other
 * methods it is noted what they are: an answer to an error goes out past what is put around them later.
 */
export function guardHead(response: Watched): void {
  if (DEPARTURE in response || response.writeHead === undefined) return
  try {
    putGuard(response)
  } catch {
    // It cannot be assigned. Who uses the session is told.
  }
}

function putGuard(response: Watched): void {
  const { writeHead, write, end, flushHeaders, on } = response
  response.writeHead = GUARDED.writeHead as never
  response[DEPARTURE] = { writeHead, write, end, flushHeaders, on }
}

/** Adds the headers of a session to the response when its head is written. */
export function addHeadersTo(response: Watched, attachment: NodeAttachment): void {
  const isOut = isHeadOut(response) || heldBack(response) !== undefined
  if (isOut) closeSource(attachment.source)
  else departureOf(response).attachments.push(attachment)
}

/**
 * Hands an error of the handler on. As long as no head went out, the error handling answers in the handler's
 * place; later it only hears of it, and an answer that was begun is broken off. An error that comes after
 * another is printed: that one is being answered.
 */
export function failWith(
  response: Watched,
  handling: ErrorHandling & { readonly request: object },
  error: unknown,
): void {
  noteException(handling.request, error)
  try {
    departureOf(response).fail(error, handling)
  } catch (failure) {
    // It cannot be watched, as one whose methods cannot be replaced.
    for (const unheard of [error, failure]) printError(unheard)
    response.destroy()
  }
}

/**
 * What would keep a session out of an answer of this status, for frameworks whose error handling can answer as
 * long as nothing has gone out. What is changed later is found when the head is written.
 */
export function failureBefore(response: Watched, status: number): CommitFailure | undefined {
  return departureAt(response)?.failure(status)
}

/**
 * Has the sessions of a response written to their stores before `body` is sent, and before {@link failureBefore} is asked.
 *
 * @throws what a stream fails with meanwhile, by the promise. Frameworks and applications end that of a visitor who has
 * left: it is no error
 */
export function flushWith(response: Watched, body: unknown): PromiseLike<unknown> | undefined {
  return beside(body, departureAt(response)?.flush())?.then(undefined, (error: unknown) => {
    if (!isOver(response)) throw error
  })
}

/** What to wait for while what was written to a response is held back. */
export function heldBack(response: Watched): PromiseLike<unknown> | undefined {
  return departureAt(response)?.held
}

/** Whether what is written now goes nowhere: the error handling answers, or will, and it is not what writes. */
export function isDropped(response: Watched): boolean {
  return departureAt(response)?.isDropped === true
}

function departureAt({ [DEPARTURE]: found }: Watched): Departure | undefined {
  return found instanceof Departure ? found : undefined
}

function departureOf(response: Watched): Departure {
  if (!(DEPARTURE in response)) putGuard(response)
  const found = response[DEPARTURE]!
  return found instanceof Departure ? found : (response[DEPARTURE] = new Departure(response, found))
}

/** The same functions for all responses: to make them for each would take longer than all the rest. */
const GUARDED_WRITING = {
  write(this: Watched, ...args: unknown[]) {
    return departureOf(this).pass('write', args)
  },
  end(this: Watched, ...args: unknown[]) {
    return departureOf(this).pass('end', args)
  },
  flushHeaders(this: Watched) {
    departureOf(this).pass('flushHeaders', [])
  },
}

const GUARDED = {
  writeHead(this: Watched, ...args: unknown[]) {
    const found = this[DEPARTURE]!
    return found instanceof Departure
      ? found.writeHead(args)
      : Reflect.apply(found.writeHead, this, args)
  },
  ...GUARDED_WRITING,
}

/** Node's old name of `writeHead`. It goes past what is put around that, and newer versions may lack it. */
const OLD_NAME = 'writeHeader'

/** What is made for a head that is about to be written. */
interface Ready extends Outcome {
  /** What may have changed it since. */
  readonly revision: number
  /** The changes of each session that go out. */
  readonly changes: readonly number[]
}

/** Ends one for whose head a session is written first: something put around `writeHead` has changed it. */
const HELD_BACK = new Error('The head of this response has to wait')
/** Ends a call of Node's that was to write a head which does not go out. */
const NO_HEAD = new Error('The head of this response is not written')

/** Who changes a session whenever its head is written would have it written forever. */
const MOST_HOLDS = 10

/** What an application does that has bindings of two kinds for one request: to Node's, a handler of the web's is somebody else. */
const setTwice = (): CartoucheError =>
  new CartoucheError(
    'NO_ANSWER',
    "The response has the session's cookie already: use a session of this cookie in one framework of a request only",
  )

/** What stands between a response and the wire until its head is out. */
class Departure {
  readonly attachments: NodeAttachment[] = []
  readonly #response: ServerResponse
  readonly #before: Methods
  /** What ours stand before. */
  #original: Pick<ServerResponse, 'writeHead' | Writing>
  readonly #destroy: Call
  readonly #piped: Piped
  #takeover: Takeover | undefined
  #isGone = false
  /** What was made, where a call that is under way will write the head. */
  #ready: Ready | undefined
  /** What was written while sessions are on their way to their stores, and when that ends. */
  #holding: Holding | undefined
  held: Promise<void> | undefined
  #holds = 0

  /** @param before what was there when our `writeHead` was put there */
  constructor(response: Watched, before: Methods) {
    this.#response = response
    this.#before = before
    const { write, end, flushHeaders, destroy } = response
    this.#original = { writeHead: before.writeHead, write, end, flushHeaders }
    this.#destroy = destroy as Call
    Object.assign(response, GUARDED_WRITING)
    if (OLD_NAME in response) Reflect.set(response, OLD_NAME, GUARDED.writeHead)
    this.#piped = pipedInto(response)
    response.once?.('close', () => this.#leaveByOtherWay())
  }

  writeHead(args: readonly unknown[]): unknown {
    const status = Number(args[0])
    // Nothing of the failed handler may get among what the error handling writes, and is held.
    if (this.#takeover?.allows(status) === false) return this.#response
    if (this.#holding !== undefined) return this.#holding.add('writeHead', args)
    if (this.#isGone || isHeadOut(this.#response)) return this.#call('writeHead', args)
    const isInside = this.#ready !== undefined
    const waiting = this.#isReady() ? undefined : this.flush()
    if (waiting !== undefined) {
      if (isInside) throw HELD_BACK
      const holding = this.#hold(waiting)
      holding.cutRaw()
      return holding.add('writeHead', args)
    }
    if (!this.#safely(() => this.#isReady() || this.#prepare(status))) {
      if (isInside) throw NO_HEAD
      return this.#response
    }
    try {
      return this.#writeHead(args, this.#ready!)
    } finally {
      if (!isInside) this.#ready = undefined
    }
  }

  /** What is put around `writeHead` may have changed a session since. */
  #isReady(): boolean {
    return this.#ready !== undefined && this.#ready.revision === this.#revision
  }

  #writeHead(args: readonly unknown[], ready: Ready): unknown {
    let isTwice = false
    const write = (left: readonly unknown[], isThere: boolean): unknown => {
      isTwice = isThere
      return this.#call('writeHead', left)
    }
    const written = writeWithLines(this.#response, ready.lines, args, write)
    const { changes, unwritten } = ready
    const twice = isTwice ? [new CommitFailure(setTwice(), this.attachments[0]!)] : []
    this.#safely(() => this.#leave({ changes, unwritten: [...unwritten, ...twice] }))
    return written
  }

  /**
   * Closes all sessions, and then tells of what is lost: hooks may write to any of them. What was put around
   * `writeHead` before us runs when the cookie has been made.
   */
  #leave({ changes, unwritten }: Pick<Ready, 'changes' | 'unwritten'>): true {
    this.#isGone = true
    const lost = lostSince(changes, this.attachments)
    for (const { source } of this.attachments) closeSource(source)
    for (const failure of [...lost, ...unwritten]) report(failure)
    return true
  }

  /** A head that went by a way around these methods has taken no cookie along. */
  #leaveByOtherWay(): void {
    const isHeld = this.#holding !== undefined
    if (this.#isGone || isHeld || !isHeadOut(this.#response)) return
    this.#safely(() => this.#leave({ changes: [], unwritten: [] }))
  }

  /** Calls one of Node's methods, unless what it writes is to go nowhere. */
  pass(method: Writing, args: readonly unknown[]): unknown {
    if (this.#takeover?.allows() === false) return this.#takeover.drop(method, args)
    if (this.#holding !== undefined) return this.#holding.add(method, args)
    this.#leaveByOtherWay()
    const isFirst = !this.#isGone && this.#ready === undefined
    const waiting = isFirst ? this.flush() : undefined
    if (waiting !== undefined) return this.#hold(waiting).add(method, args)
    if (isFirst && !this.#begin()) return this.#drop(method, args)
    try {
      return this.#call(method, this.#takeover === undefined ? args : keepContext(args))
    } catch (error) {
      if (error === HELD_BACK) return this.#hold(this.flush()).add(method, args)
      if (error !== NO_HEAD) throw error
      return this.#drop(method, args)
    } finally {
      if (isFirst) this.#ready = undefined
    }
  }

  /** Has all sessions written to their stores; gives nothing where there is nothing to wait for. */
  flush(): PromiseLike<unknown> | undefined {
    if (this.#isGone || this.#holds === MOST_HOLDS) return undefined
    let waiting: PromiseLike<unknown> | undefined
    this.#safely(() => {
      waiting = flushAll(this.attachments)
      return true
    })
    return waiting
  }

  /** Holds back what is written until then. A session may have been changed since: then it is written too. */
  #hold(waiting: PromiseLike<unknown> | undefined): Holding {
    const holding = (this.#holding = new Holding(this.#response))
    this.#holds++
    const goOn = (): void => {
      if (this.#holding === holding) this.#writeHeld(holding)
    }
    this.held = Promise.resolve(waiting).then(goOn, goOn)
    return holding
  }

  #writeHeld(holding: Holding): void {
    this.#holding = this.held = undefined
    const before = this.#takeover
    let isFull = false
    for (const [method, args] of holding.release()) {
      isFull = this.#writeLate(method, args) === false
    }
    // Who has failed since is woken when the error is answered.
    if (this.#takeover !== before) return
    if (this.#holding === undefined) holding.wake(isFull)
    holding.destroy()
  }

  /** What Node refuses it would have thrown to who wrote: his error handling gets it now. */
  #writeLate(...[method, args]: HeldCall): unknown {
    try {
      return method === 'writeHead' ? this.writeHead(args) : this.pass(method, args)
    } catch (error) {
      if (this.#takeover !== undefined) this.#takeover.giveUp(error)
      else failWith(this.#response, this.attachments.at(-1) as NodeAttachment, error)
      return undefined
    }
  }

  /** There is no takeover where that has failed: then the answer was broken off. */
  #drop(method: Writing, args: readonly unknown[]): unknown {
    return this.#takeover === undefined
      ? this.#call(method, args)
      : this.#takeover.drop(method, args)
  }

  /**
   * Takes a step that the application may make fail: by a factory of its own, by a response whose properties
   * cannot be replaced. Nobody would catch that: it is printed, and the answer broken off.
   */
  #safely(step: () => boolean): boolean {
    try {
      return step()
    } catch (error) {
      this.#isGone = true
      this.#takeover = undefined
      printError(error)
      cut(this.#response, this.#destroy)
      return false
    }
  }

  /**
   * Makes the headers for a head that Node will write. HTTP/2 writes it so late that it is done here, and what
   * stands in for a response of Node's never does.
   */
  #begin(): boolean {
    const response = this.#response
    if ('_implicitHeader' in response) return this.#safely(() => this.#prepare(response.statusCode))
    response.writeHead(response.statusCode)
    return this.#isGone
  }

  /** See {@link isDropped}. */
  get isDropped(): boolean {
    return this.#takeover?.allows() === false
  }

  /** See {@link failureBefore}. */
  failure(status: number): CommitFailure | undefined {
    const isOver = this.#isGone || this.#takeover !== undefined || isHeadOut(this.#response)
    return isOver ? undefined : failureOf(this.attachments, status)
  }

  /** See {@link failWith}. */
  fail(error: unknown, handling: ErrorHandling): void {
    const answer = (): true => {
      const held = this.#holding?.release() ?? []
      this.#holding = this.held = undefined
      const takeover = this.#takeOver()
      for (const [method, args] of held) if (method !== 'writeHead') takeover.drop(method, args)
      takeover.answer(error, handling)
      return true
    }
    if (this.#takeover !== undefined || !this.#safely(answer)) printError(error)
  }

  #call(method: Writing | 'writeHead', args: readonly unknown[]): unknown {
    return Reflect.apply(this.#original[method], this.#response, args)
  }

  get #revision(): number {
    return this.attachments.reduce((sum, { source }) => sum + (ask(source, 'revision') ?? 0), 0)
  }

  /** Makes the headers of all sessions. Where that fails, the error handling answers as soon as the caller is done. */
  #prepare(status: number): boolean {
    const outcome = headersOf(this.attachments, status)
    if (!(outcome instanceof CommitFailure)) {
      const { lines, unwritten } = outcome
      const changes = changesOf(this.attachments)
      this.#ready = { lines, unwritten, revision: this.#revision, changes }
      return true
    }
    const { error, attachment } = outcome
    noteException(attachment.request, error)
    const takeover = this.#takeOver()
    queueMicrotask(() => takeover.answer(error, attachment as NodeAttachment))
    return false
  }

  #takeOver(): Takeover {
    // What was put around these methods later, to compress what goes out, say, has begun already.
    Object.assign(this.#response, GUARDED)
    this.#original = this.#before
    // It may keep who listens for `drain`, too.
    if (this.#response.on !== this.#before.on) this.#response.on = this.#before.on
    return (this.#takeover = new Takeover(this.#response, this.#piped))
  }
}
