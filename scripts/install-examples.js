// Installs the applications in examples/ whose frameworks are tested where they are, those that have a folder
// contract/, and builds what their contract needs: `install-examples.js [NAME…]`.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { EXAMPLES, prepareAll } from './example-folder.js'

const asked = process.argv.slice(2)
const names = readdirSync(EXAMPLES).filter((name) => asked.length === 0 || asked.includes(name))
const folders = names.map((name) => join(EXAMPLES, name))
await prepareAll(folders.filter((folder) => existsSync(join(folder, 'contract'))))
