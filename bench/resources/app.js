/** Requests with a session, without a server: what those who look at the heap have in common. */
import { setImmediate } from 'node:timers/promises'
import { loadLibrary } from '../http/libraries.js'
import { makePair } from '../http/pairs.js'

/** @import { Actions, Handler } from '../http/libraries.js' */

/**
 * @typedef {object} App
 * @property {(action: keyof Actions) => Handler} open a handler that does not answer
 * @property {(action: keyof Actions) => Handler} respond a handler that does
 * @property {string} cookie the Cookie header of who has logged in
 */

/**
 * @param {string} [library]
 * @returns {Promise<App>}
 */
export async function appOf(library) {
  const { onNode, actions } = await loadLibrary(library)
  /** @type {App['open']} */
  const open = (action) => onNode((request) => void actions[action](request))
  /** @type {App['respond']} */
  const respond = (action) =>
    onNode((request, response) => response.end(`Visit ${actions[action](request)}`))
  const { request, response } = makePair('')
  respond('login')(request, response)
  await settle()
  return { open, respond, cookie: cookieFrom(response.getHeader('Set-Cookie')) }
}

/** Lets the callbacks run that a store puts off, one after another. */
export async function settle() {
  for (let turn = 0; turn < 5; turn++) await setImmediate()
}

/** @param {number | string | readonly string[]} [lines] */
function cookieFrom(lines = []) {
  return [lines]
    .flat()
    .map((line) => String(line).split(';', 1)[0])
    .join('; ')
}
