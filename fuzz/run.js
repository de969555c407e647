import { parseArgs, styleText } from 'node:util'
import { failureOf, minimise } from './triage.js'
import { writeCorpus, writeFinding } from './files.js'
import { fuzz } from './supervise.js'
import { TARGETS } from './targets.js'

const HELP = `usage: node fuzz/run.js [--seconds N] [--seed N] [--target NAME]… [--keep]

Feeds mutated pickles to the codec and looks for what none may do: an error that is no PickleError, a
call that takes more than 10 ms or 64 MiB, a value that is not written as it was read. Inputs that
reach new code are mutated further. Failures are made small and kept in fuzz/findings/.

  --seconds N     how long (default 30)
  --seed N        repeats a run, as far as its speed allows
  --target NAME   only this one, or those whose name begins so: ${Object.keys(TARGETS).join(', ')}
  --keep          write the inputs that reached new code to fuzz/corpus.txt
  --help          print this`

/** @param {string} color @param {string} text */
const paint = (color, text) =>
  process.stdout.isTTY ? styleText(/** @type {'red'} */ (color), text) : text

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    seed: { type: 'string', default: String(Date.now() % 0x7fff_ffff) },
    target: { type: 'string', multiple: true, default: [''] },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

/** @param {import('./supervise.js').Suspect} suspect */
function examine(suspect) {
  const failure = failureOf(suspect)
  if (failure === undefined) return false
  const bytes = minimise(suspect, failure)
  const problem = failureOf({ ...suspect, bytes })?.message ?? failure.message
  const file = writeFinding({ target: suspect.target, bytes, problem })
  console.log(`${paint('red', 'FOUND')} ${problem}\n  ${bytes.toString('hex').slice(0, 400)}`)
  console.log(`  kept in fuzz/findings/${file}`)
  return true
}

async function main() {
  const targets = Object.keys(TARGETS).filter((name) =>
    values.target.some((prefix) => name.startsWith(prefix)),
  )
  if (targets.length === 0) throw new Error('there is no such target: see --help')
  const seed = Number(values.seed)
  console.log(`fuzzing ${targets.join(', ')} for ${values.seconds} s, seed ${seed}`)
  let found = 0
  let runs = 0
  const corpus = await fuzz(
    { seconds: Number(values.seconds), seed, targets },
    {
      onSuspect: (suspect) => {
        if (/^(?:does not end|ends the thread)/.test(suspect.problem)) {
          found++
          console.log(`${paint('red', 'FOUND')} ${suspect.target} ${suspect.problem}`)
          console.log(`  kept in fuzz/findings/${writeFinding(suspect)}`)
        } else if (examine(suspect)) found++
      },
      onProgress: (state) => {
        runs = state.runs
        if (!process.stdout.isTTY) return
        const { corpus, reached } = state
        process.stdout.write(`\r${runs} inputs, ${corpus} kept, ${reached} characters of code ran `)
      },
    },
  )
  if (process.stdout.isTTY) process.stdout.write('\n')
  if (values.keep && corpus !== undefined) writeCorpus(corpus)
  console.log(`${runs} inputs, ${paint(found > 0 ? 'red' : 'green', `${found} failures`)}`)
  process.exitCode = found > 0 ? 1 : 0
}

if (values.help) console.log(HELP)
else await main()
