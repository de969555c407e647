/**
 * Measures in a process of its own what a session costs a request that does not touch it.
 *
 * Each library has its own process: the property `session` that one library gives to requests would
 * change the shape of those that the next one gets.
 */
import express from 'express'
import { answer } from './child.js'
import { loadLibrary } from './libraries.js'
import { makePair } from './pairs.js'

/** @import { Handler, LibraryName } from './libraries.js' */
/** @import { Pair } from './pairs.js' */

/**
 * @typedef {object} Question
 * @property {'node:http' | 'Express'} framework
 * @property {LibraryName} library
 * @property {number} rounds
 */

/** @typedef {Record<'bare' | 'bound', number[]>} Times nanoseconds per request, by round */

const NAMES = /** @type {const} */ (['bare', 'bound'])

/** How many requests are made before the clock starts, to be handled before it stops. */
const BATCH = 250
/** Rounds before the first that counts, so that the code is compiled. */
const WARM_UP = 200

const COOKIE = `session=${'x'.repeat(1700)}`

/** Takes what the handler gets, so that the call cannot be left out as having no effect. */
export let sink = /** @type {unknown} */ (undefined)

/** @type {Handler} */
const bare = (_request, response) => {
  sink = response
}

/**
 * What is measured, and what makes node's requests those of the framework.
 *
 * @typedef {object} Subject
 * @property {Handler} handler
 * @property {(pair: Pair) => Pair} adopt
 */

/** @type {(framework: Question['framework'], library: LibraryName) => Promise<Subject>} */
async function subjectOf(framework, library) {
  const { onNode, middleware } = await loadLibrary(library)
  if (framework === 'node:http') return { handler: onNode(bare), adopt: (pair) => pair }
  const next = () => {
    sink = next
  }
  return {
    handler: (request, response) => middleware?.(request, response, next),
    adopt: expressAdopter(),
  }
}

/** Makes requests what they are when Express calls its first middleware, by letting it do so. */
function expressAdopter() {
  const app = express()
  app.use(() => {})
  const handle = /** @type {Handler} */ (/** @type {unknown} */ (app))
  return (/** @type {Pair} */ pair) => {
    handle(pair.request, pair.response)
    return pair
  }
}

/** @type {(handler: Handler, pairs: readonly Pair[]) => number} */
function timeBatch(handler, pairs) {
  const start = performance.now()
  for (const { request, response } of pairs) handler(request, response)
  return ((performance.now() - start) / pairs.length) * 1e6
}

/** @type {(subject: Subject, rounds: number) => Times} */
function measure({ handler, adopt }, rounds) {
  const handlers = { bare, bound: handler }
  /** @type {Times} */
  const times = { bare: [], bound: [] }
  for (let round = -WARM_UP; round < rounds; round++) {
    // Who comes second finds the caches warmer.
    for (const name of round % 2 === 0 ? NAMES : NAMES.toReversed()) {
      const pairs = Array.from({ length: BATCH }, () => adopt(makePair(COOKIE)))
      const time = timeBatch(handlers[name], pairs)
      if (round >= 0) times[name].push(time)
    }
  }
  return times
}

answer(async (/** @type {Question} */ { framework, library, rounds }) =>
  measure(await subjectOf(framework, library), rounds),
)
