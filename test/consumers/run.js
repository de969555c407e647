/**
 * What users of the package meet: that TypeScript projects compile with it, and what it installs:
 * `npm run test:consumers`. Ends with the line 'N passed, N failed'.
 */
import { execFile, execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { PROJECTS, RESOLUTIONS, VERSIONS } from './projects.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const HERE = join(ROOT, 'test/consumers')

const LONGEST_OUTPUT = 64 * 1024 * 1024 // bytes
const LONGEST_STEP = 300_000 // milliseconds
const LINES_SHOWN = 20

const run = promisify(execFile)
const total = { passed: 0, failed: 0 }

install()
const folder = mkdtempSync(join(tmpdir(), 'cartouche-consumers-'))
try {
  const tarball = await pack()
  for (const [name, project] of Object.entries(PROJECTS)) await compileAll(name, project, tarball)
  await check('installed alone it brings nothing along', () => installAlone(tarball))
  for (const peer of ['express@4.21.2', 'express@5.0.0']) {
    await check(`installed beside ${peer}`, () => installBeside(peer, tarball))
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 ? 1 : 0

/** Installs the compilers where they are not, or are others than the lock file says; npm notes when it installed. */
function install() {
  const installed = join(HERE, 'node_modules', '.package-lock.json')
  const lock = join(HERE, 'package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  execFileSync('npm', args, { cwd: HERE, stdio: 'inherit' })
}

/** The path of the tarball, of the package as it is built: others may use that meanwhile. */
async function pack() {
  await npm(ROOT, 'pack', '--ignore-scripts', '--pack-destination', folder)
  const file = readdirSync(folder).find((name) => name.endsWith('.tgz'))
  return join(folder, /** @type {string} */ (file))
}

/**
 * @param {string} cwd
 * @param {readonly string[]} args
 */
function npm(cwd, ...args) {
  return run('npm', args, { cwd, timeout: LONGEST_STEP, maxBuffer: LONGEST_OUTPUT })
}

/**
 * @param {string} what
 * @param {() => Promise<void>} examine
 */
async function check(what, examine) {
  const start = performance.now()
  try {
    await examine()
    total.passed++
    console.log(`passed ${what} (${((performance.now() - start) / 1000).toFixed(1)} s)`)
  } catch (error) {
    total.failed++
    const { message, stdout = '' } = /** @type {Error & { stdout?: string }} */ (error)
    const lines = (stdout || message).split('\n').slice(0, LINES_SHOWN)
    console.log([`failed ${what}`, ...lines.map((line) => `       ${line}`)].join('\n'))
  }
}

/**
 * @param {string} name
 * @param {import('./projects.js').Project} project
 * @param {string} tarball
 */
async function compileAll(name, project, tarball) {
  const cwd = await makeProject(name, project, tarball)
  const { options, versions = VERSIONS } = project
  /** @param {[string, string]} way */
  const compileBy = async ([resolution, module]) => {
    const config = `tsconfig.${resolution}.json`
    const compilerOptions = { ...options, module, moduleResolution: resolution }
    writeFileSync(join(cwd, config), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
    for (const version of versions) {
      await check(`${name}, ${resolution}, TypeScript ${version}`, async () => {
        const compiler = join(HERE, 'node_modules', `typescript-${version}`, 'bin/tsc')
        await run(process.execPath, [compiler, '-p', config], { cwd, maxBuffer: LONGEST_OUTPUT })
      })
    }
  }
  // Compilers take long, and know one thread each.
  await Promise.all(Object.entries(RESOLUTIONS).map(compileBy))
}

/**
 * A folder that has the package as it is installed, and of other packages those that the project may have.
 *
 * @param {string} name
 * @param {import('./projects.js').Project} project
 * @param {string} tarball
 */
async function makeProject(name, { packages, subpaths }, tarball) {
  const cwd = join(folder, name)
  cpSync(join(HERE, 'projects', name), cwd, { recursive: true })
  writeFileSync(join(cwd, 'package.json'), '{ "private": true, "type": "module" }')
  writeFileSync(join(cwd, 'every.ts'), subpaths.map(importOf).join('\n'))
  await unpack(tarball, join(cwd, 'node_modules', 'cartouche'))
  for (const other of packages) {
    const link = join(cwd, 'node_modules', other)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules', other), link)
  }
  return cwd
}

/**
 * @param {string} subpath of `exports`
 * @param {number} at
 */
function importOf(subpath, at) {
  return `import * as entry${at} from 'cartouche${subpath.slice(1)}'\nexport { entry${at} }`
}

/**
 * @param {string} tarball
 * @param {string} to
 */
async function unpack(tarball, to) {
  mkdirSync(to, { recursive: true })
  await run('tar', ['-xzf', tarball, '-C', to, '--strip-components=1'])
}

/** @param {string} tarball */
async function installAlone(tarball) {
  const cwd = makeEmpty('alone')
  await npm(cwd, 'install', '--offline', '--no-audit', '--no-fund', tarball)
  const names = readdirSync(join(cwd, 'node_modules')).filter((name) => !name.startsWith('.'))
  if (names.join() !== 'cartouche') throw new Error(`It has installed ${names.join(', ')}`)
}

/**
 * Any conflict of peers is an error.
 *
 * @param {string} peer
 * @param {string} tarball
 */
async function installBeside(peer, tarball) {
  const cwd = makeEmpty(peer)
  const args = [
    '--prefer-offline',
    '--strict-peer-deps',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
  ]
  await npm(cwd, 'install', ...args, peer)
  await npm(cwd, 'install', ...args, tarball)
  const { version } = JSON.parse(
    readFileSync(join(cwd, 'node_modules/express/package.json'), 'utf8'),
  )
  if (`express@${version}` !== peer) throw new Error(`It has replaced ${peer} by ${version}`)
}

/** @param {string} name */
function makeEmpty(name) {
  const cwd = join(folder, name)
  mkdirSync(cwd)
  writeFileSync(join(cwd, 'package.json'), '{ "private": true }')
  return cwd
}
