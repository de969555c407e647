/** How large each entry point is when a bundler has made one file of it. */
import { builtinModules } from 'node:module'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { buildSync } from 'esbuild'
import { REASONS } from '../reasons.js'
import { ENTRY_POINTS, RIVALS } from './packages.js'

/** @import { Goal, Row, Section } from '../section.js' */

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FIRST = 'unencryptedCookieSessionFactoryConfig'
const SIGNED = 'signedCookieSessionFactory'
const SEALED = 'sealedCookieSessionFactory'

/**
 * What applications take: a factory and a binding.
 *
 * @type {readonly (readonly [factory: string, binding: string, name: string])[]}
 */
const PAIRS = [
  [SEALED, 'fetch', 'withSession'],
  [FIRST, 'node', 'withSession'],
  [FIRST, 'express', 'session'],
  [FIRST, 'fetch', 'withSession'],
  [SIGNED, 'express', 'session'],
  [SIGNED, 'fetch', 'withSession'],
]

/** In bytes. */
const GOALS = [
  { what: 'sealed factory', factory: SEALED, target: 12 * 1024, why: REASONS.bundle },
  { what: 'first factory', factory: FIRST, target: 30 * 1024, why: REASONS.codec },
]

/** @returns {Section} */
export function measureBundles() {
  const whole = [...ENTRY_POINTS, ...RIVALS].map((name) => rowOf(name, `export * from '${name}'`))
  const pairs = PAIRS.map(pairOf)
  const sealed = rowOf(SEALED, `export { ${SEALED} } from 'cartouche'`)
  return {
    id: 'bundle',
    isOfAnyNode: true,
    title: 'Bundle size',
    notes: [
      'esbuild: bundle, minify, format esm, of the files that bundlers get which do not build for Node; then gzip -9. What Node brings is not in it.',
      'A factory + a binding: no more is imported than the one and the middleware of the other.',
      'Share of pickle: what of the minified bundle comes from src/pickle.',
    ],
    columns: [
      { key: 'minified', title: 'minified', unit: 'B' },
      { key: 'gzip', title: 'and gzip', unit: 'B' },
      { key: 'pickle', title: 'share of pickle', unit: '' },
    ],
    rows: [...whole, sealed, ...pairs],
    goals: GOALS.flatMap((goal) => goalsOf(goal, pairs)),
  }
}

/** @type {(goal: (typeof GOALS)[number], pairs: readonly Row[]) => Goal[]} */
function goalsOf({ what, factory, target, why }, pairs) {
  return pairs
    .filter(({ name }) => name.startsWith(factory))
    .map(({ name, figures }) => ({
      what: `${what} with one binding, minified and gzip: bytes`,
      at: name.replace(/.*\+ /, ''),
      measured: figures['gzip'] ?? NaN,
      relation: '≤',
      target,
      why,
    }))
}

/** @type {(pair: (typeof PAIRS)[number]) => Row} */
function pairOf([factory, binding, name]) {
  return rowOf(`${factory} + cartouche/${binding}`, importsOf(factory, binding, name))
}

/** @type {(factory: string, binding: string, name: string) => string} */
const importsOf = (factory, binding, name) =>
  `export { ${factory} } from 'cartouche'; export { ${name} } from 'cartouche/${binding}'`

/** The files that something is left of in a bundle of the sealed factory and the binding for fetch. */
export function filesOfSealed() {
  return sharesOf(bundle(importsOf(SEALED, 'fetch', 'withSession')))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path)
}

/** @type {(name: string, contents: string) => Row} */
function rowOf(name, contents) {
  const built = bundle(contents)
  const [bytes = new Uint8Array()] = built.outputFiles.map((file) => file.contents)
  const pickle = sharesOf(built)
    .filter(([path]) => path.startsWith('dist/pickle/'))
    .reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0)
  return {
    name,
    figures: {
      minified: bytes.length,
      gzip: gzipSync(bytes, { level: 9 }).length,
      pickle: pickle / bytes.length,
    },
  }
}

/** @param {string} contents */
function bundle(contents) {
  return buildSync({
    stdin: { contents, resolveDir: ROOT },
    bundle: true,
    minify: true,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    external: [...builtinModules, 'node:*', 'next/*'],
    format: 'esm',
    write: false,
    metafile: true,
    absWorkingDir: ROOT,
  })
}

/** @param {ReturnType<typeof bundle>} built */
function sharesOf({ metafile }) {
  return Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs))
}
