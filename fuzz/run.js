import { parseArgs, styleText } from 'node:util'
import { writeCorpus, writeFinding } from './files.js'
import { replay, targetsOf } from './replay.js'
import { fuzz } from './supervise.js'
import { failureOf, minimise } from './triage.js'

/** @import { State, Suspect } from './supervise.js' */

const HELP = `usage: node fuzz/run.js [--seconds N] [--seed N] [--target NAME]… [--keep]

Feeds pickles to the codec and looks for what none may do: an error that is no PickleError, a call
that takes more than 10 ms or 64 MiB, a value that is not written as it was read. First it runs the
inputs that are kept, then mutants of them; those that reach new code are mutated further. What fails
is made small and kept in fuzz/findings/.

  --seconds N     how long to mutate (default 30); 0 to run only what is kept
  --seed N        repeats a run, as far as its speed allows
  --target NAME   only those whose name begins so: ${targetsOf(['']).join(', ')}
  --keep          write the inputs that reached new code to fuzz/corpus.txt
  --help          print this

FUZZ_SLACK=N in the environment allows calls N times as long: for a machine that is busy.`

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    seed: { type: 'string', default: String(Date.now() % 0x7fff_ffff) },
    target: { type: 'string', multiple: true, default: [''] },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const isTerminal = process.stdout.isTTY

/** @param {string} problem */
function printFailure(problem) {
  console.log(`${isTerminal ? styleText('red', 'FAILED') : 'FAILED'} ${problem}`)
}

/** @param {State} state */
function printState({ runs, corpus, reached }) {
  if (!isTerminal) return
  const line = `${runs} inputs, ${corpus} of them kept, ${reached} characters of code ran`
  process.stdout.write(`\r${line}`)
}

/**
 * Looks at a suspect again, keeps it if it fails, and tells whether it does.
 *
 * @param {Suspect} suspect
 */
function examine(suspect) {
  if (suspect.isFatal) {
    printFailure(
      `${suspect.target}: ${suspect.problem}\n  in fuzz/findings/${writeFinding(suspect)}`,
    )
    return true
  }
  const failure = failureOf(suspect)
  if (failure === undefined) return false
  const small = { ...suspect, bytes: minimise(suspect, failure) }
  const problem = failureOf(small)?.message ?? failure.message
  const file = writeFinding({ ...small, problem })
  printFailure(
    `${problem}\n  ${small.bytes.toString('hex').slice(0, 400)}\n  in fuzz/findings/${file}`,
  )
  return true
}

async function main() {
  const targets = targetsOf(values.target)
  if (targets.length === 0) throw new Error('there is no such target: see --help')
  const problems = replay(targets)
  for (const problem of problems) printFailure(problem)
  console.log(`Kept inputs: ${problems.length} failures`)
  const [seconds, seed] = [Number(values.seconds), Number(values.seed)]
  let failures = problems.length
  if (seconds > 0) failures += await search({ seconds, seed, targets })
  process.exitCode = failures > 0 ? 1 : 0
}

/**
 * Fuzzes, and returns how many failures there were.
 *
 * @param {{ seconds: number, seed: number, targets: string[] }} options
 */
async function search(options) {
  console.log(`Mutating for ${options.seconds} s, seed ${options.seed}`)
  let found = 0
  let runs = 0
  const corpus = await fuzz(options, {
    onSuspect: (suspect) => {
      if (examine(suspect)) found++
    },
    onProgress: (state) => {
      runs = state.runs
      printState(state)
    },
  })
  if (values.keep && corpus !== undefined) writeCorpus(corpus)
  console.log(`${isTerminal ? '\n' : ''}${runs} inputs: ${found} failures`)
  return found
}

if (values.help) console.log(HELP)
else await main()
