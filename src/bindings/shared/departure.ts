/**
 * What stands between a response of Node's and the wire until its head is out: the headers of its sessions are made when
 * that is written. See response.ts.
 */
import type { ServerResponse } from 'node:http'
import { ask, changesOf, closeSource, CommitFailure, failureOf, flushAll } from './outcome.js'
import { headersForError, headersOf, lostSince, noteException } from './outcome.js'
import { report, UNDECIDED } from './outcome.js'
import { CartoucheError, StoreUnavailable } from '../../errors.js'
import { printError } from '../../lib/hook.js'
import type { Attachment, Outcome } from './outcome.js'
import type { RequestOutcome } from '../../session/factory.js'
import { isHeadOut, isHttp2, writeWithLines } from './headers.js'
import { Holding } from './holding.js'
import type { HeldCall } from './holding.js'
import { pipedInto } from './sources.js'
import type { Piped } from './sources.js'
import { keepContext } from './answering.js'
import { cut, Takeover } from './takeover.js'
import type { ErrorHandling } from './takeover.js'
import type { Writing } from './dropping.js'

/** What a response has to do with one session or policy, and the error handling around it. */
export type NodeAttachment = Attachment & ErrorHandling

type Call = (...args: unknown[]) => unknown

/** What a response had before ours was put there. */
type Methods = Pick<ServerResponse, 'writeHead' | Writing | 'on'>

/** What is put there: the same functions for all responses. */
export interface Guards {
  readonly writing: Readonly<Record<Writing, Call>>
  readonly writeHead: Call
  /** What is done when all is over. */
  readonly close: () => void
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

/** For a head that goes out as long as nobody has used a session. */
const NOTHING: Ready = { lines: [], unwritten: [], revision: 0, changes: [] }

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
    "Something else has set the session's cookie in this response: use a session of this cookie in one framework of a request only",
  )

export class Departure {
  readonly attachments: NodeAttachment[] = []
  readonly #response: ServerResponse
  readonly #guards: Guards
  /** What ours stand before. */
  readonly #original: Methods
  readonly #destroy: Call
  readonly #piped: Piped
  /** Whether the application has made its answer, of which nothing may have gone out yet. */
  #isAnswered = false
  /** Whether nobody is there any more to get one. */
  #isLeft = false
  /** The sessions that could not be written, as was told: with what, after how many changes. */
  #reported: Map<Attachment, string> | undefined
  #takeover: Takeover | undefined
  #isGone = false
  /** What was made, where a call that is under way will write the head. */
  #ready: Ready | undefined
  /** What was written while sessions are on their way to their stores, and when that ends. */
  #holding: Holding | undefined
  held: Promise<void> | undefined
  #holds = 0

  constructor(response: ServerResponse, guards: Guards) {
    this.#response = response
    this.#guards = guards
    const { writeHead, write, end, flushHeaders, on, destroy } = response
    this.#original = { writeHead, write, end, flushHeaders, on }
    this.#destroy = destroy as Call
    try {
      this.#putGuards()
    } catch (error) {
      this.#takeOff()
      throw error
    }
    if (OLD_NAME in response) Reflect.set(response, OLD_NAME, guards.writeHead)
    this.#piped = pipedInto(response, () => this.answered())
    response.once?.('close', guards.close)
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
    if (this.#ready === NOTHING) return this.#isIdle
    return this.#ready !== undefined && this.#ready.revision === this.#revision
  }

  #writeHead(args: readonly unknown[], ready: Ready): unknown {
    if (ready === NOTHING) return this.#writeAlone(args)
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

  /** Of most requests nobody uses a session. */
  #writeAlone(args: readonly unknown[]): unknown {
    const written = this.#call('writeHead', args)
    this.#safely(() => this.#leave(NOTHING))
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
    for (const failure of lost) report(failure)
    for (const failure of unwritten) this.#reportOnce(failure)
    return true
  }

  /**
   * Who has left before anything was written has used a session all the same, to sign out, say: one in a store is written.
   * As long as the application has not made its answer, that may fail yet.
   */
  over(): void {
    this.leaveByOtherWay()
    this.#isLeft = true
    this.#writeUnseen(this.#isAnswered ? undefined : UNDECIDED)
  }

  /** The application has made its answer. Nothing calls for the sessions where the visitor has left. */
  answered(): void {
    this.#isAnswered = true
    if (this.#isLeft) this.#writeUnseen()
  }

  /** The handler may go on, and is not told. */
  #writeUnseen(given?: RequestOutcome): void {
    if (this.#isGone || this.#isIdle || this.#holding !== undefined) return
    const report = (): void => void this.#safely(() => this.#reportUnwritten(given))
    Promise.resolve(this.flush(given)).then(report, report)
  }

  /** What a handler at work may still put right is not told. */
  #reportUnwritten(given: RequestOutcome | undefined): true {
    if (this.#isGone) return true
    const outcome =
      given === undefined ? headersOf(this.attachments, 500) : headersForError(this.attachments)
    if (outcome instanceof CommitFailure) return true
    const isTold = ({ error }: CommitFailure): boolean =>
      given === undefined || error instanceof StoreUnavailable
    for (const failure of outcome.unwritten.filter(isTold)) this.#reportOnce(failure)
    return true
  }

  /** The same session may fail each time that it is written while nothing of the answer goes out. */
  #reportOnce(failure: CommitFailure): void {
    const { attachment, error } = failure
    const { code } = (error ?? {}) as { code?: unknown }
    const state = `${String(code)} ${ask(attachment.source, 'changes')}`
    this.#reported ??= new Map()
    if (this.#reported.get(attachment) === state) return
    this.#reported.set(attachment, state)
    report(failure)
  }

  /** A head that went by a way around these methods has taken no cookie along. */
  leaveByOtherWay(): void {
    const isHeld = this.#holding !== undefined
    if (this.#isGone || isHeld || !isHeadOut(this.#response)) return
    this.#safely(() => this.#leave({ changes: [], unwritten: [] }))
  }

  /** Calls one of Node's methods, unless what it writes is to go nowhere. */
  pass(method: Writing, args: readonly unknown[]): unknown {
    if (this.#takeover?.allows() === false) return this.#takeover.drop(method, args)
    if (this.#holding !== undefined) return this.#holding.add(method, args)
    this.leaveByOtherWay()
    const isFirst = !this.#isGone && this.#ready === undefined
    const waiting = isFirst ? this.flush() : undefined
    if (waiting !== undefined) return this.#holdFrom(method, waiting).add(method, args)
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

  /** Has all sessions written to their stores; gives nothing where there is nothing to wait for. See {@link flushAll}. */
  flush(given?: RequestOutcome): PromiseLike<unknown> | undefined {
    if (this.#isGone || this.#isIdle || this.#holds === MOST_HOLDS) return undefined
    let waiting: PromiseLike<unknown> | undefined
    this.#safely(() => {
      waiting = flushAll(this.attachments, given)
      return true
    })
    return waiting
  }

  /** As where Node is asked to flush the head, what is put around `writeHead` hears of that at once. */
  #holdFrom(method: Writing, waiting: PromiseLike<unknown>): Holding {
    if (method === 'flushHeaders') this.#response.writeHead(this.#response.statusCode)
    return this.#holding ?? this.#hold(waiting)
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
      else this.#failLate(error, this.attachments.at(-1) as NodeAttachment)
      return undefined
    }
  }

  #failLate(error: unknown, attachment: NodeAttachment): void {
    noteException(attachment.request, error)
    this.fail(error, attachment)
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
    // Deno's responses of HTTP/2 have it too.
    const isWrittenLater = '_implicitHeader' in response && !isHttp2(response)
    if (isWrittenLater) return this.#safely(() => this.#prepare(response.statusCode))
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

  get #isIdle(): boolean {
    return this.attachments.length === 0
  }

  get #revision(): number {
    if (this.#isIdle) return 0
    return this.attachments.reduce((sum, { source }) => sum + (ask(source, 'revision') ?? 0), 0)
  }

  /** Makes the headers of all sessions. Where that fails, the error handling answers as soon as the caller is done. */
  #prepare(status: number): boolean {
    if (this.#isIdle) {
      this.#ready = NOTHING
      return true
    }
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

  #putGuards(): void {
    const { writing, writeHead } = this.#guards
    const response = this.#response
    response.writeHead = writeHead as never
    response.write = writing.write as never
    response.end = writing.end as never
    response.flushHeaders = writing.flushHeaders as never
  }

  /** Where one of them cannot be put there, none stays. */
  #takeOff(): void {
    const { writing, writeHead } = this.#guards
    const names = ['writeHead', 'write', 'end', 'flushHeaders'] as const
    for (const name of names) {
      if (this.#response[name] === ({ ...writing, writeHead }[name] as never)) {
        this.#response[name] = this.#original[name] as never
      }
    }
  }

  #takeOver(): Takeover {
    // What was put around these methods later, to compress what goes out, say, has begun already.
    this.#putGuards()
    // It may keep who listens for `drain`, too.
    const { on } = this.#original
    if (this.#response.on !== on) this.#response.on = on
    return (this.#takeover = new Takeover(this.#response, this.#piped))
  }
}
