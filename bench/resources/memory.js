/** How much memory the session of a request takes while the request is under way, and after it. */
import { runNode } from './run-node.js'

/** @import { LibraryName } from '../http/libraries.js' */
/** @import { Row, Section } from '../section.js' */

/** @type {readonly LibraryName[]} */
const LIBRARIES = [
  'cartouche, SHA-1 hex',
  'cartouche, SHA-512 JSON',
  'cookie-session',
  'express-session',
]

/** How many steps {@link measureMemory} takes. */
export const MEMORY_STEPS = LIBRARIES.length

/**
 * @param {() => void} done is called after each step
 * @returns {Promise<Section>}
 */
export async function measureMemory(done) {
  /** @type {Row[]} */
  const rows = []
  for (const name of LIBRARIES) {
    const figures = await runNode(new URL('memory-child.js', import.meta.url), {
      flags: ['--expose-gc'],
      args: [name],
    })
    rows.push({ name, figures })
    done()
  }
  return {
    id: 'memory',
    title: 'Memory per session',
    notes: [
      'What 20,000 requests of node:http hold more once their handlers have them, after a garbage collection; 1 KB of data in each session.',
      'express-session loads every session. Kept: what is left of a session between requests; a few bytes of it are chance.',
    ],
    columns: [
      { key: 'untouched', title: 'untouched', unit: 'B' },
      { key: 'read', title: 'read', unit: 'B' },
      { key: 'kept', title: 'kept', unit: 'B' },
    ],
    rows,
    goals: [],
  }
}
