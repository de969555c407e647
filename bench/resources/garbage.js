/** How many bytes a request allocates because it has a session. */
import { BASELINE, VARIANTS } from '../http/variants.js'
import { REASONS } from '../reasons.js'
import { runNode } from './run-node.js'

/** @import { LibraryName } from '../http/libraries.js' */
/** @import { Goal, Section } from '../section.js' */

/** Megabytes for new objects: more than all that is allocated while it is counted. */
const SPACE = 256

/** What is measured over HTTP, but for the cookie that nobody reads. */
const MEASURED = VARIANTS.filter(({ cookieOf }) => cookieOf === undefined)
const ALL = [BASELINE, ...MEASURED]
const LIBRARIES = [...new Set(ALL.map(({ library }) => library))]

/** How many steps {@link measureGarbage} takes. */
export const GARBAGE_STEPS = LIBRARIES.length

/**
 * @param {() => void} done is called after each step
 * @returns {Promise<Section>}
 */
export async function measureGarbage(done) {
  /** @type {Map<string, number>} */
  const bytes = new Map()
  for (const library of LIBRARIES) {
    for (const [name, figure] of await bytesOf(library)) bytes.set(name, figure)
    done()
  }
  const without = bytes.get(BASELINE.name) ?? NaN
  const rows = MEASURED.map(({ name }) => ({
    name,
    figures: { added: (bytes.get(name) ?? NaN) - without },
  }))
  return {
    id: 'garbage',
    title: 'Garbage per request',
    notes: [
      'What the heap and the buffers grow by while node:http requests are handled in process and no garbage is collected, less what they grow by without a session.',
    ],
    columns: [{ key: 'added', title: 'allocated', unit: 'B' }],
    rows,
    goals: rows.flatMap(({ name, figures }) => goalsOf(name, figures.added)),
  }
}

/** Bytes, by what a request does with a session of 1 KB. */
const TARGETS = { 'read, not reissued': 4096, 'read and reissued': 8192 }

/** @type {(name: string, measured: number) => Goal[]} */
function goalsOf(name, measured) {
  const [library = '', action = ''] = name.split(': ')
  const target = TARGETS[/** @type {keyof typeof TARGETS} */ (action)]
  if (!library.startsWith('cartouche') || target === undefined) return []
  const what = `garbage of a session of 1 KB that is ${action}: bytes`
  return [
    {
      what,
      at: library.replace('cartouche, ', ''),
      measured,
      relation: '≤',
      target,
      why: REASONS.garbage,
    },
  ]
}

/** @type {(library: LibraryName) => Promise<[variant: string, bytes: number][]>} */
async function bytesOf(library) {
  const variants = ALL.filter((variant) => variant.library === library)
  const figures = await runNode(new URL('garbage-child.js', import.meta.url), {
    flags: ['--expose-gc', `--min-semi-space-size=${SPACE}`, `--max-semi-space-size=${SPACE}`],
    args: [library, ...variants.map(({ action }) => action)],
  })
  return variants.map(({ name, action }) => [name, figures[action]])
}
