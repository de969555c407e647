// Installs the applications in examples/ whose frameworks are tested where they are, those that have a folder
// contract/, and builds what their contract needs: `install-examples.js [NAME…]`.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const EXAMPLES = fileURLToPath(new URL('../examples', import.meta.url))

const asked = process.argv.slice(2)
for (const name of readdirSync(EXAMPLES)) {
  const folder = join(EXAMPLES, name)
  const isAsked = asked.length === 0 || asked.includes(name)
  if (isAsked && existsSync(join(folder, 'contract'))) prepare(folder)
}

function prepare(folder) {
  if (isStale(folder)) npm(folder, 'ci', '--no-audit', '--no-fund', '--loglevel=error')
  const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  if (scripts['build:contract'] !== undefined) npm(folder, 'run', 'build:contract')
}

/** Whether something else is installed than the lock file says; npm notes when it installed. */
function isStale(folder) {
  const installed = join(folder, 'node_modules', '.package-lock.json')
  if (!existsSync(installed)) return true
  return statSync(installed).mtimeMs < statSync(join(folder, 'package-lock.json')).mtimeMs
}

function npm(cwd, ...args) {
  execFileSync('npm', args, { cwd, stdio: 'inherit' })
}
