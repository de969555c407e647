/** What the bindings have in common for CSRF: a request's check, and the tokens for its forms. */
import { maskToken } from '../../csrf/mask.js'
import { checkCsrfRequest, checkSource, csrfSettings } from '../../csrf/protection.js'
import { isChecked, isFromElsewhere, needsForm, warnOfProxy } from '../../csrf/protection.js'
import type { CsrfOptions, CsrfSettings } from '../../csrf/protection.js'
import type { CSRFStoragePolicy } from '../../csrf/policy.js'
import { lastValue } from '../../csrf/request.js'
import type { CsrfRequest, CsrfSession } from '../../csrf/request.js'
import { BadCsrfOrigin, BadCsrfToken, CsrfBodyTimeout, OptionError } from '../../errors.js'
import type { StoreUnavailable } from '../../errors.js'
import { atOnce } from '../../lib/hook.js'
import { makeNotes } from '../../lib/notes.js'
import type { HeaderLine, BindableFactory } from '../../session/factory.js'
import { keepsTokenInSession, tellTokenKey } from '../../session/token-keys.js'
import { noteForm } from './foreign-form.js'
import { noteException, noteStranger } from './outcome.js'
import type { HeaderSource } from './outcome.js'

/** A request as the checks see it, with the body that was parsed, if any was. */
export interface CsrfView extends CsrfRequest {
  body: unknown
  /** Finds the session of the protection that counts. */
  readonly findSession: () => CsrfSession
  /** What will add headers to an answer that has not gone out. */
  readonly pending: Set<HeaderSource>
  /** Whether a token was given out, so that the answer is for this browser alone. */
  isShown?: boolean
  isClosed?: boolean
}

/** What a binding knows of a request. */
type Known = Pick<
  CsrfView,
  'method' | 'scheme' | 'host' | 'cookieHeader' | 'header' | 'findSession'
> & {
  /** The body that a parser of the framework has found, if any has. */
  readonly findBody: () => unknown
}

/**
 * The view of a request: an object like others, which policies may copy. Its getters know nothing but the view: V8 keeps
 * those that are made for one object, and all that they know, until it looks through all memory.
 */
export function viewOf({
  method,
  scheme,
  host,
  cookieHeader,
  header,
  findSession,
  findBody,
}: Known): CsrfView {
  const view: CsrfView & Known = {
    method,
    scheme,
    host,
    cookieHeader,
    header,
    findSession,
    findBody,
    body: undefined,
    pending: new Set(),
    get session() {
      return this.findSession()
    },
    get bodyValue() {
      return valueIn(this.body ?? this.findBody())
    },
  }
  return view
}

/** What a binding keeps of a request that it protects. */
interface Protected {
  readonly settings: CsrfSettings<never>
  readonly view: CsrfView
  readonly findSession: () => CsrfSession
  /** Whether the handler has returned, or passed on: the protection around this one counts again. */
  readonly isOver: () => boolean
  readonly around: Protected | undefined
}

const requests = makeNotes<object, Protected>()

/** A factory, of whatever sessions. */
type WithCookie = Pick<BindableFactory, 'cookieName'>

/**
 * The rules for the sessions of a factory, which learns where their tokens are before it opens the first.
 *
 * @throws {OptionError} when an option is unknown or not what it must be, or both have a cookie of one name
 */
export function csrfSettingsFor<Request>(
  factory: WithCookie,
  given: CsrfOptions<Request>,
): CsrfSettings<Request> {
  const settings = csrfSettings<Request>(given)
  checkOtherCookie(settings, factory.cookieName)
  tellTokenKey(factory, settings.policy)
  return settings
}

/** @throws {OptionError} where the tokens of a policy are in the session's cookie, in place of the session */
export function checkOtherCookie({ policy }: CsrfSettings<never>, cookieName?: string): void {
  if (policy.cookieName === undefined || policy.cookieName !== cookieName) return
  throw new OptionError('policy', "must have a cookieName other than the session's")
}

/** How a request is answered that is refused. */
export interface Refusal {
  readonly status: number
  readonly body: string
  /** Whether it is nothing that the application's logs must tell of. */
  readonly isExpected: boolean
}

/** By its code: a store's factory may come from another copy of this library. */
const isStoreUnavailable = (error: unknown): error is StoreUnavailable =>
  (error as Partial<StoreUnavailable> | null | undefined)?.code === 'STORE_UNAVAILABLE'

/** That of a request which a check has refused, or whose session could not be read; `undefined` for other errors. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (isStoreUnavailable(error))
    return { status: error.status, body: '503 Service Unavailable\n', isExpected: false }
  if (error instanceof CsrfBodyTimeout)
    return { status: error.status, body: '408 Request Timeout\n', isExpected: true }
  if (error instanceof BadCsrfToken || error instanceof BadCsrfOrigin) {
    return { status: error.status, body: '400 Bad Request\n', isExpected: true }
  }
  return undefined
}

/**
 * Puts `request` under the rules of `settings`, for the session that `findSession` finds. One that is so
 * already keeps its view, by which a policy knows the token that it made. What it was under before counts again
 * when `isOver` says so.
 */
export function protect(
  request: object,
  settings: CsrfSettings<never>,
  findSession: () => CsrfSession,
  makeView: (findSession: () => CsrfSession) => CsrfView,
  isOver: () => boolean,
): CsrfView {
  const around = protectionOf(request)
  const known = around?.view
  // One that was answered can be handled once more: a request of fetch's, by another handler.
  const view =
    known === undefined || known.isClosed === true
      ? makeView(() => protectionOf(request)!.findSession())
      : known
  requests.set(request, { settings, view, findSession, isOver, around })
  // Sessions note it where they are opened. A token in a cookie of its own needs none.
  if (settings.policy.commit !== undefined) {
    noteForm(request, view.method, view.header, () => view.host)
  }
  warnOfProxy(settings, view)
  tellKey(settings, findSession)
  return view
}

/** Before the handler can sign in. Where there is no session, that is said where it is needed. */
function tellKey({ policy }: CsrfSettings<never>, findSession: () => CsrfSession): void {
  if (!keepsTokenInSession(policy)) return
  try {
    tellTokenKey(findSession(), policy)
  } catch (error) {
    if (!(error instanceof OptionError)) throw error
  }
}

/** What counts for a request: that of the innermost handler at work, or else the outermost. */
function protectionOf(request: object): Protected | undefined {
  let found = requests.get(request)
  while (found?.around !== undefined && found.isOver()) found = found.around
  return found
}

/** Makes the automatic check, where the settings ask for it. The sessions know of a refusal, whoever answers it. */
export function enforce<Request extends object>(
  request: Request,
  settings: CsrfSettings<Request>,
  view: CsrfView,
): void {
  try {
    if (isChecked(settings, view, request)) check(request, settings, view)
  } catch (error) {
    noteException(request, error)
    throw error
  }
}

/** Of all checks the sessions know here how they have ended. */
function check(request: object, settings: CsrfSettings<never>, view: CsrfView): void {
  try {
    checkCsrfRequest(settings, view)
  } catch (error) {
    refuse(error, request, settings, view)
  }
  noteStranger(request, false)
}

/**
 * The same as {@link enforce}, for who reads bodies himself.
 *
 * @param readForm is called only where the token can be nowhere else and no form is known, and not for who is refused without it
 */
export async function enforceWithForm<Request extends object>(
  request: Request,
  settings: CsrfSettings<Request>,
  view: CsrfView,
  readForm: () => Promise<FormData | undefined>,
): Promise<void> {
  if (!isChecked(settings, view, request)) return
  if (needsForm(settings, view)) {
    try {
      checkSource(settings, view)
      // Once it is known, the body may have been read.
      view.body ??= await readForm()
    } catch (error) {
      refuse(error, request, settings, view)
    }
  }
  check(request, settings, view)
}

/** Has the sessions know of a stranger that is refused: his answer must not replace the cookie of a visitor. */
function refuse(
  error: unknown,
  request: object,
  settings: CsrfSettings<never>,
  view: CsrfView,
): never {
  noteStranger(request, error instanceof BadCsrfOrigin || isFromElsewhere(settings, view))
  throw error
}

/**
 * The headers of a token that was made for the request, kept until they have gone out. Handlers inside each
 * other have a source each: a token can be made as long as one of them can give it out.
 */
export function csrfHeaders({ policy }: CsrfSettings<never>, view: CsrfView): HeaderSource {
  let lines: readonly Readonly<HeaderLine>[] = []
  const source: HeaderSource = {
    headers: ({ refused } = {}) => {
      if (refused === true && !hasBrought(policy, view)) return []
      const made = atOnce('policy', 'commit', policy.commit?.(view)) ?? []
      return made.length > 0 ? (lines = made) : lines
    },
    variesByCookie: () =>
      lines.length > 0 || (policy.commit !== undefined && view.isShown === true),
    close: () => {
      view.pending.delete(source)
      view.isClosed = view.pending.size === 0
    },
  }
  view.pending.add(source)
  return source
}

/** Whether the request brought a token in a cookie of its own. */
function hasBrought({ cookieName }: CSRFStoragePolicy, { cookieHeader }: CsrfView): boolean {
  const pairs = cookieHeader?.split(/; */) ?? []
  return cookieName !== undefined && pairs.some((pair) => pair.startsWith(`${cookieName}=`))
}

/** Finds the fields of a parsed body; `undefined` where none was parsed. */
export function valueIn(body: unknown): CsrfRequest['bodyValue'] {
  return body === undefined ? undefined : (name) => lastValue(body, name)
}

/**
 * Checks a request by the options that its binding was given, whatever they say of its method and of
 * exemptions. For handlers that parse forms themselves: exempt them from the automatic check and call
 * this with the form.
 *
 * @param request the request that the handler was given
 * @param body the parsed form: a FormData, a URLSearchParams, or an object of texts and lists of texts.
 * Without it the token must be in the header or in the body that the binding knows
 * @throws {BadCsrfOrigin} when the request comes from elsewhere
 * @throws {BadCsrfToken} when its token is wrong or missing; `reason` says which
 */
export function checkCsrf(request: object, body?: unknown): void {
  const { settings, view } = protectedOf(request)
  if (body !== undefined) view.body = body
  check(request, settings, view)
}

/**
 * The CSRF token for the forms of a page, by the policy that the binding was given; masked, so that it is
 * another text each time, where its option `mask` says so.
 *
 * @throws {SessionCommittedError} when a token is to be made whose cookie, that of the session or its own, can
 * no longer be set: the headers have gone out
 */
export function getCsrfToken(request: object): string {
  const { settings, view } = protectedOf(request)
  view.isShown = true
  return forPage(settings, atOnce('policy', 'getCsrfToken', settings.policy.getCsrfToken(view)))
}

/**
 * Makes a new CSRF token, which puts all forms handed out before out of use, and returns it: for the
 * moment when a user signs in.
 *
 * @throws {SessionCommittedError} when the headers have gone out, as {@link getCsrfToken} does
 */
export function newCsrfToken(request: object): string {
  const { settings, view } = protectedOf(request)
  return forPage(settings, atOnce('policy', 'newCsrfToken', settings.policy.newCsrfToken(view)))
}

/** What the session holds may be no text; it is never right then. */
function forPage({ mask }: CsrfSettings<never>, token: string): string {
  return mask && typeof token === 'string' ? maskToken(token) : token
}

function protectedOf(request: object): Protected {
  const found = protectionOf(request)
  if (found === undefined) throw new OptionError('csrf', 'was not set up for this request')
  return found
}
