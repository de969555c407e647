/** Measures the variants over loopback, in turn, round after round, each next to no session. */
import { startChild } from './child.js'
import { serverOf, startServers } from './servers.js'
import { BASELINE, VARIANTS } from './variants.js'

/** @import { Child } from './child.js' */
/** @import { Servers } from './servers.js' */
/** @import { Variant } from './variants.js' */

/**
 * How many requests a variant gets at a time: few, so that it meets the same state of the machine as
 * the baseline next to it, and as many as that, so that connecting costs both the same.
 */
const REQUESTS = 800
/** How many it gets before the first round, so that the code is compiled. */
const WARM_UP = 4000

/**
 * What so many requests took.
 *
 * @typedef {object} Slot
 * @property {number} rate requests per second
 * @property {number} cpu microseconds of the server's processor time per request, the kernel's included
 */

/** @typedef {{ variant: Slot, baseline: Slot }} Pair */
/** @typedef {ReadonlyMap<string, readonly Pair[]>} Times by the names of the variants, round by round */

/**
 * How many steps {@link measureFramework} takes.
 *
 * @param {number} rounds
 */
export const stepsOf = (rounds) => 1 + VARIANTS.length * (rounds + 1)

/**
 * @param {string} framework
 * @param {number} rounds
 * @param {() => void} done is called after each step
 * @returns {Promise<Times>}
 */
export async function measureFramework(framework, rounds, done) {
  /** @type {Child[]} */
  const children = []
  try {
    const loader = startChild(new URL('load.js', import.meta.url))
    children.push(loader)
    const servers = await startServers(framework, (child) => children.push(child))
    /** @type {(variant: Variant, requests: number) => Promise<Slot>} */
    const send = (variant, requests) => measure(variant, servers, loader, requests)
    for (const variant of [BASELINE, ...VARIANTS]) {
      await send(variant, WARM_UP)
      done()
    }
    return await measureRounds(rounds, send, done)
  } finally {
    for (const child of children) child.stop()
  }
}

/** @type {(rounds: number, send: (variant: Variant, requests: number) => Promise<Slot>, done: () => void) => Promise<Times>} */
async function measureRounds(rounds, send, done) {
  const times = new Map(VARIANTS.map(({ name }) => [name, /** @type {Pair[]} */ ([])]))
  for (let round = 0; round < rounds; round++) {
    for (const variant of VARIANTS) {
      const baseline = await send(BASELINE, REQUESTS)
      times.get(variant.name)?.push({ baseline, variant: await send(variant, REQUESTS) })
      done()
    }
  }
  return times
}

/** @type {(variant: Variant, servers: Servers, loader: Child, requests: number) => Promise<Slot>} */
async function measure({ library, action, cookieOf = library }, servers, loader, requests) {
  const { child, origin } = serverOf(servers, library)
  const { cookie } = serverOf(servers, cookieOf)
  await child.ask('start')
  await loader.ask({ url: `${origin}/${action}`, cookie, requests })
  return child.ask('stop')
}
