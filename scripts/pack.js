import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runQuietly } from './beside.js'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Packs the package as it is built: others may use that meanwhile. @returns the path of the tarball, in the folder */
export async function pack(folder) {
  await runQuietly('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: ROOT })
  const isTarball = (file) => file.endsWith('.tgz')
  return join(folder, readdirSync(folder).find(isTarball))
}
