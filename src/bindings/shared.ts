/** What all bindings have in common: exceptions, and the headers that go out with an answer. */
import { OptionError } from '../errors.js'
import type { HeaderLine, RequestOutcome, SessionFactory } from '../session/factory.js'

/** @throws {OptionError} for what makes no sessions: a secret, say, in place of a factory */
export function checkFactory(factory: unknown): void {
  if (typeof (factory as Partial<SessionFactory> | null | undefined)?.open === 'function') return
  throw new OptionError(
    'factory',
    'must be a session factory, such as signedCookieSessionFactory(secret) makes',
  )
}

/** Hears of a session that could not be written into the answer to an error, which went out without it. */
export type OnCommitError<Request> = (error: unknown, request: Request) => void

/** What adds headers to an answer: an open session, or a CSRF policy that keeps a cookie of its own. */
export interface HeaderSource {
  /** May be asked again until {@link close} says that the headers have gone out. */
  readonly headers: (outcome: RequestOutcome) => readonly HeaderLine[]
  readonly close?: () => void
  readonly saveFailed?: boolean
  /** Counts what may have changed {@link headers}. */
  readonly revision?: number
  readonly variesByCookie?: boolean
}

/** What a request's handler left behind, by request. Holds only requests that ended in an exception. */
const exceptions = new WeakMap<object, unknown>()

/** Notes that the handling of `request` ended in `exception`. */
export function noteException(request: object, exception: unknown): void {
  exceptions.set(request, exception)
}

/** The answer that is about to go out. */
export interface Answering<Request extends object> {
  readonly request: Request
  readonly status: number
  readonly onCommitError: OnCommitError<Request>
}

/**
 * The headers of all sources, and what caches must be told.
 *
 * @throws whatever a source throws; unless the answer reports an error itself. That goes out without the
 * session, and `onCommitError` hears of it
 */
export function headersOf<Request extends object>(
  sources: readonly HeaderSource[],
  { request, status, onCommitError }: Answering<Request>,
): readonly HeaderLine[] {
  const exception = exceptions.get(request)
  const lines = sources.flatMap((source) => {
    try {
      return source.headers({ exception })
    } catch (error) {
      const reportsError = status >= 500 || exceptions.has(request) || source.saveFailed === true
      if (!reportsError) throw error
      report(onCommitError, error, request)
      return []
    }
  })
  if (!sources.some((source) => source.variesByCookie === true)) return lines
  return lines.length === 0 ? [VARY] : [...lines, VARY, NO_STORE]
}

const VARY: HeaderLine = ['Vary', 'Cookie']
const NO_STORE: HeaderLine = ['Cache-Control', 'no-store']

/** A hook that fails must not fail the answer, nor end the process. */
function report<Request>(hook: OnCommitError<Request>, error: unknown, request: Request): void {
  try {
    const result: unknown = hook(error, request)
    if (isThenable(result)) Promise.resolve(result).catch(printError)
  } catch (failure) {
    printError(failure)
  }
}

/** What becomes of an error that nobody else hears of. */
export function printError(error: unknown): void {
  console.error(error)
}

/** The headers of an answer that is being made. */
export interface HeadersToBe {
  get(name: string): string | null
  append(name: string, value: string): void
}

/** Adds lines to those that an answer has. What the application said of caches stands. */
export function addLines(headers: HeadersToBe, lines: readonly HeaderLine[]): void {
  for (const [name, value] of lines) {
    const isSaid =
      (name === 'Cache-Control' && headers.get(name) !== null) ||
      (name === 'Vary' && /(?:^|,)\s*(?:\*|cookie)\s*(?:,|$)/i.test(headers.get(name) ?? ''))
    if (!isSaid) headers.append(name, value)
  }
}

/** Whether a value can be awaited, of whatever promise library or realm. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function'
}
