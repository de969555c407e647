/**
 * Prints how many bytes a request allocates, by what it does with its session:
 * `node --expose-gc --min-semi-space-size=MB --max-semi-space-size=MB garbage-child.js LIBRARY ACTION…`.
 *
 * The space for new objects is to be so large that none is collected while they are counted: then what
 * the heap grew by is what was allocated. What OpenSSL and the socket allocate is not in the heap.
 */
import { PerformanceObserver } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { UNTIL_READING_REISSUES } from '../http/libraries.js'
import { makePair } from '../http/pairs.js'
import { median } from '../measure.js'
import { appOf, settle } from './app.js'

/** @import { Actions, Handler } from '../http/libraries.js' */

const BATCH = 500
const ROUNDS = 5
/** Rounds before the first that counts: what the compiler leaves out is not allocated. */
const WARM_UP = 8

let collections = 0
new PerformanceObserver((list) => {
  collections += list.getEntries().length
}).observe({ entryTypes: ['gc'] })

const [, , library, ...actions] = process.argv
const { respond, cookie } = await appOf(library)
await setTimeout(UNTIL_READING_REISSUES)

function used() {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** @param {Handler} handler */
async function bytesOfBatch(handler) {
  const pairs = Array.from({ length: BATCH }, () => makePair(cookie))
  globalThis.gc?.()
  await settle()
  const [before, collected] = [used(), collections]
  for (const { request, response } of pairs) handler(request, response)
  await settle()
  const bytes = (used() - before) / pairs.length
  await settle()
  if (collections > collected) throw new Error('Garbage was collected while it was counted')
  return bytes
}

/** @param {string} action */
async function bytesOf(action) {
  const handler = respond(/** @type {keyof Actions} */ (action))
  const bytes = []
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const batch = await bytesOfBatch(handler)
    if (round >= 0) bytes.push(batch)
  }
  return median(bytes)
}

/** @type {Record<string, number>} */
const allocated = {}
for (const action of actions) allocated[action] = await bytesOf(action)
console.log(JSON.stringify(allocated))
