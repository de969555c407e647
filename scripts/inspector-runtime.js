// What stands in a browser for what only Node has, for esbuild to put there.
import { fileURLToPath } from 'node:url'

/** @param {string} name */
const runtime = (name) =>
  fileURLToPath(new URL(`../src/inspector/runtime/${name}.ts`, import.meta.url))

/** @type {import('esbuild').Plugin} */
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
