/** Both ends of a conversation with a child process: one question at a time, each with one answer. */
import { fork } from 'node:child_process'

/**
 * @typedef {object} Child
 * @property {(question: unknown) => Promise<any>} ask
 * @property {() => void} stop
 */

/** @typedef {{ value: unknown } | { error: string }} Answer */

/**
 * Starts a module that calls {@link answer}.
 *
 * @param {URL} file
 * @param {readonly string[]} [args]
 * @returns {Child}
 */
export function startChild(file, args = []) {
  const child = fork(file, args)
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        /** @param {unknown} code */
        const died = (code) => reject(new Error(`${file.pathname} ended early: ${code}`))
        if (!child.connected) return died('it is not running')
        child.once('exit', died)
        child.once('message', (message) => {
          child.off('exit', died)
          const said = /** @type {Answer} */ (message)
          if ('error' in said) reject(new Error(said.error))
          else resolve(said.value)
        })
        child.send(/** @type {object} */ (question))
      }),
    stop: () => void child.kill(),
  }
}

/**
 * Answers the parent's questions until it ends, however it ends: no child outlives it.
 *
 * @param {(question: any) => unknown} reply
 */
export function answer(reply) {
  process.on('disconnect', () => process.exit())
  process.on('message', (question) => void settle(reply, question))
}

/** @type {(reply: (question: any) => unknown, question: unknown) => Promise<void>} */
async function settle(reply, question) {
  try {
    process.send?.({ value: await reply(question) })
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.stack : String(error) })
  }
}
