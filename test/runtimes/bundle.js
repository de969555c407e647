/** Makes one file of all suites: a runtime needs nothing else to run them, not even a file system. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { SUITES } from './suites.js'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const TEST = fileURLToPath(new URL('..', import.meta.url))
const VECTORS = new URL('../vectors/', import.meta.url)

/** What stands in the bundle for files that read others, or start programs. */
const INSTEAD = {
  'support/vectors.ts': () =>
    `const all = ${JSON.stringify(allVectors())}
     export const readVectors = (name, field = 'vectors') => all[name][field]`,
  'support/python.ts': () => 'export const python = undefined, runPython = undefined',
}

/** Frameworks are CommonJS in part, which asks for Node's modules by this. */
const REQUIRE = `import { createRequire as requireFor } from 'node:module'
const require = requireFor(import.meta.url)`

/**
 * @param {'process' | 'worker'} entry what runs the suites
 * @param {string} outfile
 */
export async function bundle(entry, outfile) {
  await build({
    entryPoints: [join(HERE, `${entry}.ts`)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2023',
    keepNames: true,
    alias: { vitest: join(HERE, 'vitest.ts') },
    plugins: [{ name: 'suites', setup: (build) => setup(build, SUITES[entry]) }],
    logLevel: 'warning',
    ...(entry === 'process' && { banner: { js: REQUIRE } }),
  })
}

/**
 * @param {import('esbuild').PluginBuild} build
 * @param {readonly string[]} suites
 */
function setup({ onResolve, onLoad }, suites) {
  onResolve({ filter: /^suites:all$/ }, ({ path }) => ({ path, namespace: 'suites' }))
  onLoad({ filter: /./, namespace: 'suites' }, () => ({
    contents: listOf(suites),
    resolveDir: TEST,
  }))
  for (const [file, contentsOf] of Object.entries(INSTEAD)) {
    const filter = new RegExp(`${file.replace('.', String.raw`\.`)}$`)
    onLoad({ filter }, () => ({ contents: contentsOf() }))
  }
}

/**
 * Each is loaded when its turn comes: to define tests is part of running them.
 *
 * @param {readonly string[]} suites
 */
function listOf(suites) {
  const entries = suites.map((name) => `'test/${name}.test.ts': () => import('./${name}.test.ts')`)
  return `export const suites = { ${entries.join(', ')} }`
}

function allVectors() {
  const files = readdirSync(VECTORS, { recursive: true, encoding: 'utf8' })
  const names = files.flatMap((file) => /^(.*)\.json\.gz$/.exec(file)?.[1] ?? [])
  return Object.fromEntries(names.map((name) => [name, vectorsOf(name)]))
}

/** @param {string} name */
function vectorsOf(name) {
  return JSON.parse(gunzipSync(readFileSync(new URL(`${name}.json.gz`, VECTORS))).toString())
}
