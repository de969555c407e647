/** What a cookie is and what is in it, for people to look at: the words of the command line and of the inspector. */

/** What a text can be. Those that are formats of `formats/` have their names. */
export type FormatId =
  | 'sealed'
  | 'signed'
  | 'stored'
  | 'pyramid-signed'
  | 'pyramid-hex'
  | 'pyramid-redis'
  | 'pyramid-beaker'
  | 'flask'
  | 'starlette'
  | 'django'
  | 'django-messages'
  | 'django-csrf'
  | 'rails'
  | 'rails-signed'
  | 'rack'
  | 'rack-encrypted'
  | 'laravel'
  | 'laravel-id'
  | 'gorilla'
  | 'cookie-session'
  | 'cookie-parser'
  | 'express-session'
  | 'iron'
  | 'secure-session'
  | 'nacl'
  | 'auth-js'
  | 'next-auth'
  | 'better-auth'
  | 'jwt'

/** What a text may be, by its shape alone. */
export interface Guess {
  readonly format: FormatId
  /** For people: `Flask's session cookie`. */
  readonly title: string
  /**
   * Whether nothing else that we know has this shape. Otherwise bytes that look random could be of several formats, and
   * only the key decides; the cookie's name may have put one before the others.
   */
  readonly certain: boolean
}

/** A cookie of the same request. */
export interface CookieText {
  /** `undefined` where somebody pasted a value alone. */
  readonly name?: string | undefined
  /** The value as it stands in the header; without the quotes around it. */
  readonly text: string
}

/**
 * A secret as its format takes it: text or bytes; `[hashKey, blockKey]` for gorilla; passwords by their ids for
 * iron-session.
 */
export type InspectSecret =
  | string
  | Uint8Array
  | readonly (string | Uint8Array | null)[]
  | Readonly<Record<string, string>>

/** What to look at, and what is known of it. */
export interface InspectInput {
  /** The cookie's value as it stands in the header, without quotes around it. */
  readonly text: string
  /**
   * The cookie's name. Many formats bind it into the signature: without it they are verified under the names that their
   * frameworks give, and no others.
   */
  readonly cookieName?: string | undefined
  /** Other cookies of the request: the one with the signature (`session.sig`), or pieces (`session.0`). Default: none. */
  readonly also?: readonly CookieText[] | undefined
  /** Any of them may have made the text. Default: none. */
  readonly secrets?: readonly InspectSecret[] | undefined
  /**
   * Options of the format that the application has and nobody can guess, by the names of `docs/`: `{ salt: 'my.salt.' }`.
   * Default: none; those that have few values are tried.
   */
  readonly options?: Readonly<Record<string, unknown>> | undefined
  /** Default: what {@link Guess} comes first, or the first for which a secret fits. */
  readonly format?: FormatId | undefined
  /** Seconds since 1970. Default: the clock. */
  readonly now?: number | undefined
  /** Seconds without use after which a session has ended; `null`: never. Default: that of the format's factory. */
  readonly idleTimeout?: number | null | undefined
  /** Seconds after which a session has ended, however it is used; `null`: never. Default: that of the format's factory. */
  readonly absoluteTimeout?: number | null | undefined
}

/**
 * `valid`: a secret fits, and the session goes on. `expired`: a secret fits, and the session has ended, by what it says
 * itself or by a timeout; or it has not yet begun. `forged`: secrets were given, and none fits: another secret, another cookie's name, or somebody
 * changed the text. `unverified`: no secret was given; nothing of what is shown is known to be genuine. `unreadable`: a
 * secret fits, but the data cannot be read; or there is none, and the text is damaged. `unknown`: no format has such
 * texts.
 */
export type Verdict = 'valid' | 'expired' | 'forged' | 'unverified' | 'unreadable' | 'unknown'

/** Why a verdict is not `valid`. */
export interface Problem {
  /** `BAD_SIGNATURE`, `EXPIRED` and so on, as of the library's errors; `NO_SECRET`, `BAD_SECRET`, `UNKNOWN_FORMAT`. */
  readonly code: string
  /** A sentence: never a secret, a token or session data. */
  readonly message: string
}

/** The secret that fits. */
export interface Fit {
  /** Its place among `secrets`. */
  readonly index: number
  /** What else had to be right: the options of the format that are not its defaults, and those that were tried. */
  readonly settings: Readonly<Record<string, unknown>>
  /** Which key made the text, where it tells. */
  readonly keyId: string | undefined
  /** Under which name the text is good; `undefined` where the name is not bound in. */
  readonly cookieName: string | undefined
}

/** An end of the session's life, in seconds since 1970. */
export interface End {
  readonly at: number
  /** Seconds that it is after what it counts from; `undefined` where the text itself says when it ends. */
  readonly timeout: number | undefined
  /** Whether the timeout is that of the factory's default, which an application may have changed. */
  readonly isAssumed: boolean
}

/** Seconds since 1970, with fractions; `undefined` where the format does not tell. */
export interface Times {
  readonly created: number | undefined
  /** When the text was written, or the session was last used: what the idle timeout counts from. */
  readonly renewed: number | undefined
  /** From when on it is good. */
  readonly notBefore: number | undefined
  /** What the text says itself. */
  readonly expires: End | undefined
  readonly idleEnd: End | undefined
  readonly absoluteEnd: End | undefined
}

/** A queue of flash messages, the oldest first. */
export interface FlashQueue {
  /** `''` is the default one. */
  readonly queue: string
  readonly messages: readonly unknown[]
}

/** How much of a cookie is taken. */
export interface Size {
  /** Characters of the cookie's value; of all pieces together where there are several. */
  readonly characters: number
  /** Characters that a browser keeps of a cookie, its name and the `=` with it. */
  readonly limit: 4096
  /**
   * About how many of these characters each key of the data takes, the most first; of what is compressed, its share. Not
   * there where the data cannot be read.
   */
  readonly byKey: readonly KeySize[]
}

/** What a key of the session takes. */
export interface KeySize {
  readonly key: unknown
  readonly characters: number
}

/** What a stretch of a layer is. */
export type PartKind =
  | 'signature'
  | 'tag'
  | 'time'
  | 'data'
  | 'key'
  | 'key id'
  | 'id'
  | 'subject'
  | 'nonce'
  | 'salt'
  | 'ciphertext'
  | 'version'
  | 'marker'
  | 'header'
  | 'separator'
  | 'padding'
  | 'secret'
  | 'purpose'

/** A stretch of a layer. Those of one layer do not overlap, but that of a value lies within that of the value around it. */
export interface Part {
  readonly kind: PartKind
  /** For people: `signature (HMAC-SHA-1)`. */
  readonly label: string
  /** In bytes, or in characters where the layer is text: where it begins, and what is behind it. */
  readonly start: number
  readonly end: number
  /** What it says: a time as a date, how the next layer is made of it. */
  readonly note?: string | undefined
  /** Of data: the keys that lead to the value from the session's data, outermost first; `[]` for all of them. */
  readonly path?: readonly unknown[] | undefined
  /** The name of the layer that is made of it. */
  readonly into?: LayerName | undefined
}

/**
 * `cookie`: the text as it stands in the header. `unescaped`: the same without percent-encoding. `bytes`: what base64 stands
 * for. `opened`: what was encrypted. `inflated`: what was compressed. `payload`: what the session's data are written in.
 */
export type LayerName =
  | 'cookie'
  | 'unescaped'
  | 'bytes'
  | 'header'
  | 'opened'
  | 'inner'
  | 'inflated'
  | 'payload'

/** How the data of the innermost layer are written. */
export type Encoding = 'json' | 'pickle' | 'php' | 'marshal' | 'gob' | 'text'

/** One step from the cookie's text inwards. */
export interface Layer {
  readonly name: LayerName
  /** For people: `32 bytes of base64url`. */
  readonly title: string
  readonly content: string | Uint8Array
  /** By their start; what is in none of them is of no interest. */
  readonly parts: readonly Part[]
  /** Of the layer with the data. */
  readonly encoding?: Encoding | undefined
}

/** All that can be said of a cookie. */
export interface Inspection {
  /** `undefined` beside the verdict `unknown`. */
  readonly format: FormatId | undefined
  readonly title: string
  readonly guesses: readonly Guess[]
  readonly cookieName: string | undefined
  /** `none`: an id that is good for whoever has it, or anything else that no key protects. */
  readonly protection: 'encrypted' | 'signed' | 'none' | undefined
  readonly verdict: Verdict
  readonly problem: Problem | undefined
  readonly fit: Fit | undefined
  readonly times: Times
  /** All values of the session; `undefined` where they cannot be read, or are in a store. */
  readonly data: ReadonlyMap<unknown, unknown> | undefined
  readonly flash: readonly FlashQueue[]
  readonly csrfToken: string | undefined
  /** The session's id, of formats that carry one; the id in the store, of those whose sessions are there. */
  readonly id: string | undefined
  readonly subject: string | undefined
  readonly persistent: boolean | undefined
  readonly size: Size
  /** From the text inwards; at least the first one. */
  readonly layers: readonly Layer[]
  /** Whether {@link Rewritten} can be had of it. */
  readonly canRewrite: boolean
}

/** A newly signed cookie. */
export interface Rewritten {
  readonly text: string
  /** The cookies that hold the text: more than one where the format has a signature, or pieces, beside it. */
  readonly cookies: readonly CookieText[]
}

/** What people paste. */
export interface Pasted {
  readonly kind: 'value' | 'cookie header' | 'set-cookie' | 'curl' | 'har'
  /** Each with those that belong to it: a signature or pieces. */
  readonly cookies: readonly PastedCookie[]
}

export interface PastedCookie extends CookieText {
  /** Cookies of the same request that this one needs: for `InspectInput.also`. */
  readonly also: readonly CookieText[]
  /** The attributes of a `Set-Cookie` line as they stand there; otherwise `undefined`. */
  readonly attributes?: readonly string[] | undefined
}
