// Writes pages/api: the reference, a page for each entry point, from the doc comments of what it gives out.
import { Application } from 'typedoc'
import { entries } from './entries.js'

const entryPoints = entries.map(({ source }) => `../${source}`)
const app = await Application.bootstrapWithPlugins({ options: 'typedoc.json', entryPoints })
const project = await app.convert()
if (project === undefined) process.exit(1)
for (const module of project.children) {
  module.name = entries.find(({ room }) => room === module.name).name
}
await app.generateOutputs(project)
if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exitCode = 1
