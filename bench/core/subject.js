/**
 * What is measured: a library that keeps sessions in signed or sealed cookies, ours or another.
 *
 * The same data goes into each; what the cookie looks like is the library's own business.
 */

/** @import { State } from '../sessions.js' */
/** @import { Task } from '../measure.js' */

/** @typedef {string | Uint8Array} Text */

/**
 * A library at work on one session. Where it answers with promises they are awaited.
 *
 * @typedef {object} Prepared
 * @property {() => unknown} write session data → what the response carries
 * @property {(written: any) => Text} [received] what the next request brings; left out: what was written
 * @property {(text: any) => unknown} read what a request brings → a session that can be asked
 * @property {(text: any) => unknown} [change] the same, one value changed, → what the response carries
 * @property {(session: any) => unknown} dataOf the data in a session that was read; for the check
 */

/**
 * @typedef {object} Subject
 * @property {string} name
 * @property {boolean} [waits] whether it answers with promises
 * @property {(state: State) => Prepared | Promise<Prepared>} prepare
 */

/** The secret of all of them: 32 characters at least, as some ask for. */
export const SECRET = 'a secret that is long enough for all of them'
/** The key that is asked for once a session was read. */
export const KEY = 'user_id'

/**
 * The text that a request brings when the library has written the session.
 *
 * @param {Prepared} prepared
 * @returns {Promise<Text>}
 */
export async function textOf({ write, received = (written) => written }) {
  return received(await write())
}

/**
 * What a browser makes of Set-Cookie lines: the Cookie header of its next request.
 *
 * @param {string | readonly string[]} lines
 */
export function cookieHeader(lines) {
  return [lines]
    .flat()
    .map((line) => line.slice(0, line.indexOf(';')))
    .join('; ')
}

/**
 * The tasks of a subject, to be measured.
 *
 * @param {Subject} subject
 * @param {State} state
 * @returns {Promise<{ read: Task, write: Task, change?: Task }>}
 */
export async function tasksOf({ waits, prepare }, state) {
  const prepared = await prepare(state)
  const text = await textOf(prepared)
  const { read, write, change } = prepared
  /** @type {(run: () => any) => Task} */
  const task = (run) => (waits ? { wait: run } : run)
  return {
    read: task(() => read(text)),
    write: task(() => write()),
    ...(change && { change: task(() => change(text)) }),
  }
}
