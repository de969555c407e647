/** Prints how many bytes a session of a library takes: `node --expose-gc memory-child.js LIBRARY`. */
import { makePair } from '../http/pairs.js'
import { appOf, settle } from './app.js'

/** @import { Handler } from '../http/libraries.js' */

/** How many sessions are open at once. */
const SESSIONS = 20_000

const [, , library] = process.argv
const { open, respond, cookie } = await appOf(library)

function heap() {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** As many requests, each with a Cookie header of its own, as from a socket. */
function makePairs() {
  return Array.from({ length: SESSIONS }, () => makePair(Buffer.from(cookie).toString('latin1')))
}

/**
 * What a request that is under way holds more than it did before the handler had it.
 *
 * @param {Handler} handler
 */
async function bytesHeld(handler) {
  const pairs = makePairs()
  const before = heap()
  for (const { request, response } of pairs) handler(request, response)
  await settle()
  return (heap() - before) / pairs.length
}

/** What is left of a session when its request is over. */
async function bytesKept() {
  const handler = respond('login')
  const before = heap()
  for (let left = SESSIONS; left > 0; left--) {
    const { request, response } = makePair('')
    handler(request, response)
  }
  await settle()
  return (heap() - before) / SESSIONS
}

const untouched = await bytesHeld(open('untouched'))
const read = await bytesHeld(open('read'))
console.log(JSON.stringify({ untouched, read, kept: await bytesKept() }))
