/** `npm run bench`: measures everything, prints it and writes it down. See `--help`. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { machineOf } from './machine.js'
import { HELP, parseOptions, UsageError, withoutNode } from './options.js'
import { NoSuchNode, runOn } from './other-node.js'
import { printSection, printTargets } from './print.js'
import { progressBar } from './progress.js'

/** @import { Options, PartName } from './options.js' */
/** @import { Section } from './section.js' */

/**
 * Runs a part in a thread of its own: what V8 made of the code in one part does not slow down or speed
 * up the next one.
 *
 * @type {(name: PartName, rounds: number) => Promise<readonly Section[]>}
 */
async function runPart(name, rounds) {
  const { progress, end } = progressBar(`Node ${process.versions.node}: ${name}`)
  const worker = new Worker(new URL('part.js', import.meta.url), { workerData: { name, rounds } })
  try {
    return await new Promise((resolve, reject) => {
      worker.on('error', reject)
      worker.on('message', ({ sections, done, total }) => {
        if (sections === undefined) progress(done, total)
        else resolve(sections)
      })
    })
  } finally {
    end()
    await worker.terminate()
  }
}

/** @type {(options: Options, args: readonly string[]) => Promise<void>} */
async function main(options, args) {
  if (options.help) return console.log(HELP)
  if (options.node !== undefined) return runOn(options.node, fileURLToPath(import.meta.url), args)
  /** @type {Section[]} */
  const sections = []
  for (const name of options.parts) {
    const measured = await runPart(name, options.rounds)
    measured.forEach(printSection)
    sections.push(...measured)
  }
  printTargets(sections)
  if (options.json === undefined) return
  const run = { ...machineOf(options.rounds), sections }
  writeFileSync(options.json, `${JSON.stringify(run, null, 2)}\n`)
}

try {
  const args = process.argv.slice(2)
  await main(parseOptions(args), withoutNode(args))
} catch (error) {
  if (error instanceof NoSuchNode) console.error(`bench: ${error.message}`)
  else if (!(error instanceof UsageError)) throw error
  else console.error(`bench: ${error.message}\nTry npm run bench -- --help.`)
  process.exitCode = 2
}
