/** The benchmark over HTTP: what a session costs the requests of a server. */
import { compareOn } from './frameworks.js'
import { stepsOf } from './rounds.js'
import { measureUntouched, UNTOUCHED_STEPS } from './untouched.js'

/** @import { Part } from '../section.js' */

const FRAMEWORKS = /** @type {const} */ (['node:http', 'Express'])

/** A round takes seconds, where others take milliseconds: one for so many that the runner asks for. */
const SHARE = 2

/** @type {Part} */
export const http = {
  name: 'http',
  run: async ({ rounds, progress }) => {
    const few = Math.ceil(rounds / SHARE)
    const total = UNTOUCHED_STEPS + FRAMEWORKS.length * stepsOf(few)
    let done = 0
    const step = () => progress(++done, total)
    const sections = [await measureUntouched(rounds, step)]
    for (const framework of FRAMEWORKS) sections.push(await compareOn(framework, few, step))
    return sections
  },
}
