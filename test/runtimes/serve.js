/** The pages of serve/: the package as it is installed, in the servers that runtimes have of their own. */
import assert from 'node:assert/strict'
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { serveWorker, serving } from './start.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

const PROJECT = { type: 'module', dependencies: { cartouche: '*' } }

/**
 * Copies the pages to where they find the package as its users do.
 *
 * @param {string} folder
 */
function place(folder) {
  const packages = join(folder, 'node_modules')
  mkdirSync(packages, { recursive: true })
  symlinkSync(ROOT, join(packages, 'cartouche'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify(PROJECT))
  cpSync(fileURLToPath(new URL('serve', import.meta.url)), folder, { recursive: true })
}

/**
 * @typedef {import('./runtimes.js').Runtime} Runtime
 *
 * @typedef {{ origin: string, stop: () => Promise<void> }} Server
 */

/** @type {(runtime: Runtime, folder: string) => Promise<Server>} */
const serveFile = ({ name, program, args }, folder) =>
  serving(program, [...args, join(folder, `${name}.js`)], Number)

/** @type {Readonly<Record<string, (runtime: Runtime, folder: string) => Promise<Server>>>} */
const SERVERS = {
  bun: serveFile,
  deno: serveFile,
  workerd: async (runtime, folder) => {
    const [entry, outfile] = [join(folder, 'worker.js'), join(folder, 'worker.mjs')]
    await build({ entryPoints: [entry], outfile, bundle: true, format: 'esm', platform: 'node' })
    return serveWorker(runtime, folder)
  },
}

/**
 * @param {Runtime} runtime
 * @param {string} folder for what is made
 * @returns {Promise<import('./run-suites.js').Outcome>} of no test where the runtime has no such server
 */
export async function pageOf(runtime, folder) {
  const serve = SERVERS[runtime.name]
  if (serve === undefined) return { passed: 0, skipped: 0, failures: [] }
  place(folder)
  const { origin, stop } = await serve(runtime, folder)
  try {
    await visit(origin)
    return { passed: 1, skipped: 0, failures: [] }
  } catch (error) {
    const { stack = '' } = /** @type {Error} */ (error)
    return { passed: 0, skipped: 0, failures: [{ name: 'a page that is served', message: stack }] }
  } finally {
    await stop()
  }
}

/** @param {string} origin */
async function visit(origin) {
  const first = await fetch(origin)
  assert.equal(await first.text(), 'Visit 1')
  const cookies = first.headers.getSetCookie()
  assert.equal(cookies.length, 1)
  const cookie = /** @type {string} */ (cookies[0]?.split(';')[0])
  const second = await fetch(origin, { headers: { cookie } })
  assert.equal(await second.text(), 'Visit 2')
  const refused = await fetch(origin, { method: 'POST', headers: { cookie } })
  assert.equal(refused.status, 400)
  assert.match(refused.headers.get('content-type') ?? '', /^text\/plain/)
  assert.equal(await refused.text(), '400 Bad Request\n')
}
