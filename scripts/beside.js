import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** As many as the cores of the machine of CI: what is done so waits for the network and for disks half of the time. */
const AT_ONCE = 2

/**
 * Does the work for all items, two at a time.
 *
 * @returns what comes of each, in the order of the items: a promise for one
 */
export function beside(items, work) {
  const ends = []
  const outcomes = items.map((_, at) => new Promise((...functions) => (ends[at] = functions)))
  const left = items.entries()
  const lane = async () => {
    for (const [at, item] of left) await work(item).then(...ends[at])
  }
  for (let count = 0; count < AT_ONCE; count++) void lane()
  return outcomes
}

/**
 * Runs a program, and keeps what it prints together.
 *
 * @returns its output
 * @throws {Error} with the output, when it fails
 */
export async function runQuietly(program, args, options) {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text))
  }
  const [code, signal] = await once(child, 'close')
  if (code === 0) return output
  throw new Error(`${program} ${args.join(' ')} ended with ${code ?? signal}:\n${output}`)
}
