/** `cartouche serve`. */
import { EXIT, defineCommand } from '../command.js'
import { CliError, UsageError } from '../errors.js'
import { packageFile } from '../package-files.js'
import { filesBelow, listen, serverOf } from '../static-server.js'

const PORT = 6544 // beside the demo's

export const command = defineCommand({
  usage: ['[--port N] [--host NAME]'],
  about: `Serves the inspector, a page that takes cookies apart in the browser. It sends nothing
anywhere: its Content-Security-Policy forbids it. Ctrl-C ends it.`,
  options: {
    port: {
      type: 'string',
      value: 'N',
      help: `where to listen (default ${PORT}); 0 for any free one`,
    },
    host: {
      type: 'string',
      value: 'NAME',
      help: 'who may reach it (default localhost: this machine alone)',
    },
  },
  examples: [
    ['cartouche serve', 'then open the address that it prints'],
    ['cartouche serve --port 0', 'at any free port'],
  ],
  most: 0,
  run: async ({ io, values: { port, host = 'localhost' } }) => {
    const wanted = portOf(port)
    const files = filesBelow(packageFile('dist/inspector/'))
    if (!files.has('/index.html')) throw new CliError(MISSING)
    const server = serverOf(files)
    const url = await listen(server, wanted, host)
    io.print(`The inspector is at ${io.paint('cyan', url)}`)
    io.note('Ctrl-C ends it.')
    await new Promise((resolve) => server.once('close', resolve))
    return EXIT.yes
  },
})

const MISSING =
  'the page of the inspector is not in this installation: install cartouche again, or in a clone run npm run build'

function portOf(text: string | undefined): number {
  if (text === undefined) return PORT
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port
  throw new UsageError('--port is a number from 0 to 65535')
}
