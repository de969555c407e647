import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** Where an example finds the package in this repository. */
const HERE = '../..'

/**
 * Has the example in `folder` install the package from a tarball instead of a link to this repository; all that
 * its lock file says of other packages stands.
 */
export function useTarball(folder, tarball) {
  const spec = `file:${relative(folder, tarball)}`
  rewrite(join(folder, 'package.json'), (own) => replaceSpec(own, spec))
  rewrite(join(folder, 'package-lock.json'), ({ packages }) => {
    const hash = createHash('sha512').update(readFileSync(tarball)).digest('base64')
    replaceSpec(packages[''], spec)
    packages['node_modules/cartouche'] = {
      ...ownEntry(),
      resolved: spec,
      integrity: `sha512-${hash}`,
    }
    delete packages[HERE]
  })
}

/** What a lock file says of the package, as it is now: the example's may be older. */
function ownEntry() {
  const file = new URL('../package.json', import.meta.url)
  const own = JSON.parse(readFileSync(file, 'utf8'))
  const { version, license, engines, peerDependencies, peerDependenciesMeta } = own
  return { version, license, engines, peerDependencies, peerDependenciesMeta }
}

function replaceSpec({ dependencies }, spec) {
  dependencies.cartouche = spec
}

function rewrite(file, change) {
  const content = JSON.parse(readFileSync(file, 'utf8'))
  change(content)
  writeFileSync(file, JSON.stringify(content, null, 2))
}
