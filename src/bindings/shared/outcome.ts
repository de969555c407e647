/** What all bindings have in common: exceptions, and the headers that go out with an answer. */
import { homeOf } from './home.js'
import { CartoucheError, OptionError, SessionCommittedError } from '../../errors.js'
import { atOnce, isThenable, tell } from '../../lib/hook.js'
import { settled } from '../../lib/awaitable.js'
import type { Awaitable } from '../../lib/awaitable.js'
import { isFunction, isToken } from '../../lib/options.js'
import type {
  HeaderLine,
  BoundSession,
  RequestOutcome,
  BindableFactory,
} from '../../session/factory.js'

/** @throws {OptionError} for what makes no sessions: a secret, say, in place of a factory */
export function checkFactory(factory: unknown): void {
  if (typeof (factory as Partial<BindableFactory> | null | undefined)?.open === 'function') return
  throw new OptionError(
    'factory',
    'must be a session factory, such as signedCookieSessionFactory(secret) makes',
  )
}

/** @throws {OptionError} for what cannot be called */
export function checkHandler(handler: unknown): void {
  const problem = isFunction(handler)
  if (problem !== undefined) throw new OptionError('handler', problem)
}

/**
 * Opens the session of a request.
 *
 * @throws {OptionError} when a factory of the application's own gives something else, such as a promise
 */
export function openWith<Data extends object>(
  factory: BindableFactory<Data>,
  cookieHeader: string | null | undefined,
  request: object,
  isSecure: () => boolean,
): BoundSession<Data> {
  const opened: Partial<BoundSession<Data>> | undefined = atOnce(
    'factory',
    'open',
    factory.open(cookieHeader, request, isSecure),
  )
  if (opened?.session !== undefined && typeof opened.headers === 'function') {
    return opened as BoundSession<Data>
  }
  throw new OptionError('factory', 'must have an open() that returns a session with its headers()')
}

/** Hears of a session that could not be written into the answer to an error, which went out without it. */
export type OnCommitError<Request> = (error: unknown, request: Request) => void

/** What is no Error goes past the error handling of some frameworks. */
export function asError(error: unknown): Error {
  return error instanceof Error
    ? error
    : new Error('The session could not be written', { cause: error })
}

/** What adds headers to an answer: an open session, or a CSRF policy that keeps a cookie of its own. */
export type HeaderSource = {
  readonly headers: (outcome?: RequestOutcome) => readonly Readonly<HeaderLine>[]
} & Partial<
  Pick<
    BoundSession,
    'flush' | 'due' | 'isDue' | 'close' | 'saveFailed' | 'revision' | 'changes' | 'variesByCookie'
  >
>

/**
 * What a source says.
 *
 * @throws {OptionError} when a factory of the application's own gives a promise
 */
export function ask<Name extends 'saveFailed' | 'revision' | 'changes' | 'variesByCookie'>(
  source: HeaderSource,
  name: Name,
): ReturnType<BoundSession[Name]> | undefined {
  const answer = source[name]?.() as ReturnType<BoundSession[Name]> | undefined
  return atOnce('factory', name, answer)
}

/** Closes a source, after the headers have gone out: where that fails, it is printed. */
export function closeSource(source: HeaderSource): void {
  tell(() => atOnce('factory', 'close', source.close?.()))
}

/** A source, and who hears of what goes wrong with it. */
export interface Attachment {
  readonly source: HeaderSource
  readonly request: object
  readonly onCommitError: OnCommitError<never>
}

/** What a request's handler left behind, by the request's home. Holds only requests that ended in an exception. */
const exceptions = new WeakMap<object, unknown>()

/** What stands for an exception where `undefined` or `null` was thrown. */
const NOTHING = new Error('Nothing was thrown, or rejected with')

/** Notes that the handling of `request` ended in `exception`. */
export function noteException(request: object, exception: unknown): void {
  exceptions.set(homeOf(request), exception ?? NOTHING)
}

/** The exception in which the handling of `request` has ended; `undefined` where there is none. */
export function exceptionOf(request: object): unknown {
  return exceptions.get(homeOf(request))
}

/** For a request whose exception was answered: what {@link exceptionOf} said before that counts again. */
export function restoreException(request: object, before: unknown): void {
  if (before === undefined) exceptions.delete(homeOf(request))
  else exceptions.set(homeOf(request), before)
}

/** For a request that may be handled once more. */
export function forgetException(request: object): void {
  exceptions.delete(homeOf(request))
  standings.delete(homeOf(request))
}

/**
 * Where requests come from, by their homes, as far as that is known: what no check has seen yet (`unchecked`) may be answered by what
 * comes before it, with an error.
 */
const standings = new WeakMap<object, 'unchecked' | 'passed' | 'refused'>()

/** Notes a form of another site, unless a check has seen it. */
export function noteUnchecked(request: object): void {
  const home = homeOf(request)
  if (!standings.has(home)) standings.set(home, 'unchecked')
}

/** Notes whether a check has refused `request` as one of another site: no session begins with its answer then. */
export function noteStranger(request: object, isStranger: boolean): void {
  standings.set(homeOf(request), isStranger ? 'refused' : 'passed')
}

/** For a request that goes on to where its answer is not known of: a form that no check has seen may be refused there. */
export function refuseUnchecked(request: object): void {
  const home = homeOf(request)
  if (standings.get(home) === 'unchecked') standings.set(home, 'refused')
}

/** How the handling of `request` has ended so far. */
export const outcomeOf = (
  request: object,
  given: Omit<RequestOutcome, 'refused'> = {},
): RequestOutcome => ({
  exception: exceptionOf(request),
  ...given,
  refused: isRefused(request, given),
})

function isRefused(request: object, { status = 0, exception }: RequestOutcome): boolean {
  const standing = standings.get(homeOf(request))
  if (standing !== 'unchecked') return standing === 'refused'
  return status >= 400 || (exception ?? exceptionOf(request)) !== undefined
}

/** What keeps a session from being written, and whose. */
export class CommitFailure {
  readonly error: unknown
  readonly attachment: Attachment

  constructor(error: unknown, attachment: Attachment) {
    this.error = error
    this.attachment = attachment
  }
}

/** What goes out with an answer. */
export interface Outcome {
  readonly lines: readonly Readonly<HeaderLine>[]
  /** The sessions without which it goes out. To be told when all are closed: a hook may write to them. */
  readonly unwritten: readonly CommitFailure[]
}

/**
 * The headers of all sources, and what caches must be told; or the first failure. An answer that reports
 * an error itself fails in nothing: it goes out without the session, and `onCommitError` hears of it.
 *
 * @param status of the answer that is about to go out
 */
export function headersOf(
  attachments: readonly Attachment[],
  status: number,
): Outcome | CommitFailure {
  const lines: Readonly<HeaderLine>[] = []
  const unwritten: CommitFailure[] = []
  let varies = false
  for (const attachment of attachments) {
    const made = attempt(attachment, linesOf, status)
    const isVarying = attempt(attachment, isVaried, status)
    varies ||= isVarying === true
    if (!(made instanceof CommitFailure)) lines.push(...made)
    const failure = made instanceof CommitFailure ? made : isVarying
    if (!(failure instanceof CommitFailure)) continue
    if (!reportsError(attachment, status)) return failure
    unwritten.push(failure)
    if (made === failure) lines.push(...linesDue(attachment))
  }
  if (varies) lines.push(...(lines.length === 0 ? [VARY] : [VARY, NO_STORE]))
  return { lines, unwritten }
}

/** The failure that {@link headersOf} would return, for who asks before an answer goes out. */
export function failureOf(
  attachments: readonly Attachment[],
  status: number,
): CommitFailure | undefined {
  for (const attachment of attachments) {
    if (reportsError(attachment, status)) continue
    const made = attempt(attachment, linesOf, status)
    if (made instanceof CommitFailure) return made
  }
  return undefined
}

function attempt<T>(
  attachment: Attachment,
  make: (attachment: Attachment, status: number) => T,
  status: number,
): T | CommitFailure {
  try {
    return make(attachment, status)
  } catch (error) {
    return new CommitFailure(error, attachment)
  }
}

function linesOf({ source, request }: Attachment, status: number): readonly Readonly<HeaderLine>[] {
  return checkLines(atOnce('factory', 'headers', source.headers(outcomeOf(request, { status }))))
}

/** What must go out where the session cannot: of what fails in that, too, the first failure tells. */
export function linesDue({ source }: Attachment): readonly Readonly<HeaderLine>[] {
  try {
    return checkLines(atOnce('factory', 'due', source.due?.() ?? []))
  } catch {
    return []
  }
}

/** Whether an answer without {@link linesDue} signs the visitor out, once all is done that is under way. */
export const isDue = (attachment: Attachment): Awaitable<boolean> =>
  settled(
    () => attachment.source.isDue?.() ?? linesDue(attachment).length > 0,
    Boolean,
    () => false,
  )

const isVaried = ({ source }: Attachment): boolean => ask(source, 'variesByCookie') === true

/**
 * Has sessions in a store written, before {@link headersOf} is asked: what went wrong is thrown there. Gives
 * nothing where there is nothing to wait for.
 *
 * @param given what is known of the request besides
 */
export function flushAll(
  attachments: readonly Attachment[],
  given?: RequestOutcome,
): PromiseLike<unknown> | undefined {
  const waiting: PromiseLike<unknown>[] = []
  for (const { source, request } of attachments) {
    const answer = source.flush?.(outcomeOf(request, given))
    if (isThenable(answer)) waiting.push(answer)
  }
  return waiting.length > 1 ? Promise.all(waiting) : waiting[0]
}

/**
 * Whether an answer tells of an error already, so that a session is no reason for another one. Nor is it for a WebSocket, whose
 * answer can carry no cookie: Deno ends its server where another takes its place.
 */
function reportsError({ source, request }: Attachment, status: number): boolean {
  return (
    status === 101 ||
    status >= 500 ||
    exceptionOf(request) !== undefined ||
    ask(source, 'saveFailed') === true
  )
}

/**
 * @throws {CartoucheError} `BAD_VALUE` for what cannot be sent: where the head is written nobody would catch
 * what the platform throws
 */
function checkLines(lines: readonly Readonly<HeaderLine>[]): readonly Readonly<HeaderLine>[] {
  if (Array.isArray(lines) && lines.every(isHeaderLine)) return lines
  throw new CartoucheError(
    'BAD_VALUE',
    "headers() of a session factory, or commit() of a CSRF policy, must give pairs of a header's name and value",
  )
}

/** Source: RFC 9110, 5.1 and 5.5. */
function isHeaderLine(line: unknown): boolean {
  if (!Array.isArray(line)) return false
  const [name, value] = line as unknown[]
  return isToken(name) && typeof value === 'string' && /^[\t -~\x80-\xff]*$/.test(value)
}

/** The headers of sources as they are for the answer to an error, which takes the place of the one that has them. */
export function headersForError(attachments: readonly Attachment[]): Outcome {
  const unwritten: CommitFailure[] = []
  const lines = attachments.flatMap((attachment) => {
    const outcome = outcomeOf(attachment.request, REPLACED)
    const made = attempt(attachment, ({ source }) => checkLines(source.headers(outcome)), 0)
    if (!(made instanceof CommitFailure)) return made
    unwritten.push(made)
    return linesDue(attachment)
  })
  return { lines: lines.length === 0 ? [] : [...lines, VARY, NO_STORE], unwritten }
}

const REPLACED = { exception: new Error('Another answer takes the place of this') }

/** For a request that may end in an exception yet: what would be dropped then is not written. */
export const UNDECIDED: RequestOutcome = {
  exception: new Error('Nobody knows how this will end'),
  undecided: true,
}

/** How often each source was changed, to be compared later. */
export function changesOf(attachments: readonly Attachment[]): readonly number[] {
  return attachments.map(({ source }) => ask(source, 'changes') ?? 0)
}

/** The sources that were changed since, which did not go out any more. */
export function lostSince(
  changes: readonly number[],
  attachments: readonly Attachment[],
): readonly CommitFailure[] {
  const now = changesOf(attachments)
  const lost = attachments.filter((_, index) => now[index]! > (changes[index] ?? 0))
  return lost.map((attachment) => new CommitFailure(new SessionCommittedError(), attachment))
}

const VARY: Readonly<HeaderLine> = ['Vary', 'Cookie']
const NO_STORE: Readonly<HeaderLine> = ['Cache-Control', 'no-store']

/** Tells the hook of a source. */
export function report({ attachment, error }: CommitFailure): void {
  const { onCommitError, request } = attachment
  tell(onCommitError, error, request as never)
}

/** The headers of an answer that is being made. */
export interface HeadersToBe {
  get(name: string): string | null
  append(name: string, value: string): void
}

/** Adds lines to those that an answer has. What the application said of caches stands. */
export function addLines(headers: HeadersToBe, lines: readonly Readonly<HeaderLine>[]): void {
  for (const [name, value] of lines) {
    const isSaid =
      (name === 'Cache-Control' && headers.get(name) !== null) ||
      (name === 'Vary' && /(?:^|,)\s*(?:\*|cookie)\s*(?:,|$)/i.test(headers.get(name) ?? ''))
    if (!isSaid) headers.append(name, value)
  }
}
