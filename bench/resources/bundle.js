/** How large each entry point is when a bundler has made one file of it. */
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { buildSync } from 'esbuild'
import { ENTRY_POINTS, RIVALS } from './packages.js'

/** @import { Row, Section } from '../section.js' */

const GOAL = 12 * 1024
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FIRST = 'unencryptedCookieSessionFactoryConfig'
const SIGNED = 'signedCookieSessionFactory'

/**
 * What applications take: a factory and a binding.
 *
 * @type {readonly (readonly [factory: string, binding: string, name: string])[]}
 */
const PAIRS = [
  [FIRST, 'node', 'withSession'],
  [FIRST, 'express', 'session'],
  [FIRST, 'fetch', 'withSession'],
  [SIGNED, 'express', 'session'],
  [SIGNED, 'fetch', 'withSession'],
]

/** @returns {Section} */
export function measureBundles() {
  const whole = [...ENTRY_POINTS, ...RIVALS].map((name) => rowOf(name, `export * from '${name}'`))
  const pairs = PAIRS.map(pairOf)
  return {
    id: 'bundle',
    title: 'Bundle size',
    notes: [
      'esbuild: bundle, minify, platform node, format esm; then gzip -9. What Node brings is not in it.',
      'A factory + a binding: no more is imported than the one and the middleware of the other.',
      'Share of pickle: what of the minified bundle comes from src/pickle.',
    ],
    columns: [
      { key: 'minified', title: 'minified', unit: 'B' },
      { key: 'gzip', title: 'and gzip', unit: 'B' },
      { key: 'pickle', title: 'share of pickle', unit: '' },
    ],
    rows: [...whole, ...pairs],
    goals: pairs
      .filter(({ name }) => name.startsWith(FIRST))
      .map(({ name, figures }) => ({
        what: 'first factory with one binding, minified and gzip: bytes',
        at: name.replace(/.*\+ /, ''),
        measured: figures['gzip'] ?? NaN,
        relation: '≤',
        target: GOAL,
      })),
  }
}

/** @type {(pair: (typeof PAIRS)[number]) => Row} */
function pairOf([factory, binding, name]) {
  return rowOf(
    `${factory} + cartouche/${binding}`,
    `export { ${factory} } from 'cartouche'; export { ${name} } from 'cartouche/${binding}'`,
  )
}

/** @type {(name: string, contents: string) => Row} */
function rowOf(name, contents) {
  const { outputFiles, metafile } = buildSync({
    stdin: { contents, resolveDir: ROOT },
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    write: false,
    metafile: true,
    absWorkingDir: ROOT,
  })
  const [bytes = new Uint8Array()] = outputFiles.map((file) => file.contents)
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs))
  const pickle = inputs
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
