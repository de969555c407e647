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
  | 'EXPIRED'

/** Every `code` an error of this package can carry. */
export type ErrorCode =
  | PickleErrorCode
  | DeserializeErrorCode
  | 'BAD_OPTION'
  | 'BAD_VALUE'
  | 'COOKIE_TOO_LARGE'
  | 'SESSION_COMMITTED'
  | 'BAD_CSRF_TOKEN'
  | 'BAD_CSRF_ORIGIN'

/**
 * The class that all errors of this package extend.
 *
 * Messages name an option, a type or a size. They never hold a secret, a token or session data, so
 * they are safe to log.
 */
export class CartoucheError extends Error {
  /** A stable identifier to branch on; messages may change between versions. */
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
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

  constructor(option: string, problem: string) {
    super('BAD_OPTION', `${option} ${problem}`)
    this.option = option
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
  /**
   * Where in the value that was to be written the trouble lies: `cart[2].when`. Keys that are no plain
   * names are not shown. `undefined` when reading, and for the value as a whole.
   */
  readonly path: string | undefined
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
    super(code, messageOf(problem, offset, path))
    this.offset = offset
    this.path = path
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
export type PickleErrorDetails = Partial<Pick<PickleError, 'path' | 'limit' | 'most'>>

function messageOf(problem: string, offset: number | undefined, path: string | undefined): string {
  if (offset !== undefined) return `${problem} (at byte ${offset})`
  return path === undefined ? problem : `${path}: ${problem}`
}

/**
 * A serialized text that is not what it should be: damaged, forged, signed with another secret, or
 * holding something that cannot be read. `cause` tells more where there is more to tell.
 */
export class DeserializeError extends CartoucheError {
  declare readonly code: DeserializeErrorCode

  constructor(code: DeserializeErrorCode, message: string, options?: ErrorOptions) {
    super(code, message, options)
  }
}

/** A session too big for a cookie. Nothing is sent; the browser keeps the cookie it has. */
export class CookieTooLargeError extends CartoucheError {
  declare readonly code: 'COOKIE_TOO_LARGE'
  /**
   * The length of the cookie value, in characters. Of data so large that writing them was given up, it is
   * the length of what had been written: the whole is longer.
   */
  readonly size: number
  /** The most characters a cookie value may have. */
  readonly limit: number

  constructor(size: number, limit: number, options: { readonly isWhole?: boolean } = {}) {
    const least = options.isWhole === false ? 'more than ' : ''
    super(
      'COOKIE_TOO_LARGE',
      `The cookie value has ${least}${size} characters; the limit is ${limit}`,
    )
    this.size = size
    this.limit = limit
  }
}

/** A change of a session whose cookie has gone out: it would be lost. Reading goes on. */
export class SessionCommittedError extends CartoucheError {
  declare readonly code: 'SESSION_COMMITTED'

  constructor() {
    super(
      'SESSION_COMMITTED',
      'The session cannot be changed any more: the headers of the response have gone out. ' +
        'Change it before the first byte of the answer is written',
    )
  }
}

/**
 * A request without the CSRF token that belongs to its session, or with a wrong one. To be answered
 * with 400, as Pyramid does. The message holds neither token.
 */
export class BadCsrfToken extends CartoucheError {
  declare readonly code: 'BAD_CSRF_TOKEN'
  /** The HTTP status of the answer, where Express and others look for it. */
  readonly status = 400

  constructor() {
    super('BAD_CSRF_TOKEN', 'check_csrf_token(): Invalid token')
  }
}

/**
 * A request over HTTPS that comes from another site, or does not tell where it comes from. To be
 * answered with 400, as Pyramid does.
 */
export class BadCsrfOrigin extends CartoucheError {
  declare readonly code: 'BAD_CSRF_ORIGIN'
  /** The HTTP status of the answer, where Express and others look for it. */
  readonly status = 400

  /** @param reason Pyramid's words; they quote the Origin, or else the whole Referer */
  constructor(reason: string) {
    super('BAD_CSRF_ORIGIN', `Origin checking failed - ${reason}`)
  }
}
