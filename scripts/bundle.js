// Puts the many files of dist/ into few, for Node to run: to find and read a file costs more than to
// compile it. Bundlers are given the many, of which they take what an application uses.
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
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
 * Of what `cartouche` itself loads, what no server needs; stores, of which one needs one or none; and what imports a
 * framework, which must not be where others would have to find it.
 */
const NOT_OF_SERVERS =
  /\/dist\/(?:bindings\/(?!shared\/)|bindings\/shared\/(?:elysia|next)|stores\/|pickle\/(?:explain\/|types\/index|index|opcode-table|read\/loads|write\/dumps))/

/** What most servers run: the rest is loaded by who imports it. */
const core = new Set(
  [...closureOf(['dist/index.js', ...filesIn('dist/bindings/')])].filter(
    (file) => !NOT_OF_SERVERS.test(file),
  ),
)

/** The paths of files and of all that they import. */
function closureOf(files, found = new Set()) {
  for (const file of files.map((file) => fileURLToPath(new URL(file, root)))) {
    if (found.has(file)) continue
    found.add(file)
    const imported = readFileSync(file, 'utf8').matchAll(/ from '(\.[^']+)'/g)
    closureOf(
      [...imported].map(([, path]) => new URL(path, pathToFileURL(file)).href),
      found,
    )
  }
  return found
}

function filesIn(folder) {
  const names = readdirSync(new URL(folder, root))
  return names.filter((name) => name.endsWith('.js')).map((name) => folder + name)
}

/** What both bundles are made by. */
const common = {
  cwd: fileURLToPath(root),
  platform: 'node',
  logLevel: 'warn',
}

// Less text takes less time to parse. For stack traces lines are kept, one a statement, and the names
// of functions and classes.
const minify = { compress: true, mangle: { toplevel: false, keepNames: true }, codegen: false }

await build({
  ...common,
  input,
  external: ['express', 'next/headers.js', /^@noble\//],
  output: {
    dir: 'dist/bundle',
    chunkFileNames: ({ name }) =>
      /^(?:core$|shared-)/.test(name) ? '[name].js' : 'shared-[name].js',
    codeSplitting: { groups: [{ name: 'core', test: (file) => core.has(file) }] },
    comments: false,
    minify,
  },
})

// The command line has all of it, and what it needs of others: so it has files of its own, and those of servers
// are as few as they would be without it. The licences of what is in it stand there.
await build({
  ...common,
  input: { main: 'dist/cli/main.js' },
  experimental: { attachDebugInfo: 'none' }, // The paths of modules would name folders of this machine.
  output: {
    dir: 'dist/bundle/cli',
    chunkFileNames: '[name].js',
    comments: { legal: true, annotation: false, jsdoc: false },
    minify,
  },
})
