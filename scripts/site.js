// Runs scripts of site/ one after the other, and installs what they need first, where that is not done: `site.js NAME…`.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { isStale } from './example-folder.js'

const cwd = fileURLToPath(new URL('../site', import.meta.url))

/** Ends this process where npm has failed. */
function npm(...args) {
  const { status } = spawnSync('npm', args, { cwd, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

if (isStale(cwd)) npm('ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error')
for (const script of process.argv.slice(2)) npm('run', '--silent', script)
