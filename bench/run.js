/** `npm run bench`: measures everything, prints it and writes it down. See `--help`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { drawChart } from './chart.js'
import { machineOf } from './machine.js'
import { withResults } from './markdown.js'
import { HELP, parseOptions, UsageError } from './options.js'
import { printSection, printTargets } from './print.js'
import { progressBar } from './progress.js'

/** @import { Machine } from './machine.js' */
/** @import { Options, PartName } from './options.js' */
/** @import { Part, Section } from './section.js' */

/** Where the parts are. Each is loaded when it is asked for: it has packages of its own. */
const MODULES = {
  core: './core/index.js',
  pickle: './pickle.js',
  http: './http/index.js',
  resources: './resources/index.js',
}

/** @param {PartName} name @returns {Promise<Part>} */
async function loadPart(name) {
  return (await import(MODULES[name]))[name]
}

/** @type {(name: PartName, rounds: number) => Promise<readonly Section[]>} */
async function runPart(name, rounds) {
  const part = await loadPart(name)
  const { progress, end } = progressBar(name)
  try {
    return await part.run({ rounds, progress })
  } finally {
    end()
  }
}

/** @type {(sections: readonly Section[], machine: Machine, options: Options) => void} */
function writeFiles(sections, machine, { json, chart, markdown }) {
  if (json !== undefined) {
    writeFileSync(json, `${JSON.stringify({ ...machine, sections }, null, 2)}\n`)
  }
  if (chart !== undefined) writeFileSync(chart, drawChart(sections, machine))
  if (markdown !== undefined) {
    writeFileSync(markdown, withResults(readFileSync(markdown, 'utf8'), sections, machine))
  }
}

/** @param {Options} options */
async function main(options) {
  if (options.help) return console.log(HELP)
  /** @type {Section[]} */
  const sections = []
  for (const name of options.parts) {
    const measured = await runPart(name, options.rounds)
    measured.forEach(printSection)
    sections.push(...measured)
  }
  printTargets(sections)
  writeFiles(sections, machineOf(options.rounds), options)
}

try {
  await main(parseOptions(process.argv.slice(2)))
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  console.error(`bench: ${error.message}\nTry npm run bench -- --help.`)
  process.exitCode = 2
}
