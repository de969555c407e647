/** `npm run bench:docs`: measures on several Nodes, and writes what the docs say of it. See `--help`. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { drawChart } from './chart.js'
import { fillPlace } from './markdown.js'
import { nodeOf } from './other-node.js'
import { withSpeeds } from './readme.js'
import { resultsOf } from './results.js'
import { PARTS } from './section.js'
import { summaryOf } from './summary.js'

/** @import { Run } from './section.js' */

const HELP = `usage: npm run bench:docs -- [--rounds N] [--figures FOLDER]

Runs the benchmark on Node 24, whose targets count, and the parts that depend on the version of Node most
on 20 and 26 too. Writes docs/benchmarks.md, docs/benchmark.svg, and the speeds in README.md.

  --rounds N         rounds of each run, to see that it works (default 11, beside it 7)
  --figures FOLDER   keeps the figures there; a run whose figures are there is not made again
  --help             print this`

const NODES = ['core', 'http', 'resources']
/** The newest LTS line of Node comes first. */
const RUNS = [
  { node: '24', rounds: '11', parts: PARTS },
  { node: '20', rounds: '7', parts: NODES },
  { node: '26', rounds: '7', parts: NODES },
]

const ROOT = new URL('..', import.meta.url)

/** @type {(run: (typeof RUNS)[number], folder: string) => Run} */
function measureOn({ node, rounds, parts }, folder) {
  const file = join(folder, `node-${node}.json`)
  if (!existsSync(file)) {
    const main = fileURLToPath(new URL('run.js', import.meta.url))
    const args = [main, '--only', parts.join(','), '--rounds', rounds, '--json', file]
    const { status } = spawnSync(nodeOf(node), args, { stdio: 'inherit' })
    if (status !== 0) throw new Error(`The benchmark failed on Node ${node}`)
  }
  // What is no number is null in JSON.
  return JSON.parse(readFileSync(file, 'utf8'), (_key, value) => value ?? NaN)
}

/** @type {(name: string, change: (text: string) => string) => void} */
function rewrite(name, change) {
  const file = new URL(name, ROOT)
  writeFileSync(file, change(readFileSync(file, 'utf8')))
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    figures: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

function main() {
  const folder = values.figures ?? mkdtempSync(join(tmpdir(), 'cartouche-bench-'))
  mkdirSync(folder, { recursive: true })
  const [newest, ...others] = RUNS.map((run) =>
    measureOn({ ...run, rounds: values.rounds ?? run.rounds }, folder),
  )
  if (newest === undefined) return
  writeFileSync(new URL('docs/benchmark.svg', ROOT), drawChart(newest.sections, newest))
  rewrite('docs/benchmarks.md', (page) =>
    fillPlace(
      fillPlace(page, 'summary', summaryOf(newest)),
      'results',
      resultsOf([newest, ...others]),
    ),
  )
  rewrite('README.md', (readme) => withSpeeds(readme, newest.sections))
  spawnSync('npx', ['oxfmt', 'docs/benchmarks.md', 'README.md'], { cwd: ROOT, stdio: 'inherit' })
}

if (values.help) console.log(HELP)
else main()
