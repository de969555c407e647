/** Under which keys the sessions of a factory keep CSRF tokens, each as good as a password for its session. */
import { textOfKept } from '../lib/kept-text.js'
import { CSRF_KEY } from '../lib/session-keys.js'

/** On factories and their sessions: where these keep tokens. */
export const tokenKeysOf: unique symbol = Symbol('token keys')

/** On storage policies: the key of the session under which they keep tokens. */
export const tokenKey: unique symbol = Symbol('token key')

/** Whether a storage policy keeps tokens under a key of its own choice. */
export const keepsTokenInSession = (policy: object): boolean => tokenKey in policy

/** Says to a factory, or by one of its sessions, under which key a storage policy keeps its token. Others are left alone. */
export function tellTokenKey(holder: object, policy: object): void {
  const key = keyOf(policy)
  if (key !== undefined) tokenKeysIn(holder)?.add(key)
}

/** The key under which a policy keeps tokens; `undefined` for one that does otherwise. */
export function keyOf(policy: object): string | undefined {
  return (policy as { readonly [tokenKey]?: string })[tokenKey]
}

/** Where the sessions of a factory keep tokens; one of the application's own may not say. */
export function tokenKeysIn(holder: object): TokenKeys | undefined {
  return (holder as { readonly [tokenKeysOf]?: TokenKeys })[tokenKeysOf]
}

/** The session's own, and those of which policies have told. */
export class TokenKeys {
  readonly #own = new Set<unknown>([CSRF_KEY])
  readonly #all = new Set<ReadonlySet<unknown>>([this.#own])

  add(key: string): void {
    this.#own.add(key)
  }

  /** @param keys those of others, now and later */
  follow(keys: ReadonlySet<unknown>): void {
    this.#all.add(keys)
  }

  /** @param key of whatever type: a text of Python 2 that was kept as it was, or as bytes, is the same key */
  has(key: unknown): boolean {
    const text = textOfKept(key)
    for (const keys of this.#all) if (keys.has(text)) return true
    return false
  }
}
