/** For the one step that must not fail: where a session is given up that another has taken the place of. */
import { StoreUnavailable } from '../errors.js'
import { settled } from './awaitable.js'
import type { Awaitable } from './awaitable.js'

/**
 * Asks once more where no answer came: the session in its place is there, and nobody has its cookie. Whoever is given
 * up now may be signed out, and has asked for the contrary.
 *
 * @param ask is told whether it is asked again: what it asks for may have been done
 */
export function askedTwice<T>(ask: (isAgain: boolean) => Awaitable<T>): Awaitable<T> {
  return settled<T, T>(
    () => ask(false),
    (answer) => answer,
    (error) => {
      if (error instanceof StoreUnavailable) return ask(true)
      throw error
    },
  )
}
