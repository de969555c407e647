/** Measures the variants in turn, round after round, each next to no session. */
import { serverOf, startServers } from './servers.js'
import { BASELINE } from './variants.js'

/** @import { Child } from './child.js' */
/** @import { Servers } from './servers.js' */
/** @import { Variant } from './variants.js' */

/** How many requests a variant gets at a time: few, so that it meets the same state of the machine as the baseline next to it. */
const REQUESTS = 200
/** How many it gets before the first round, so that all of the code is compiled: more for a library that has more of it. */
const WARM_UP = 20_000

/** @typedef {{ variant: number, baseline: number }} Pair microseconds of the server's processor time per request */
/** @typedef {ReadonlyMap<string, readonly Pair[]>} Times by the names of the variants, round by round */

/**
 * How many steps {@link measureFramework} takes.
 *
 * @type {(variants: readonly Variant[], rounds: number) => number}
 */
export const stepsOf = (variants, rounds) => variants.length * (rounds + 1)

/**
 * @param {string} framework
 * @param {readonly Variant[]} variants
 * @param {number} rounds
 * @param {object} [options]
 * @param {() => void} [options.done] is called after each step
 * @param {number} [options.warmUp] how many requests each variant gets before the first round
 * @returns {Promise<Times>}
 */
export async function measureFramework(
  framework,
  variants,
  rounds,
  { done = () => {}, warmUp = WARM_UP } = {},
) {
  /** @type {Child[]} */
  const children = []
  try {
    const servers = await startServers(framework, variants, (child) => children.push(child))
    /** @type {(variant: Variant, requests: number) => Promise<number>} */
    const send = (variant, requests) => measure(variant, servers, requests)
    await send(BASELINE, warmUp)
    for (const variant of variants) {
      await send(variant, warmUp)
      done()
    }
    return await measureRounds(variants, rounds, send, done)
  } finally {
    for (const child of children) child.stop()
  }
}

/** @type {(variants: readonly Variant[], rounds: number, send: (variant: Variant, requests: number) => Promise<number>, done: () => void) => Promise<Times>} */
async function measureRounds(variants, rounds, send, done) {
  const times = new Map(variants.map(({ name }) => [name, /** @type {Pair[]} */ ([])]))
  for (let round = 0; round < rounds; round++) {
    for (const variant of variants) {
      const baseline = await send(BASELINE, REQUESTS)
      times.get(variant.name)?.push({ baseline, variant: await send(variant, REQUESTS) })
      done()
    }
  }
  return times
}

/** @type {(variant: Variant, servers: Servers, requests: number) => Promise<number>} */
function measure({ library, action, cookieOf = library }, servers, requests) {
  const { cookie } = serverOf(servers, cookieOf)
  return serverOf(servers, library).child.ask({ action, cookie, requests })
}
