/** The package as it is installed, in the servers that runtimes have of their own. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { exercise } from '../examples/exercise.js'
import { serveWorker, serving } from './start.js'

/**
 * @typedef {import('./runtimes.js').Runtime} Runtime
 *
 * @typedef {import('./run-suites.js').Outcome} Outcome
 */

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const EXAMPLE = ['server.js', 'serve.js']
const PROJECT = { type: 'module', dependencies: { cartouche: '*' } }

/** @type {Readonly<Record<string, (runtime: Runtime, folder: string) => Promise<unknown>>>} */
const SERVERS = { bun: exerciseExample, deno: exerciseExample, workerd: visitWorker }

/**
 * @param {Runtime} runtime
 * @param {string} folder for what is made
 * @returns {Promise<Outcome>} of no test where the runtime has no such server
 */
export async function served(runtime, folder) {
  const serve = SERVERS[runtime.name]
  if (serve === undefined) return { passed: 0, skipped: 0, failures: [] }
  install(folder)
  try {
    await serve(runtime, folder)
    return { passed: 1, skipped: 0, failures: [] }
  } catch (error) {
    const { stack = '' } = /** @type {Error} */ (error)
    return { passed: 0, skipped: 0, failures: [{ name: 'its own server', message: stack }] }
  }
}

/**
 * Makes a folder one in which the package is installed.
 *
 * @param {string} folder
 */
function install(folder) {
  mkdirSync(join(folder, 'node_modules'), { recursive: true })
  symlinkSync(ROOT, join(folder, 'node_modules', 'cartouche'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify(PROJECT))
}

/**
 * The example of fetch, as every example is exercised.
 *
 * @param {Runtime} runtime
 * @param {string} folder
 */
async function exerciseExample({ program, args }, folder) {
  for (const file of EXAMPLE) cpSync(join(ROOT, 'examples/fetch', file), join(folder, file))
  const [PORT, SESSION_KEY] = [await freePort(), randomBytes(32).toString('base64url')]
  const env = { HOST: 'localhost', PORT, SESSION_KEY }
  const { line, stop } = await serving(program, [...args, join(folder, 'server.js')], env)
  try {
    await exercise(line)
  } finally {
    await stop()
  }
}

async function freePort() {
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  server.close()
  return String(port)
}

/**
 * @param {Runtime} runtime
 * @param {string} folder
 */
async function visitWorker(runtime, folder) {
  const entry = join(folder, 'page.js')
  cpSync(fileURLToPath(new URL('page.js', import.meta.url)), entry)
  const outfile = join(folder, 'worker.mjs')
  await build({ entryPoints: [entry], outfile, bundle: true, format: 'esm', platform: 'node' })
  const { origin, stop } = await serveWorker(runtime, folder)
  try {
    await visit(origin)
  } finally {
    await stop()
  }
}

/** @param {string} origin */
async function visit(origin) {
  const first = await fetch(origin)
  assert.equal(await first.text(), 'Visit 1')
  const cookie = /** @type {string} */ (first.headers.getSetCookie()[0]?.split(';')[0])
  const second = await fetch(origin, { headers: { cookie } })
  assert.equal(await second.text(), 'Visit 2')
  const refused = await fetch(origin, { method: 'POST', headers: { cookie } })
  assert.equal(refused.status, 400)
  assert.match(refused.headers.get('content-type') ?? '', /^text\/plain/)
  assert.equal(await refused.text(), '400 Bad Request\n')
}
