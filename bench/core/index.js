/** The part of the benchmark that reads and writes cookies: ours, other libraries', CPython's. */
import { measure, TURNS } from '../measure.js'
import { COOKIE_SESSIONS } from '../sessions.js'
import { PROTOCOLS, startCPython } from './cpython.js'
import { cpythonGroup, cpythonSection } from './cpython-section.js'
import { floorSection } from './floor-section.js'
import { checkAll, libraryGroups } from './groups.js'
import { librarySection } from './library-section.js'
import { sizeGroups, sizeSection } from './size-section.js'

/** @import { CPython } from './cpython.js' */
/** @import { Tasks } from '../measure.js' */
/** @import { Part } from '../section.js' */

/** @type {Part} */
export const core = {
  name: 'core',
  async run({ rounds, progress }) {
    await checkAll()
    const python = await startCPython()
    try {
      const groups = {
        ...(await libraryGroups()),
        ...(python && (await cpythonGroups(python))),
        ...sizeGroups(),
      }
      const times = await measure(groups, { rounds: rounds * TURNS, progress })
      return [
        librarySection(times),
        floorSection(times),
        cpythonSection(times, python?.version),
        sizeSection(times),
      ]
    } finally {
      python?.stop()
    }
  },
}

/** @param {CPython} python */
async function cpythonGroups(python) {
  /** @type {Record<string, Tasks>} */
  const groups = {}
  for (const { name, state } of COOKIE_SESSIONS) {
    for (const protocol of PROTOCOLS) {
      const tasks = await python.tasksOf(name, state, protocol)
      groups[cpythonGroup('read', name, protocol)] = tasks.read
      groups[cpythonGroup('write', name, protocol)] = tasks.write
    }
  }
  return groups
}
