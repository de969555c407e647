import type { RandomBytes } from '../crypto/random.js'
import type { ReadRecord, SessionRecord } from '../session/record.js'

/**
 * A wire format: the text of a cookie ↔ the session in it. Its keys are prepared when it is made. Write your own
 * for cookies that no format of this library reads, and give it to `cookieSessionFactory`. Its functions answer at
 * once: a promise is an `OptionError`, and so is an answer of another type.
 *
 * @example
 * import { cookieSessionFactory, DeserializeError, newRecord } from 'cartouche'
 * import type { SessionFormat } from 'cartouche'
 *
 * // For tests: nothing is signed.
 * const plain: SessionFormat = {
 *   name: 'plain',
 *   isAuthenticated: false,
 *   carriesId: false,
 *   read: (text) => {
 *     try {
 *       const [created, renewed, data] = JSON.parse(decodeURIComponent(text))
 *       return { ...newRecord(created), renewed, data: new Map(data) }
 *     } catch {
 *       throw new DeserializeError('BAD_PAYLOAD', 'The text is none that was written')
 *     }
 *   },
 *   write: ({ created, renewed, data }) =>
 *     encodeURIComponent(JSON.stringify([created, renewed, [...data]])),
 *   dataText: (data) => JSON.stringify([...data]),
 * }
 * const { session, commit } = cookieSessionFactory(plain, { cookieName: 'plain', secure: false }).open()
 * session.set('a', 1)
 * commit()[0]?.[1].startsWith('plain=') // → true
 */
export interface SessionFormat {
  /** Stable: events tell it. */
  readonly name: string
  /** Whether only who has a key can make a text. Others are never accepted beside another format. */
  readonly isAuthenticated: boolean
  /** Whether the record's `id`, `subject` and `persistent` come back. Without it no session can be revoked. */
  readonly carriesId: boolean
  /** Whether `persistent` comes back, where that is another answer than {@link carriesId}. */
  readonly carriesPersistent?: boolean | undefined
  /**
   * Which of the record's times come back: that of its making and of its last writing, the latter alone, or none.
   * Without them there is no timeout by them: a session without any counts as made when it is read. Default `'both'`.
   */
  readonly times?: 'both' | 'renewed' | 'none' | undefined
  /**
   * Makes a CSRF token, for a backend that takes none but its own: see `Session.newCsrfToken`. Default: 20 random bytes
   * as 40 hex digits, as Pyramid makes them.
   */
  readonly newCsrfToken?: ((randomBytes: RandomBytes) => string) | undefined
  /**
   * The name under which the messages of a flash queue come back, where the backend has another one for it: `''` for
   * Rails' `notice`. Default: the same.
   */
  readonly queueOf?: ((name: string) => string) | undefined
  /**
   * @param cookieName the cookie that the text is from: formats may bind it into the text
   * @throws {DeserializeError} when the text was damaged or forged, or its data cannot be read. Whatever else it throws
   * counts as one, of code `BAD_PAYLOAD`
   */
  readonly read: (text: string, cookieName: string) => ReadRecord
  /**
   * @param dataText what `dataText` gave for the record's data and origin, where it was asked already
   * @throws {CartoucheError} for a value that the format cannot hold, or data beyond the limits
   */
  readonly write: (record: SessionRecord, cookieName: string, dataText?: string) => string
  /**
   * The data alone as text, the same for the same data: by it changes are noticed.
   *
   * @param origin the record's, where there is a record. What the format has put there may be in the text, so that
   * `write` can take it as it is
   */
  readonly dataText: (data: ReadonlyMap<unknown, unknown>, origin?: unknown) => string
  /** How its text stands in several cookies. Default: it is the value of one. */
  readonly cookies?: SeveralCookies | undefined
}

/** Whether a single session can say whether the browser is to keep its cookie. */
export function carriesPersistent(format: SessionFormat): boolean {
  return format.carriesPersistent ?? format.carriesId
}

/** A text ↔ the cookies that hold it together: where a backend has a signature, or the data, in another cookie. */
export interface SeveralCookies {
  /**
   * The texts that the cookies of a request make, the first choice first. Where a cookie is missing, what is there
   * should be given to `read` as a text that it refuses, so that somebody hears why.
   *
   * @param valuesOf the values of the cookies of a name, the first choice first: at most four
   */
  readonly join: (
    valuesOf: (name: string) => readonly string[],
    cookieName: string,
  ) => readonly string[]
  /**
   * The cookies that hold a text, whoever wrote it: first the one named `cookieName`; or others alone, whose names begin
   * with it. Then that one is taken away.
   */
  readonly split: (text: string, cookieName: string) => readonly CookiePart[]
}

/** A cookie, and what of a text it holds. */
export type CookiePart = readonly [name: string, value: string]

const urlsafe = new WeakSet<SessionFormat['write']>()

/**
 * Says of a format's `write` that its texts have nothing but letters, digits, "-" and "_". It is said of the function,
 * so that it does not hold of another one that an application puts in its place.
 */
export function urlsafeWriter(write: SessionFormat['write']): SessionFormat['write'] {
  urlsafe.add(write)
  return write
}

/** Whether the format's texts are known to need no escapes in a cookie: looking takes a tenth of the time of writing. */
export function isUrlsafe({ write }: SessionFormat): boolean {
  return urlsafe.has(write)
}
