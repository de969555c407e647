/** The recordings of csrf.json, and the requests that they are about. */
import type { CheckCsrfTokenOptions } from '../../src/csrf/check-token.js'
import { CookieCSRFStoragePolicy } from '../../src/csrf/cookie-policy.js'
import { LegacySessionCSRFStoragePolicy } from '../../src/csrf/legacy-session-policy.js'
import type { CSRFStoragePolicy } from '../../src/csrf/policy.js'
import type { CsrfRequest } from '../../src/csrf/request.js'
import { SessionCSRFStoragePolicy } from '../../src/csrf/session-policy.js'
import { unencryptedCookieSessionFactoryConfig } from '../../src/index.js'
import { readVectors } from '../support/vectors.js'

/** How Python's call ended: it returned, or raised an exception. */
export interface Outcome {
  readonly result?: boolean
  readonly error?: { readonly error: string; readonly message: string }
}

interface Recorded {
  /** kind/version/Python/… */
  readonly name: string
}

export interface TokenVector extends Recorded, Outcome {
  readonly expected_token: string
  readonly headers: Readonly<Record<string, string>>
  readonly kwargs: CheckCsrfTokenOptions
  readonly method: string
  readonly policy: PolicyName | null
  readonly post: readonly (readonly [string, string])[] | null
  readonly raises: boolean
}

export interface OriginVector extends Recorded, Outcome {
  readonly allow_no_origin: boolean
  readonly headers: Readonly<Record<string, string>>
  readonly setting: string | readonly string[] | null
  readonly trusted_origins: readonly string[] | null
  readonly url: string
  /** The result of the same call with `raises=False`. */
  readonly without_raising: boolean
}

export interface PolicyVector extends Recorded {
  readonly check_bad: boolean
  readonly check_good: boolean
  readonly expected_token: string
  readonly get: string
  readonly get_again: string
  readonly kwargs: Readonly<Record<string, unknown>>
  readonly policy: PolicyName
  readonly pyramid_version: string
  /** How long a token is that was not replaced for the recording. */
  readonly real_factory_length?: number
  readonly request_cookies_after: readonly (readonly [string, string])[]
  readonly session_after: Readonly<Record<string, string>>
  readonly set_cookie: readonly string[]
  readonly stored: 'absent' | 'present' | 'empty'
}

export type PolicyName = 'legacy' | 'session' | 'cookie'

export const VERSIONS = ['1.4', '1.6', '1.9', '1.10.8', '2.1'] as const

const all = readVectors<Recorded>('pyramid/csrf')

/** The recordings of one kind with their names, by the version of Pyramid. */
export function recordingsOf<T extends Recorded>(kind: string, version: string): [string, T][] {
  const wanted = `${kind}/${version}/`
  return all
    .filter(({ name }) => name.startsWith(wanted))
    .map((vector) => [vector.name, vector as T])
}

/** The number of all recordings, so that none is forgotten. */
export const RECORDINGS = all.length

/** When the recordings were made, in seconds since 1970. */
const RECORDED_AT = 1_600_000_000

const FIXED = { tokenFactory: () => 'f'.repeat(32), clock: () => RECORDED_AT }

export function policyOf(name: PolicyName | null, options: object = {}): CSRFStoragePolicy {
  const { clock, tokenFactory } = FIXED
  if (name === 'cookie') return new CookieCSRFStoragePolicy({ clock, tokenFactory, ...options })
  if (name === 'session') return new SessionCSRFStoragePolicy({ tokenFactory, ...options })
  return new LegacySessionCSRFStoragePolicy()
}

/** A session that was never used. */
export function newSession() {
  return unencryptedCookieSessionFactoryConfig<Record<string, unknown>>('seekrit').open().session
}

/** A request of which only some parts matter. */
export function requestOf(
  parts: Partial<Omit<CsrfRequest, 'header'>> & {
    headers?: Readonly<Record<string, string>> | undefined
  },
): CsrfRequest {
  const { headers = {}, ...rest } = parts
  const header = (name: string) =>
    Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]
  return {
    method: 'POST',
    scheme: 'http',
    host: 'example.com',
    session: newSession(),
    header,
    ...rest,
  }
}

/** How a check ends here, in the recordings' form. */
export function outcomeOf(check: () => boolean): Outcome {
  try {
    return { result: check() }
  } catch (error) {
    const { name, message } = error as Error
    return { error: { error: name, message } }
  }
}
