// Puts the many files of dist/ into few, for Node to run: to find and read a file costs more than to
// compile it. Bundlers are given the many, of which they take what an application uses.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'rolldown'

const root = new URL('..', import.meta.url)
const { exports } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))

/** The entry points by the names of their bundles. */
const input = Object.fromEntries(
  Object.values(exports)
    .flatMap(({ node, default: file }) => (node === undefined ? [] : file))
    .map((file) => [/^\.\/dist\/(.*)\.js$/.exec(file)?.[1], file]),
)

/**
 * What no server needs (`cartouche/pickle`, `cartouche/testing`), and the bindings and stores, of which a server
 * needs one or none. What imports a framework must not be where others would have to find that framework.
 */
const NOT_OF_SERVERS =
  /\/dist\/(?:bindings\/(?!shared\/)|bindings\/shared\/(?:elysia|next)|stores\/|\w+\/(?:shared-)?pyramid-(?:redis|store|beaker)|testing\/|pickle\/(?:explain\/|types\/index|index|opcode-table|read\/loads|write\/dumps))/

await build({
  cwd: fileURLToPath(root),
  input,
  platform: 'node',
  external: ['express', 'next/headers.js'],
  output: {
    dir: 'dist/bundle',
    chunkFileNames: '[name].js',
    codeSplitting: { groups: [{ name: 'core', test: (file) => !NOT_OF_SERVERS.test(file) }] },
    // Less text takes less time to parse. For stack traces lines are kept, one a statement, and the names
    // of functions and classes.
    comments: false,
    minify: { compress: true, mangle: { toplevel: false, keepNames: true }, codegen: false },
  },
  logLevel: 'warn',
})
