/** Pyramid's two functions in CPython, timed by a process that answers line by line. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { signedDeserialize, signedSerialize } from 'cartouche'
import { tripleOf } from '../sessions.js'
import { SECRET } from '../core/subject.js'

/** @import { Tasks } from '../measure.js' */
/** @import { State } from '../sessions.js' */

/** The protocols to compare: what we write unless told otherwise, and what Pyramid writes today. */
export const PROTOCOLS = /** @type {const} */ ([2, 5])

/** The system's Python where there is one: what stands first in PATH may be a slower build. */
const PYTHON = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'

/**
 * @typedef {object} CPython
 * @property {string} version
 * @property {(name: string, state: State, protocol: 2 | 5) => Promise<{ read: Tasks, write: Tasks }>} tasksOf ours and CPython's, on the same text and the same data
 * @property {() => void} stop
 */

/**
 * Starts CPython; `undefined` where there is none.
 *
 * @returns {Promise<CPython | undefined>}
 */
export async function startCPython() {
  const program = new URL('pyramid.py', import.meta.url).pathname
  const child = spawn(PYTHON, [program, SECRET], { stdio: ['pipe', 'pipe', 'inherit'] })
  const failed = new Promise((resolve) => child.once('error', resolve))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const first = await Promise.race([lines.next(), failed])
  if (first instanceof Error) return undefined
  /** @param {readonly unknown[]} words */
  const ask = async (...words) => {
    child.stdin.write(`${words.join(' ')}\n`)
    const { value, done } = await lines.next()
    if (done) throw new Error(`${PYTHON} ended in the middle of the benchmark`)
    return value
  }
  return {
    version: first.value,
    tasksOf: (name, state, protocol) => tasksOf(ask, name, state, protocol),
    stop: () => child.stdin.end(),
  }
}

/** @type {(ask: (...words: unknown[]) => Promise<string>, name: string, state: State, protocol: 2 | 5) => Promise<{ read: Tasks, write: Tasks }>} */
async function tasksOf(ask, name, state, protocol) {
  const triple = tripleOf(state)
  const text = signedSerialize(triple, SECRET, { protocol })
  const id = `${name}-${protocol}`.replace(' ', '')
  const theirs = await ask('load', id, protocol, text)
  assert.deepEqual(
    signedDeserialize(theirs, SECRET),
    signedDeserialize(text, SECRET),
    'CPython does not have the same data',
  )
  /** @param {string} task */
  const remote = (task) => ({
    /** @param {number} milliseconds */
    elsewhere: async (milliseconds) => Number(await ask(task, id, milliseconds)),
  })
  return {
    read: { cartouche: () => signedDeserialize(text, SECRET), CPython: remote('read') },
    write: {
      cartouche: () => signedSerialize(triple, SECRET, { protocol }),
      CPython: remote('write'),
    },
  }
}
