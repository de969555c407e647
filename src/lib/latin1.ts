// eslint-disable-next-line no-control-regex
const BEYOND_LATIN1 = /[^\u0000-\u00ff]/

/**
 * Whether every character of `text` is one byte of Latin-1. An expression and not a loop: engines
 * that keep such text one byte a character answer it without looking at them.
 */
export function isLatin1(text: string): boolean {
  return !BEYOND_LATIN1.test(text)
}
