/** Under which keys a session's data hold what is the library's own. Pyramid's names, all versions. */

/** The CSRF token. */
export const CSRF_KEY = '_csrft_'

const FLASH = '_f_'

/** The key of a queue of flash messages: a list. */
export const flashKey = (queue: string): string => FLASH + queue

// Of no other function: Next.js 16.0 writes it in the place where it is called, and leaves that one out.
export const isFlashKey = (key: unknown): key is string =>
  typeof key === 'string' && key.startsWith(FLASH)

/** The queue that a key is of; `undefined` for other keys. */
export const queueOf = (key: unknown): string | undefined =>
  isFlashKey(key) ? key.slice(FLASH.length) : undefined
