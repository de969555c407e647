/**
 * How the headers of sessions get onto the answers of h3 2. h3 makes a response of what a handler gives after all
 * middleware is done, and adds what it finds in `event.res`: in `headers`, or in `errHeaders` where the answer
 * reports an error. What `onError` of the application answers gets nothing of that if it is a `Response`, so that
 * this function is put around it.
 */
import type { H3Event } from 'h3'
import { addLines } from './outcome.js'
import type { HeadersToBe } from './outcome.js'
import { refusalOf } from './csrf.js'
import { copyable, removeCookies, withLines } from './copies.js'
import { isStale } from './stale.js'
import { Exchange } from './web.js'
import type { WebSettings } from './web-options.js'
import { CartoucheError } from '../../errors.js'
import { tell } from '../../lib/hook.js'
import { makeNotes } from '../../lib/notes.js'
import type { HeaderLine } from '../../session/factory.js'

/** What h3 has in place of answers: where no route was found, and where a handler of Node's has answered. */
const NOT_FOUND = Symbol.for('h3.notFound')
const HANDLED = Symbol.for('h3.handled')

const UPGRADE = 101

type Lines = readonly Readonly<HeaderLine>[]

/** One request on its way through one middleware: `finish()` with what the handler gave, or `fail()`. */
export class Passage {
  readonly exchange: Exchange
  readonly #event: H3Event
  readonly #settings: WebSettings
  /** The lines that stand in `event.res`. */
  #placed: Lines = []
  /** Whether the session could not be written. */
  #isLost = false
  #isClosed = false

  constructor(event: H3Event, settings: WebSettings) {
    this.#event = event
    this.#settings = settings
    this.exchange = new Exchange(event.req, settings)
  }

  /**
   * Adds the headers of the session to what h3 will make of `answer`.
   *
   * @throws what keeps a session from being written, unless the answer reports an error already
   */
  async finish(answer: unknown): Promise<void> {
    if (answer instanceof Error) return this.fail(answer)
    await this.exchange.flush(streamOf(answer))
    this.#isLost = true
    this.#place(answer)
    this.#isLost = false
    // The application's error handling answers what was not found, and what is thrown by middleware around this one.
    this.#leave()
    if (answer !== NOT_FOUND) this.close()
  }

  /** What h3 is given in place of `answer`, of which it makes a copy if there are headers. */
  copyable(answer: unknown): unknown {
    return answer instanceof Response && this.#placed.length > 0 ? copyable(answer) : answer
  }

  /** Leaves the session to the error handling, which may change it. */
  async fail(error: unknown): Promise<void> {
    this.exchange.fail(error)
    await this.exchange.flush()
    // Those that are over inside have handed on their headers.
    const open = leftOf(this.#event).filter((inside) => !inside.#isClosed)
    left.set(this.#event, open)
    if (this.#isLost) removeStale(this.#event)
    const known = knownOf(error, this.#event)
    this.#put(known, this.#isLost && hasOnError(this.#event) ? [] : this.exchange.lines(known))
    this.#leave()
  }

  /** What the application's error handling gave, with the headers of the session as it is now. */
  async answerWith(answer: unknown, error: unknown): Promise<unknown> {
    if (this.#isClosed) return answer instanceof Response ? withLines(answer, this.#placed) : answer
    await this.exchange.flush()
    for (const headers of headersOf(this.#event)) removeCookies(headers, this.#placed)
    if (answer instanceof Response) return this.exchange.finishNow(answer)
    this.#place(answer ?? error)
    return answer
  }

  /** What is written to the session from now on is an error. */
  close(): void {
    this.#isClosed = true
    this.exchange.close()
  }

  #place(answer: unknown): void {
    const known = knownOf(answer, this.#event)
    this.#put(known, this.exchange.lines(known))
    if (answer === HANDLED && this.#placed.length > 0) {
      const error = new CartoucheError('NO_ANSWER', BY_NODE)
      tell(this.#settings.onCommitError, error, this.#event.req)
    }
  }

  #put(known: Known, lines: Lines): void {
    const all = headersOf(this.#event)
    for (const headers of all) removeCookies(headers, this.exchange.replaced)
    this.#placed =
      known.status === UPGRADE ? [] : this.exchange.withLost(lines, { headers: all[0]! })
    if (this.#placed.length === 0) return
    const { headers: own } = known
    for (const headers of all) addLines(merged(headers, own), this.#placed)
  }

  #leave(): void {
    if (!hasOnError(this.#event)) this.close()
    else left.set(this.#event, [...leftOf(this.#event), this])
  }
}

const BY_NODE =
  "The response was written by a handler of Node's, past h3, and cannot carry the session's cookie"

/** Whether the application's error handling is to answer errors, which may change the session. */
const hasOnError = ({ app }: H3Event): boolean => app?.config.onError !== undefined

/** What is left to the error handling, by event. */
const left = makeNotes<H3Event, readonly Passage[]>()

const leftOf = (event: H3Event): readonly Passage[] => left.get(event) ?? []

type Config = NonNullable<H3Event['app']>['config']
type OnError = NonNullable<Config['onError']>
type OnResponse = NonNullable<Config['onResponse']>

/** The functions that have been put around an application's own. */
const watched = new WeakSet<OnError>()

/**
 * Puts a function around the application's `onError`, once, and around its `onResponse`, as middleware may answer an
 * error before `onError` does. What `serve()` has frozen is replaced.
 */
export function watchErrors(app: H3Event['app']): void {
  const { onError, onResponse } = app?.config ?? {}
  if (onError === undefined || watched.has(onError)) return
  const around = {
    onError: ((error, event) => answerError(onError, error, event)) satisfies OnError,
    onResponse: ((response, event) => {
      closeLeft(event)
      return onResponse?.(response, event)
    }) satisfies OnResponse,
  }
  watched.add(around.onError)
  if (Object.isFrozen(app!.config)) {
    Object.assign(app!, { config: Object.freeze({ ...app!.config, ...around }) })
  } else Object.assign(app!.config, around)
}

function closeLeft(event: H3Event): void {
  for (const passage of leftOf(event)) passage.close()
  left.set(event, undefined)
}

async function answerError(
  onError: OnError,
  error: Parameters<OnError>[0],
  event: H3Event,
): Promise<unknown> {
  let answer: unknown
  try {
    answer = await onError(error, event)
  } catch (failure) {
    await settle(event, undefined, failure)
    throw failure
  }
  return settle(event, answer, error)
}

async function settle(event: H3Event, given: unknown, error: unknown): Promise<unknown> {
  try {
    let answer = given
    for (const passage of leftOf(event)) answer = await passage.answerWith(answer, error)
    return answer
  } finally {
    closeLeft(event)
  }
}

/** h3 reads one of them, by what the answer is. Before 2.0.1 there is one. */
function headersOf({ res }: H3Event): Headers[] {
  const { headers, errHeaders } = res as { headers: Headers; errHeaders?: Headers }
  return errHeaders === undefined ? [headers] : [headers, errHeaders]
}

/** h3 puts what is in `event.res` in the place of what the answer has, except for cookies. */
function merged(headers: Headers, own: Headers | undefined): HeadersToBe {
  const get = (name: string): string | null => headers.get(name) ?? own?.get(name) ?? null
  return {
    get,
    append: (name, value) => {
      const before = name === 'Set-Cookie' ? null : get(name)
      if (before === null) headers.append(name, value)
      else headers.set(name, `${before}, ${value}`)
    },
  }
}

/** Takes back what a handler said of an answer that another takes the place of. */
function removeStale({ res }: H3Event): void {
  const stale = [...res.headers.keys()].filter(isStale)
  for (const name of stale) res.headers.delete(name)
  res.status = 500
}

interface Known extends Partial<Response> {
  readonly status: number
}

/** What h3 will make of an answer, as far as it is known. */
function knownOf(answer: unknown, event: H3Event): Known {
  if (answer === NOT_FOUND) return { status: 404 }
  if (!isResponseLike(answer)) {
    const { status = 200 } = event.res
    return { status, body: answer as ReadableStream }
  }
  // An answer that upgrades to a WebSocket would lose its hooks in a copy.
  if ('crossws' in answer) return { status: UPGRADE }
  const { status: said = event.res.status ?? 200 } = answer
  // Errors of others may have a name there.
  const status = typeof said === 'number' ? said : 500
  // Not looked at before they are needed: Bun would send a part of a file as if it were all, or a text without its type.
  return {
    status,
    get headers() {
      return asHeaders(answer.headers)
    },
    get body() {
      return answer.body ?? null
    },
  }
}

/** Those of errors are often a plain object, which h3 takes. What makes no headers it passes over. */
function asHeaders(headers: unknown): Headers {
  if (headers instanceof Headers) return headers
  try {
    return new Headers(headers as Headers | undefined)
  } catch {
    return new Headers()
  }
}

/** What may be a stream of Node's. */
const streamOf = (answer: unknown): unknown =>
  isResponseLike(answer) && !(answer instanceof Response) ? answer.body : answer

/** What h3 knows its own responses by, those of its subclasses too: an event stream is one. */
const OF_H3 = Symbol.for('h3.HTTPResponse')

/** Other objects are data, whatever their properties are called. */
function isResponseLike(answer: unknown): answer is Partial<Response> {
  return (
    answer instanceof Response ||
    answer instanceof Error ||
    (answer as Partial<Record<symbol, unknown>> | null | undefined)?.[OF_H3] === true
  )
}

/**
 * What was thrown, as h3 answers it: by its status, and a refused check not as an error that nobody foresaw, which h3
 * prints. h3 knows its own errors by their name.
 */
export function asHTTPError(error: unknown): unknown {
  const refusal = refusalOf(error)
  if (refusal === undefined) return error
  const { status, isExpected } = refusal
  const { message } = error as Error
  const toJSON = (): object => ({ status, message })
  return Object.assign(
    Object.defineProperty(new Error(message, { cause: error }), 'name', { value: 'HTTPError' }),
    { status, statusText: undefined, headers: undefined, unhandled: !isExpected, toJSON },
  )
}
