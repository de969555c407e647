/**
 * Starts the demo: `npm start`, or `PORT=8080 SESSION_SECRET=… SESSION_STORE=sqlite INSECURE_COOKIES=1 npm start`.
 *
 * It listens on localhost alone; HOST is another address, 0.0.0.0 all of them. SESSION_SECRET is what Pyramid's cookies are signed with, to share them with a Pyramid application. SESSION_STORE is
 * where stored sessions are: in memory, or in a database of SQLite, where they outlive the demo if SESSION_KEY is the
 * same at each start. With INSECURE_COOKIES the sealed ones need no HTTPS: for Safari, and for other hosts than localhost.
 */
import type { AddressInfo } from 'node:net'
import { generateKey, signedSerialize } from 'cartouche'
import { createApp } from './app.js'
import { openStore } from './store.js'
import type { DemoStore } from './store.js'

const DEFAULT_PORT = 6543 // Pyramid's own choice
const PATIENCE = 1000 // milliseconds that open connections have once the demo is stopped

await main(process.env)

async function main({ HOST, PORT, SESSION_STORE, ...env }: NodeJS.ProcessEnv): Promise<void> {
  const port = parsePort(PORT)
  if (port === undefined) {
    fail(`PORT must be a whole number from 0 to 65535, not ${JSON.stringify(PORT)}`)
    return
  }
  try {
    listen({ host: HOST || 'localhost', port }, await openStore(SESSION_STORE || undefined), env)
  } catch (error) {
    fail((error as Error).message)
  }
}

/** Where it listens. */
interface Address {
  readonly host: string
  readonly port: number
}

/** The port to listen on, 0 for any that is free; `undefined` when `text` is no port. */
function parsePort(text: string | undefined): number | undefined {
  if (!text) return DEFAULT_PORT
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined
}

function listen(address: Address, store: DemoStore, env: NodeJS.ProcessEnv): void {
  const secret = env['SESSION_SECRET'] || generateKey()
  const key = env['SESSION_KEY'] || generateKey()
  const isInsecure = Boolean(env['INSECURE_COOKIES'])
  const options = { secret, key, isInsecure, store }
  const server = createApp(options).listen(address)
  server.on('error', (error) => fail(explain(error, address)))
  server.on('listening', () => {
    const { port } = server.address() as AddressInfo
    console.log(greeting({ ...address, port }, store.place, env))
  })
  const stop = (): void => {
    server.close()
    setTimeout(() => server.closeAllConnections(), PATIENCE).unref()
  }
  process.once('SIGINT', stop).once('SIGTERM', stop)
}

function greeting({ host, port }: Address, place: string, env: NodeJS.ProcessEnv): string {
  const key = env['SESSION_KEY']
    ? 'Its key is your SESSION_KEY: who is signed in stays so after a restart.'
    : 'It makes its key at each start, so that a restart signs everybody out: set SESSION_KEY to keep one.'
  const secret = env['SESSION_SECRET']
    ? 'Pyramid’s cookies are signed with your SESSION_SECRET.'
    : 'Set SESSION_SECRET to share Pyramid’s cookies with a Pyramid application.'
  const insecure = env['INSECURE_COOKIES']
    ? '\nINSECURE_COOKIES is set: sealed cookies go over plain HTTP, from any host.'
    : host === 'localhost'
      ? ''
      : '\nBrowsers take its cookies over HTTPS and from localhost: INSECURE_COOKIES=1 is for other hosts.'
  return `
The cartouche demo is at http://${host.includes(':') ? `[${host}]` : host}:${port}
Stop it with Ctrl+C.

${key}
${secret}${insecure}
Stored sessions are in ${place}${place === 'memory' ? ': SESSION_STORE=sqlite puts them into a database' : ''}.

Signed text, as in the cookie:

  signedSerialize({ userId: 7 }, 'seekrit')
  → '${signedSerialize({ userId: 7 }, 'seekrit')}'
`
}

function explain(error: NodeJS.ErrnoException, { host, port }: Address): string {
  return error.code === 'EADDRINUSE'
    ? `Port ${port} is in use. Stop what uses it, or choose another port: PORT=8080 npm start`
    : `Cannot listen on port ${port} of ${host}: ${error.message}`
}

function fail(problem: string): void {
  console.error(problem)
  process.exitCode = 1
}
