// Makes the inspector: one script, one style and one page in dist/inspector/, which can be hosted anywhere.
import { copyFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const path = (file) => fileURLToPath(new URL(`../${file}`, import.meta.url))
const runtime = (name) => path(`src/inspector/runtime/${name}.ts`)

/** What stands in a browser for what only Node has. */
export const runtimePlugin = {
  name: 'runtime',
  setup({ initialOptions, onResolve }) {
    initialOptions.alias = {
      'node:buffer': runtime('node-buffer'),
      'node:diagnostics_channel': runtime('diagnostics-channel'),
      'node:zlib': runtime('zlib'),
    }
    initialOptions.inject = [runtime('buffer')]
    onResolve({ filter: /\/native\.js$/ }, () => ({ path: runtime('crypto') }))
  },
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build({
    entryPoints: {
      inspector: path('src/inspector/main.ts'),
      style: path('src/inspector/style.css'),
    },
    outdir: path('dist/inspector'),
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2023',
    legalComments: 'eof',
    tsconfig: path('src/inspector/tsconfig.json'),
    plugins: [runtimePlugin],
    logLevel: 'warning',
  })
  copyFileSync(path('src/inspector/index.html'), path('dist/inspector/index.html'))
}
