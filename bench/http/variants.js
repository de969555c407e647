/** What is measured over HTTP. */

/** @import { Actions, LibraryName } from './libraries.js' */

/**
 * @typedef {object} Variant
 * @property {string} name
 * @property {LibraryName} library
 * @property {keyof Actions} action
 * @property {LibraryName} [cookieOf] whose cookie the requests carry, if not the library's own
 * @property {boolean} reissues whether the response has a Set-Cookie
 */

/**
 * What all others are compared with.
 *
 * @type {Variant}
 */
export const BASELINE = {
  name: 'no session',
  library: 'none',
  action: 'untouched',
  reissues: false,
}

/** @param {LibraryName} library */
export const hasSession = (library) => library !== 'none' && library !== 'a fixed Set-Cookie'

/** @type {(library: LibraryName, action: keyof Actions, reissues: boolean, label?: string) => Variant} */
const variant = (library, action, reissues, label = library) => ({
  name: `${label}: ${NAMES[action]}`,
  library,
  action,
  reissues,
})

/** @type {Partial<Record<keyof Actions, string>>} */
const NAMES = {
  untouched: 'untouched',
  read: 'read, not reissued',
  extend: 'read and reissued',
  write: 'written',
}

/** @type {readonly Variant[]} */
export const VARIANTS = [
  { ...BASELINE, name: 'no session, but the cookie', cookieOf: 'cartouche, sealed' },
  { ...variant('a fixed Set-Cookie', 'untouched', true), name: 'a fixed Set-Cookie' },
  variant('cartouche, sealed', 'untouched', false),
  variant('cartouche, sealed, not due', 'read', false, 'cartouche, sealed'),
  variant('cartouche, sealed', 'extend', true),
  variant('cartouche, sealed', 'write', true),
  variant('cartouche, signed', 'untouched', false),
  variant('cartouche, signed, not due', 'read', false, 'cartouche, signed'),
  variant('cartouche, signed', 'extend', true),
  variant('cartouche, signed', 'write', true),
  variant('cartouche, SHA-1 hex', 'untouched', false),
  variant('cartouche, SHA-1 hex', 'extend', true),
  variant('cartouche, SHA-1 hex', 'write', true),
  variant('cartouche, SHA-512 JSON', 'untouched', false),
  variant('cartouche, SHA-512 JSON, reissueTime: null', 'read', false, 'cartouche, SHA-512 JSON'),
  variant('cartouche, SHA-512 JSON', 'extend', true),
  variant('cartouche, SHA-512 JSON', 'write', true),
  variant('cookie-session', 'untouched', false),
  variant('cookie-session', 'read', false),
  variant('cookie-session', 'extend', true),
  variant('cookie-session', 'write', true),
  variant('express-session', 'untouched', false),
  variant('express-session', 'read', false),
  variant('express-session, rolling: true', 'extend', true, 'express-session'),
  variant('express-session', 'write', false),
]
