import { cpSync, existsSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beside, runQuietly } from './beside.js'

export const EXAMPLES = fileURLToPath(new URL('../examples', import.meta.url))

/** What a build or an installation makes. */
const MADE = new Set(['node_modules', 'build', 'dist', '.astro', '.next', '.nuxt', '.output'])
MADE.add('.react-router').add('.svelte-kit')

/** Copies the example without what was made in it. */
export function copyExample(name, to) {
  const from = join(EXAMPLES, name)
  const isOfExample = (path) => !MADE.has(basename(path)) || path === from
  cpSync(from, to, { recursive: true, preserveTimestamps: true, filter: isOfExample })
}

/**
 * Installs in each of the folders what its lock file says, where that is not done, and builds what the contract needs. What
 * one of them prints stays together.
 */
export async function prepareAll(folders) {
  for (const outcome of beside(folders, prepare)) console.log(await outcome)
}

/** @returns what it has printed */
async function prepare(folder) {
  const printed = [`Preparing ${folder}`]
  if (isStale(folder)) {
    printed.push(await npm(folder, 'ci', '--no-audit', '--no-fund', '--loglevel=error'))
  }
  const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  if (scripts['build:contract'] !== undefined) {
    printed.push(await npm(folder, 'run', 'build:contract'))
  }
  return printed.join('\n')
}

/** Whether something else is installed than the lock file says; npm notes when it installed. */
export function isStale(folder) {
  const installed = join(folder, 'node_modules', '.package-lock.json')
  if (!existsSync(installed)) return true
  return statSync(installed).mtimeMs < statSync(join(folder, 'package-lock.json')).mtimeMs
}

export function npm(cwd, ...args) {
  return runQuietly('npm', args, { cwd })
}
