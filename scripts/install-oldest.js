// Does what install-examples.js does for the versions in examples/oldest.json, in copies of the examples in oldest/:
// `install-oldest.js [--lock] [NAME…]`. With `--lock` it writes their lock files anew instead, after a change there.
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EXAMPLES, copyExample, npm, prepareAll } from './example-folder.js'

/** As deep as examples/: the tests of a copy find what they import, and npm finds the package. */
const OLDEST = fileURLToPath(new URL('../oldest', import.meta.url))

const versions = JSON.parse(readFileSync(join(EXAMPLES, 'oldest.json'), 'utf8'))
const isLocking = process.argv.includes('--lock')
const asked = process.argv.slice(2).filter((argument) => argument !== '--lock')
const names = Object.keys(versions).filter((name) => asked.length === 0 || asked.includes(name))
if (isLocking) for (const name of names) await lock(name, copyOf(name))
else await prepareAll(names.map(copyOf))

/** A fresh copy, but for what is installed in it. */
function copyOf(name) {
  const folder = join(OLDEST, name)
  mkdirSync(folder, { recursive: true })
  const others = readdirSync(folder).filter((file) => file !== 'node_modules')
  for (const file of others) rmSync(join(folder, file), { recursive: true })
  copyExample(name, folder)
  takeVersions(join(folder, 'package.json'), versions[name])
  if (!isLocking)
    cpSync(lockOf(name), join(folder, 'package-lock.json'), { preserveTimestamps: true })
  return folder
}

function takeVersions(file, wanted) {
  const own = JSON.parse(readFileSync(file, 'utf8'))
  Object.assign(own.dependencies, wanted)
  writeFileSync(file, JSON.stringify(own, null, 2))
}

async function lock(name, folder) {
  await npm(folder, 'install', '--package-lock-only', '--omit-lockfile-registry-resolved')
  mkdirSync(join(lockOf(name), '..'), { recursive: true })
  cpSync(join(folder, 'package-lock.json'), lockOf(name))
}

function lockOf(name) {
  return join(EXAMPLES, name, 'contract', 'oldest', 'package-lock.json')
}
