/** A row of the table of formats: what tells a format from others, how it is made of secrets, and how its text is taken apart. */
import { randomBytes } from '../../crypto/random.js'
import type { SessionFormat } from '../../formats/shared-format.js'
import { encodeUrlsafeBase64 } from '../../lib/base64.js'
import type { ReadRecord } from '../../session/record.js'
import type { CookieText, FormatId, Inspection, InspectSecret, Layer } from '../inspection.js'

/**
 * How far a text's shape speaks for a format: `sure` where no other that we know has such texts, `likely` and `possible`
 * where others may.
 */
export type Shape = 'sure' | 'likely' | 'possible' | 'no'

export interface FormatRow {
  readonly id: FormatId
  readonly title: string
  readonly protection: NonNullable<Inspection['protection']>
  /** The cookie's names that frameworks give, without what an application puts before them. At least one. */
  readonly names: readonly string[]
  /** Whether a text is good under its cookie's name only. */
  readonly bindsName: boolean
  /** Those of the format's factory, in seconds; `null`: none. */
  readonly idleTimeout: number | null
  readonly absoluteTimeout: number | null
  /** Which times a text tells: see `SessionFormat.times`. Default: both. */
  readonly times?: 'both' | 'renewed' | 'none' | undefined
  readonly shape: (text: string) => Shape
  /** The text with what other cookies hold of it; by itself without this. */
  readonly join?:
    | ((text: string, cookieName: string, also: readonly CookieText[]) => string)
    | undefined
  /** The ways in which a secret may have made the text, by its shape. None where it cannot be such a secret. */
  readonly ways: (secret: InspectSecret, text: string, given: GivenOptions) => Iterable<Way>
  /** What is in a text that was signed and not encrypted, without a secret; `undefined` for others. */
  readonly bare?: ((text: string, cookieName: string) => Seen) | undefined
  /** As far as it can be taken apart without a secret: at least the text itself. */
  readonly layers: (text: string) => readonly Layer[]
  /** Whether the format itself would write the text so; readers may take others too. */
  readonly isAsWritten: (text: string) => boolean
}

/** Of a row whose texts tell no times. */
export const UNTIMED = { times: 'none', idleTimeout: null, absoluteTimeout: null } as const

/** Options of the format that somebody knows; they come before those that are tried. */
export type GivenOptions = Readonly<Record<string, unknown>>

/** A format with its keys, and what else was tried. */
export interface Way {
  readonly settings: Readonly<Record<string, unknown>>
  /** By which a session can be written. */
  readonly format?: SessionFormat | undefined
  /** @throws {DeserializeError} as `SessionFormat.read` */
  readonly see: (text: string, cookieName: string, also: readonly CookieText[]) => Seen
}

/** What is in a text. */
export interface Seen {
  /** Where the text holds a session. */
  readonly record?: ReadRecord | undefined
  /** Where the text names one. */
  readonly id?: string | undefined
  /** Where the text is a CSRF token. */
  readonly token?: string | undefined
  /** By which the data can be written; without it there is nothing to rewrite. */
  readonly format?: SessionFormat | undefined
  /** Those that no secret was needed for are those of the row. */
  readonly layers?: readonly Layer[] | undefined
}

/** The way of a format that reads its text to the end. */
export function wayOf(
  format: SessionFormat,
  settings: Way['settings'] = {},
  layers?: (text: string, cookieName: string, record: ReadRecord) => readonly Layer[],
): Way {
  return {
    settings,
    format,
    see: (text, cookieName) => {
      const record = format.read(text, cookieName)
      return { record, format, layers: layers?.(text, cookieName, record) }
    },
  }
}

/**
 * A secret that is forgotten with the process. What somebody else has signed is signed again with it where there is no
 * secret, so that the format's own code reads it: no format has a way to read without verifying.
 */
export const throwaway = (): string => (made ??= encodeUrlsafeBase64(randomBytes(64)))

let made: string | undefined

/** A secret of text or bytes; `undefined` for one of another shape. */
export const plainSecret = (secret: InspectSecret): string | Uint8Array | undefined =>
  typeof secret === 'string' || secret instanceof Uint8Array ? secret : undefined

/** The entries of `secret` where that is text or bytes. */
export function* plainWays(
  secret: InspectSecret,
  make: (secret: string | Uint8Array) => Iterable<Way>,
): Iterable<Way> {
  const plain = plainSecret(secret)
  if (plain !== undefined) yield* make(plain)
}

/** All combinations of the values that an option may have, where nobody knows it. */
export function* combined(
  values: Readonly<Record<string, readonly unknown[]>>,
  given: GivenOptions,
): Iterable<GivenOptions> {
  const [first, ...rest] = Object.entries(values)
  if (first === undefined) return yield given
  const [name, tried] = first
  for (const value of name in given ? [given[name]] : tried) {
    for (const others of combined(Object.fromEntries(rest), given))
      yield { ...others, [name]: value }
  }
}
