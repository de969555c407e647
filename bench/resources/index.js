/** The benchmark of what else a session costs: memory, garbage, import time, bundle size. */
import { measureBundles } from './bundle.js'
import { GARBAGE_STEPS, measureGarbage } from './garbage.js'
import { importSteps, measureImports } from './import-time.js'
import { measureMemory, MEMORY_STEPS } from './memory.js'

/** @import { Part } from '../section.js' */

/** @type {Part} */
export const resources = {
  name: 'resources',
  run: async ({ rounds, progress }) => {
    const total = MEMORY_STEPS + GARBAGE_STEPS + importSteps(rounds)
    let done = 0
    const step = () => progress(++done, total)
    return [
      await measureMemory(step),
      await measureGarbage(step),
      await measureImports(rounds, step),
      measureBundles(),
    ]
  },
}
