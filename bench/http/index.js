/** The benchmark of servers: what a session costs the requests of a server. */
import { compareOn } from './frameworks.js'
import { stepsOf } from './rounds.js'
import { VARIANTS } from './variants.js'
import { measureUntouched, UNTOUCHED_STEPS } from './untouched.js'

/** @import { Part } from '../section.js' */

const FRAMEWORKS = /** @type {const} */ (['node:http', 'Express'])

/** @type {Part} */
export const http = {
  name: 'http',
  run: async ({ rounds, progress }) => {
    const total = UNTOUCHED_STEPS + FRAMEWORKS.length * stepsOf(VARIANTS, rounds)
    let done = 0
    const step = () => progress(++done, total)
    const sections = [await measureUntouched(rounds, step)]
    for (const framework of FRAMEWORKS) sections.push(await compareOn(framework, rounds, step))
    return sections
  },
}
