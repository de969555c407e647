// Makes the inspector: one script, one style and one page in dist/inspector/, which can be hosted anywhere.
import { copyFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { runtimePlugin } from './inspector-runtime.js'

const path = (file) => fileURLToPath(new URL(`../${file}`, import.meta.url))

await build({
  entryPoints: {
    inspector: path('src/inspector/main.ts'),
    style: path('src/inspector/style.css'),
  },
  outdir: path('dist/inspector'),
  bundle: true,
  minify: true,
  keepNames: true, // by which people are told what a value is
  format: 'iife',
  platform: 'browser',
  target: 'es2023',
  legalComments: 'eof',
  tsconfig: path('src/inspector/tsconfig.json'),
  plugins: [runtimePlugin],
  logLevel: 'warning',
})
copyFileSync(path('src/inspector/index.html'), path('dist/inspector/index.html'))
