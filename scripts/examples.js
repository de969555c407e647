// Installs, starts and exercises the applications in examples/, each with the package as users get it:
// `npm run test:examples [NAME…]`. Ends with the line 'N passed, N failed'.
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { EXAMPLES, copyExample } from './example-folder.js'
import { beside } from './beside.js'
import { freePort } from '../test/support/free-port.js'
import { startExample, endingOf } from './example-process.js'
import { useTarball } from './example-lock.js'
import { pack } from './pack.js'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const LOGS = join(ROOT, 'build', 'example-logs')

const NPM_QUIET = ['--no-audit', '--no-fund', '--loglevel=error']
/** Milliseconds: the heavy ones take minutes on a slow machine. */
const LONGEST_STEP = 600_000
const LONGEST_OUTPUT = 64 * 1024 * 1024 // bytes

const run = promisify(execFile)

await main(process.argv.slice(2))

async function main(asked) {
  const names = chosen(asked)
  const folder = mkdtempSync(join(tmpdir(), 'cartouche-examples-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const stop of ['SIGINT', 'SIGTERM']) process.once(stop, () => process.exit(1))
  const tarball = await pack(folder)
  rmSync(LOGS, { recursive: true, force: true })
  let failed = 0
  for (const outcome of beside(names, (name) => outcomeOf(name, folder, tarball))) {
    const { isPassed, lines } = await outcome
    console.log(lines.join('\n'))
    if (!isPassed) failed++
  }
  console.log(`${names.length - failed} passed, ${failed} failed`)
  process.exitCode = failed > 0 ? 1 : 0
}

function chosen(asked) {
  const names = readdirSync(EXAMPLES)
    .filter((name) => existsSync(join(EXAMPLES, name, 'package.json')))
    .toSorted()
  const unknown = asked.filter((name) => !names.includes(name))
  if (unknown.length > 0) {
    console.error(`No such example: ${unknown.join(', ')}. There are ${names.join(', ')}`)
    process.exit(1)
  }
  return asked.length > 0 ? asked : names
}

async function outcomeOf(name, folder, tarball) {
  const log = []
  const start = performance.now()
  try {
    const steps = await check(name, join(folder, name), tarball, log)
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    const line = `${colour(32, 'passed')} ${name} (${steps} steps, ${seconds} s)`
    return { isPassed: true, lines: [line] }
  } catch (error) {
    const line = `${colour(31, 'failed')} ${name}: ${error.message}`
    const kept = keepLog(name, [...log, error.stack])
    return { isPassed: false, lines: [line, `       ${kept}`] }
  } finally {
    rmSync(join(folder, name), { recursive: true, force: true })
  }
}

/** How many steps were taken. */
async function check(name, cwd, tarball, log) {
  copyExample(name, cwd)
  useTarball(cwd, tarball)
  const { scripts, exercise: expected } = JSON.parse(
    readFileSync(join(cwd, 'package.json'), 'utf8'),
  )
  await npm(cwd, log, 'ci', ...NPM_QUIET)
  if (scripts.build !== undefined) await npm(cwd, log, 'run', 'build')
  await expectKeyAsked(cwd, log)
  const port = await portOfLocalhost()
  const SESSION_KEY = randomBytes(32).toString('base64url')
  const example = await startExample(cwd, log, { HOST: 'localhost', PORT: port, SESSION_KEY })
  try {
    // Not before the package is built: it uses that.
    const { exercise } = await import('../test/examples/exercise.js')
    return 1 + (await exercise(example.origin, expected))
  } finally {
    await example.stop()
  }
}

async function portOfLocalhost() {
  return String(await freePort({ host: 'localhost' }))
}

async function npm(cwd, log, ...args) {
  const options = { cwd, timeout: LONGEST_STEP, maxBuffer: LONGEST_OUTPUT }
  try {
    const { stdout, stderr } = await run('npm', args, options)
    log.push(`$ npm ${args.join(' ')}`, stdout, stderr)
  } catch (error) {
    log.push(`$ npm ${args.join(' ')}`, error.stdout, error.stderr)
    throw new Error(`npm ${args.slice(0, 2).join(' ')} failed`, { cause: error })
  }
}

/** Without a key an example ends, and says how to make one. */
async function expectKeyAsked(cwd, log) {
  const { code, output } = await endingOf(cwd, { HOST: 'localhost', PORT: await portOfLocalhost() })
  log.push('$ npm start, without SESSION_KEY', output)
  const isTold = output.includes('SESSION_KEY') && output.includes('npx cartouche keygen')
  if (code === null) throw new Error('without SESSION_KEY it does not end')
  if (code === 0) throw new Error('without SESSION_KEY it ends with code 0')
  if (!isTold) throw new Error('without SESSION_KEY it does not say how to make one')
}

function keepLog(name, lines) {
  mkdirSync(LOGS, { recursive: true })
  const file = join(LOGS, `${name}.log`)
  writeFileSync(file, lines.join('\n'))
  return `see ${file}`
}

function colour(code, text) {
  return process.stdout.isTTY ? `\u001B[${code}m${text}\u001B[0m` : text
}
