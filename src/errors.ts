/** What went wrong while a pickle was read or written. */
export type PickleErrorCode =
  | 'TRUNCATED'
  | 'OPCODE'
  | 'PROTOCOL'
  | 'STACK'
  | 'MEMO'
  | 'TYPE'
  | 'BAD_UTF8'
  | 'BAD_STRING'
  | 'BAD_NUMBER'
  | 'EXT'
  | 'BUFFERS'
  | 'LIMIT'
  | 'UNSUPPORTED'

/** Why a serialized text was refused. */
export type DeserializeErrorCode =
  | 'BAD_TEXT'
  | 'BAD_BASE64'
  | 'BAD_SIGNATURE'
  | 'BAD_PAYLOAD'
  | 'BAD_SESSION'
  | 'BAD_DATA'
  | 'UNKNOWN_KEY'
  | 'EXPIRED'
  | 'REVOKED'
  | 'NO_SESSION'

/** Every `code` an error of this package can carry. */
export type ErrorCode =
  | PickleErrorCode
  | DeserializeErrorCode
  | 'BAD_OPTION'
  | 'BAD_VALUE'
  | 'COOKIE_TOO_LARGE'
  | 'SESSION_COMMITTED'
  | 'SESSION_DESTROYED'
  | 'BAD_CSRF_TOKEN'
  | 'BAD_CSRF_ORIGIN'
  | 'CSRF_BODY_TIMEOUT'
  | 'NO_ANSWER'
  | 'NOT_LOADED'
  | 'NOT_SAVED'
  | 'CONFLICT'
  | 'SESSION_TOO_LARGE'
  | 'STORE_UNAVAILABLE'

/** As in the language's own errors, whose type for it not every `lib` of TypeScript has. */
interface Cause {
  cause?: unknown
}

/**
 * The class that all errors of this package extend.
 *
 * Messages name an option, a type or a size. They never hold a secret, a token or session data, so
 * they are safe to log.
 */
export class CartoucheError extends Error {
  /** A stable identifier to branch on; messages may change between versions. */
  readonly code: ErrorCode
  /**
   * Where in what was to be written the value lies that the error is about: `cart[2].when`. Keys that are no
   * plain names are not shown. Not on every error.
   */
  declare readonly path?: string

  constructor(code: ErrorCode, message: string, options?: Cause & { path?: string }) {
    const path = options?.path
    super(path ? `${path}: ${message}` : message, options)
    this.code = code
    if (path) this.path = path
  }

  override get name(): string {
    return this.constructor.name
  }
}

/** The caller's fault: an option that is unknown, of the wrong type or out of range. */
export class OptionError extends CartoucheError {
  declare readonly code: 'BAD_OPTION'
  /** The option's name as the caller wrote it. */
  readonly option: string
  /** What is wrong with it. */
  readonly problem: string

  constructor(option: string, problem: string) {
    super('BAD_OPTION', `${option} ${problem}`)
    this.option = option
    this.problem = problem
  }
}

/**
 * A pickle that cannot be read, or a value that cannot be pickled.
 *
 * @example
 * import { PickleError, loads } from 'cartouche/pickle'
 *
 * try {
 *   loads(Uint8Array.of(0x80, 9))
 * } catch (error) {
 *   error instanceof PickleError && [error.code, error.offset] // → ['PROTOCOL', 0]
 * }
 */
export class PickleError extends CartoucheError {
  declare readonly code: PickleErrorCode
  /** The byte of the pickle at which reading stopped; `undefined` when writing. */
  readonly offset: number | undefined
  /** Of code `LIMIT`: the name of the limit among `LoadLimits` or `DumpLimits`, if it is one of them. */
  readonly limit: string | undefined
  /** What that limit is. */
  readonly most: number | undefined
  readonly #problem: string

  constructor(
    code: PickleErrorCode,
    problem: string,
    offset?: number,
    details: PickleErrorDetails = {},
  ) {
    const { path, limit, most } = details
    const where = offset === undefined ? '' : ` (at byte ${offset})`
    super(code, problem + where, path === undefined ? {} : { path })
    this.offset = offset
    this.limit = limit
    this.most = most
    this.#problem = problem
  }

  /** The same error, with another path. */
  at(path: string | undefined): PickleError {
    const { code, limit, most, cause } = this
    const moved = new PickleError(code, this.#problem, this.offset, { path, limit, most })
    if (cause !== undefined) moved.cause = cause
    return moved
  }
}

/** What a PickleError can tell besides. */
export interface PickleErrorDetails {
  readonly path?: string | undefined
  readonly limit?: string | undefined
  readonly most?: number | undefined
}

/**
 * A serialized text that is not what it should be: damaged, forged, signed with another secret, or
 * holding something that cannot be read. `cause` tells more where there is more to tell.
 */
export class DeserializeError extends CartoucheError {
  declare readonly code: DeserializeErrorCode

  constructor(code: DeserializeErrorCode, message: string, options?: Cause) {
    super(code, message, options)
  }
}

/** A key of a session that does not fit, and how many characters of the cookie value it takes. */
export interface KeySize {
  /** The key as text: names as they are, other text as `"…"`, as it may be data; of an object its kind. */
  readonly key: string
  readonly size: number
}

/** A session too big for a cookie. Nothing is sent; the browser keeps the cookie it has. */
export class CookieTooLargeError extends CartoucheError {
  declare readonly code: 'COOKIE_TOO_LARGE'
  /** The length of the cookie value, in characters. Far above the limit it is not counted: see {@link isExact}. */
  readonly size: number
  /** Whether {@link size} is the length; else the value would have been longer. */
  readonly isExact: boolean
  /** The most characters a cookie value may have. */
  readonly limit: number
  /** Up to five keys of the session that take the most, the largest first. */
  readonly keys: readonly KeySize[]

  constructor(
    size: number,
    limit: number,
    { keys = [], cause }: { keys?: readonly KeySize[]; cause?: unknown } = {},
  ) {
    const isExact = cause === undefined
    const largest = keys.map(({ key, size }) => `${key} (${size})`).join(', ')
    super(
      'COOKIE_TOO_LARGE',
      `The cookie value has ${isExact ? '' : 'more than '}${size} characters; the limit is ${limit}` +
        (largest === '' ? '' : `. The largest keys of the session: ${largest}`),
      isExact ? undefined : { cause },
    )
    this.size = size
    this.isExact = isExact
    this.limit = limit
    this.keys = keys
  }
}

/** A session in a store that is larger than its factory allows. Nothing is written. */
export class SessionTooLargeError extends CartoucheError {
  declare readonly code: 'SESSION_TOO_LARGE'
  /** The length of what would be kept, in characters. */
  readonly size: number
  /** The factory's `maxSize`. */
  readonly limit: number
  /** Up to five keys of the session that take the most, the largest first. */
  readonly keys: readonly KeySize[]

  constructor(size: number, limit: number, keys: readonly KeySize[]) {
    const largest = keys.map(({ key, size }) => `${key} (${size})`).join(', ')
    super(
      'SESSION_TOO_LARGE',
      `The session has ${size} characters; maxSize is ${limit}. The largest keys of the session: ${largest}`,
    )
    this.size = size
    this.limit = limit
    this.keys = keys
  }
}

/**
 * A store of sessions that failed, or did not answer in time: that is not "no session". To be answered with 503; the
 * browser keeps its cookie. `cause` is what the store's client said.
 */
export class StoreUnavailable extends CartoucheError {
  declare readonly code: 'STORE_UNAVAILABLE'
  /** The HTTP status of the answer, where frameworks look for it. */
  readonly status = 503
  /** The name of the store; `'revocation'` is the factory's list of ended sessions. */
  readonly store: string
  /** What was asked of it: a method of `SessionStore`, or of `RevocationList`. */
  readonly operation: string

  constructor(store: string, operation: string, options?: Cause) {
    super('STORE_UNAVAILABLE', `The session store ${store} failed: ${operation}`, options)
    this.store = store
    this.operation = operation
  }

  /** The same, for NestJS, which answers by it what looks like an error of the package `http-errors`. */
  get statusCode(): number {
    return this.status
  }

  /** Whether the answer may have the message, by the same package. */
  get expose(): boolean {
    return false
  }
}

/**
 * A change of a session, or a new CSRF token with a cookie of its own, after the headers have gone out: it
 * would be lost. Reading goes on.
 */
export class SessionCommittedError extends CartoucheError {
  declare readonly code: 'SESSION_COMMITTED'

  /**
   * @param what is in the cookie
   * @param why it cannot be changed, and what to do
   */
  constructor(what = 'session', why = HEADERS_ARE_OUT) {
    super('SESSION_COMMITTED', `The ${what} cannot be changed ${why}`)
  }
}

const HEADERS_ARE_OUT =
  'any more: the headers of the response have gone out. ' +
  'Change it before the first byte of the answer is written'

/**
 * What was wrong with a request's CSRF token: none was sent (`'missing'`), it is not that of the session, which
 * may have none (`'mismatch'`), or there was none in the header and no body was parsed where it could be
 * (`'no-body'`): use the body's parser before the check, or give the form to `checkCsrf`.
 */
export type BadCsrfTokenReason = 'missing' | 'mismatch' | 'no-body'

/** A request that a CSRF check refused. */
abstract class CsrfRefusal extends CartoucheError {
  /** The HTTP status of the answer, where Express and others look for it. */
  abstract readonly status: number

  /** The same, for NestJS, which answers by it what looks like an error of the package `http-errors`. */
  get statusCode(): number {
    return this.status
  }

  /** Whether the answer may have the message, by the same package. */
  get expose(): boolean {
    return false
  }
}

/**
 * A request without the CSRF token that belongs to its session, or with a wrong one. To be answered
 * with 400, as Pyramid does. The message is Pyramid's and holds neither token.
 */
export class BadCsrfToken extends CsrfRefusal {
  declare readonly code: 'BAD_CSRF_TOKEN'
  /** The HTTP status of the answer, where Express and others look for it. */
  readonly status = 400
  /** Which of the cases it was. */
  readonly reason: BadCsrfTokenReason

  constructor(reason: BadCsrfTokenReason = 'mismatch') {
    super('BAD_CSRF_TOKEN', 'check_csrf_token(): Invalid token')
    this.reason = reason
  }
}

/**
 * What was wrong with a request's origin: it has neither Origin nor Referer (`'missing'`), comes over plain HTTP
 * although it went to HTTPS (`'insecure'`), or from a host that is not trusted (`'mismatch'`). By Fetch Metadata:
 * it comes from another origin, which is not trusted (`'cross-origin'`).
 */
export type BadCsrfOriginReason = 'missing' | 'insecure' | 'mismatch' | 'cross-origin'

/**
 * A request that comes from another site, or does not tell where it comes from. To be answered with 400,
 * as Pyramid does.
 */
export class BadCsrfOrigin extends CsrfRefusal {
  declare readonly code: 'BAD_CSRF_ORIGIN'
  /** The HTTP status of the answer, where Express and others look for it. */
  readonly status = 400
  /** Which of the cases it was. */
  readonly reason: BadCsrfOriginReason

  /** @param words Pyramid's words, where it has some; of Origin and Referer they quote no more than scheme, host and port */
  constructor(words: string, reason: BadCsrfOriginReason = 'mismatch') {
    super('BAD_CSRF_ORIGIN', `Origin checking failed - ${words}`)
    this.reason = reason
  }
}

/**
 * A form that did not end in time, or whose request was aborted, while its CSRF token was looked for. Where
 * the body failed, `cause` is what it failed with.
 */
export class CsrfBodyTimeout extends CsrfRefusal {
  declare readonly code: 'CSRF_BODY_TIMEOUT'
  /** The HTTP status of the answer, where frameworks look for it. */
  readonly status = 408

  constructor(options?: Cause) {
    super('CSRF_BODY_TIMEOUT', 'The form with the CSRF token did not end in time', options)
  }
}
