// Installs the applications in examples/ whose frameworks are tested where they are, those that have a folder
// contract/, and builds what their contract needs: `install-examples.js [NAME…]`.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { EXAMPLES, prepare } from './example-folder.js'

const asked = process.argv.slice(2)
for (const name of readdirSync(EXAMPLES)) {
  const folder = join(EXAMPLES, name)
  const isAsked = asked.length === 0 || asked.includes(name)
  if (isAsked && existsSync(join(folder, 'contract'))) prepare(folder)
}
