/** Runs the benchmark on another Node: that of npm's package `node`, which npx keeps in its cache. */
import { spawnSync } from 'node:child_process'

/** That npm cannot give it. */
export class NoSuchNode extends Error {}

/**
 * Where the newest Node of a version is.
 *
 * @param {string} version such as '24'
 * @throws {NoSuchNode}
 */
export function nodeOf(version) {
  const asked = ['--yes', '--package', `node@${version}`, '--', 'node', '-p', 'process.execPath']
  const { status, stdout, stderr, error } = spawnSync('npx', asked, { encoding: 'utf8' })
  if (status === 0) return stdout.trim()
  const reason = error?.message ?? stderr.trim()
  throw new NoSuchNode(`npm gives no Node ${version} for --node: ${reason}`)
}

/**
 * Runs a file there, and ends as it ends.
 *
 * @type {(version: string, file: string, args: readonly string[]) => void}
 */
export function runOn(version, file, args) {
  const { status } = spawnSync(nodeOf(version), [file, ...args], { stdio: 'inherit' })
  process.exitCode = status ?? 1
}
