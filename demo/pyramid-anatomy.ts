/**
 * Takes the text of a session cookie apart, for people to look at.
 *
 * Cookies come from anywhere: whatever the text is, the answer is a description, never an exception.
 */
import { inspect } from 'node:util'
import { DeserializeError, signedDeserialize } from 'cartouche'

const SIGNATURE_LENGTH = 40

const WHOLE =
  /^[\da-f]{40}(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{4}|[A-Za-z\d+/]{3}=|[A-Za-z\d+/]{2}==)$/

/** What is in a cookie. */
export interface Content {
  readonly ok: true
  /** Seconds since 1970; `undefined` when the cookie has something else there. */
  readonly created: number | undefined
  readonly accessed: number | undefined
  /** The data as indented text. JSON could not show all of it: bytes, Maps, big integers. */
  readonly data: string
}

/** Why the content cannot be shown. */
export interface Problem {
  readonly ok: false
  readonly code: string
  readonly message: string
}

/** A cookie's text in its parts. */
export interface Anatomy {
  /** Characters in all. */
  readonly size: number
  /** Whether it is 40 hex digits and base64, as it should be. */
  readonly isWhole: boolean
  /** The first 40 characters: the signature in hexadecimal, if all is well. */
  readonly signature: string
  /** The rest. */
  readonly base64: string
  /** How many bytes the base64 stands for. */
  readonly byteCount: number
  /** Those bytes as text, with a dot for each that is no letter: readable without the secret. */
  readonly readable: string
  readonly content: Content | Problem
}

/** Describes `text`, the value of a session cookie that should be signed with `secret`. */
export function anatomyOf(text: string, secret: string): Anatomy {
  const base64 = text.slice(SIGNATURE_LENGTH)
  const bytes = Buffer.from(base64, 'base64')
  return {
    size: text.length,
    isWhole: WHOLE.test(text),
    signature: text.slice(0, SIGNATURE_LENGTH),
    base64,
    byteCount: bytes.length,
    readable: toReadable(bytes),
    content: contentOf(text, secret),
  }
}

function contentOf(text: string, secret: string): Content | Problem {
  try {
    return describe(signedDeserialize(text, secret))
  } catch (error) {
    if (!(error instanceof DeserializeError)) throw error
    return { ok: false, code: error.code, message: error.message }
  }
}

/** A session's cookie holds `(accessed, created, data)`. */
function describe(value: unknown): Content | Problem {
  if (!Array.isArray(value) || value.length !== 3) {
    const message = 'The signed value holds no (accessed, created, data)'
    return { ok: false, code: 'BAD_SESSION', message }
  }
  const [accessed, created, data] = value as unknown[]
  return { ok: true, created: toSeconds(created), accessed: toSeconds(accessed), data: show(data) }
}

function toSeconds(value: unknown): number | undefined {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined
}

function show(data: unknown): string {
  return inspect(data, { depth: 8, compact: false, maxArrayLength: 200, maxStringLength: 4000 })
}

/** Control characters and bytes that are no UTF-8 become a dot each. */
function toReadable(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).replaceAll(/[\p{C}\uFFFD]/gu, '·')
}
