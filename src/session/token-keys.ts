/** Under which keys the sessions of a factory keep CSRF tokens, each as good as a password for its session. */
import { textOfKept } from '../lib/kept-text.js'

/** On sessions: says that those of their factory keep a token under a key. */
export const keepToken: unique symbol = Symbol('keep token')

/** On storage policies: the key of the session under which they keep tokens. */
export const tokenKey: unique symbol = Symbol('token key')

/** Whether a storage policy keeps tokens under a key of its own choice. */
export const keepsTokenInSession = (policy: object): boolean => tokenKey in policy

/** Says to a session under which key a storage policy keeps its token. Others, and other sessions, are left alone. */
export function tellTokenKey(session: object, policy: object): void {
  const { [tokenKey]: key } = policy as { readonly [tokenKey]?: string }
  const { [keepToken]: keep } = session as { readonly [keepToken]?: (key: string) => void }
  if (key !== undefined) keep?.call(session, key)
}

/** The session's own, and those of which policies have told. */
export class TokenKeys {
  readonly #keys = new Set<unknown>(['_csrft_'])

  add(key: string): void {
    this.#keys.add(key)
  }

  /** @param key of whatever type: a text of Python 2 that was kept as it was, or as bytes, is the same key */
  has(key: unknown): boolean {
    return this.#keys.has(textOfKept(key))
  }
}
