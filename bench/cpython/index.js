/**
 * The part of the benchmark that compares our signed functions with Pyramid's in CPython. It measures
 * nothing else, as a process of Python does nothing else.
 */
import { measure, TURNS } from '../measure.js'
import { COOKIE_SESSIONS } from '../sessions.js'
import { PROTOCOLS, startCPython } from './process.js'
import { cpythonGroup, cpythonSection } from './section.js'

/** @import { Tasks } from '../measure.js' */
/** @import { Part } from '../section.js' */
/** @import { CPython } from './process.js' */

/** @type {Part} */
export const cpython = {
  name: 'cpython',
  async run({ rounds, progress }) {
    const python = await startCPython()
    if (python === undefined) return [cpythonSection({})]
    try {
      const times = await measure(await groupsOf(python), { rounds: rounds * TURNS, progress })
      return [cpythonSection(times, python.version)]
    } finally {
      python.stop()
    }
  },
}

/** @param {CPython} python */
async function groupsOf(python) {
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
