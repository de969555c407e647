/** Under which keys a session's data hold what is the library's own. Pyramid's names, all versions. */

/** The CSRF token. */
export const CSRF_KEY = '_csrft_'

const FLASH = '_f_'

/** The key of a queue of flash messages: a list. */
export const flashKey = (queue: string): string => FLASH + queue

export const isFlashKey = (key: unknown): key is string => queueOf(key) !== undefined

/** The queue that a key is of; `undefined` for other keys. */
export function queueOf(key: unknown): string | undefined {
  return typeof key === 'string' && key.startsWith(FLASH) ? key.slice(FLASH.length) : undefined
}
