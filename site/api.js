// Writes docs/api: the reference, from the doc comments of what each entry point gives out.
import { readFileSync } from 'node:fs'
import { Application } from 'typedoc'

const root = new URL('..', import.meta.url)
const { exports } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))

const entryPoints = Object.values(exports)
  .map(({ default: file }) => file)
  .filter((file) => file !== undefined)
  .map((file) => file.replace('./dist/', '../src/').replace(/\.js$/, '.ts'))

const app = await Application.bootstrapWithPlugins({ options: 'typedoc.json', entryPoints })
const project = await app.convert()
if (project === undefined) process.exit(1)
await app.generateOutputs(project)
