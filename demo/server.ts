/** Starts the demo: `npm start`, or `PORT=8080 SESSION_SECRET=… npm start`. */
import type { AddressInfo } from 'node:net'
import { signedSerialize } from 'cartouche'
import { createApp } from './app.js'

const DEFAULT_PORT = 6543 // Pyramid's own choice
const DEMO_SECRET = 'demo secret, known to everybody'
const PATIENCE = 1000 // milliseconds that open connections have once the demo is stopped

main(process.env)

function main({ PORT, SESSION_SECRET }: NodeJS.ProcessEnv): void {
  const port = parsePort(PORT)
  if (port === undefined) {
    fail(`PORT must be a whole number from 0 to 65535, not ${JSON.stringify(PORT)}`)
  } else {
    listen(port, SESSION_SECRET || undefined)
  }
}

/** The port to listen on, 0 for any that is free; `undefined` when `text` is no port. */
function parsePort(text: string | undefined): number | undefined {
  if (!text) return DEFAULT_PORT
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined
}

function listen(port: number, secret: string | undefined): void {
  // The greeting says what a warning would: everybody knows the demo's secret.
  if (secret === undefined) process.removeAllListeners('warning').on('warning', warnOfTheRest)
  const server = createApp({ secret: secret ?? DEMO_SECRET }).listen(port, 'localhost')
  server.on('error', (error) => fail(explain(error, port)))
  server.on('listening', () => {
    const { port: realPort } = server.address() as AddressInfo
    console.log(greeting(realPort, secret === undefined))
  })
  const stop = (): void => {
    server.close()
    setTimeout(() => server.closeAllConnections(), PATIENCE).unref()
  }
  process.once('SIGINT', stop).once('SIGTERM', stop)
}

function warnOfTheRest(warning: Error & { code?: string }): void {
  if (warning.code !== 'CARTOUCHE_WEAK_SECRET') console.error(warning)
}

function greeting(port: number, isDemoSecret: boolean): string {
  const secret = isDemoSecret
    ? `Cookies are signed with a demo secret that everybody knows: '${DEMO_SECRET}'.
Set SESSION_SECRET to sign them with one of your own.`
    : 'Cookies are signed with your SESSION_SECRET.'
  return `
The cartouche demo is at http://localhost:${port}
Stop it with Ctrl+C.

${secret}

Signed text, as in the cookie:

  signedSerialize({ userId: 7 }, 'seekrit')
  → '${signedSerialize({ userId: 7 }, 'seekrit')}'
`
}

function explain(error: NodeJS.ErrnoException, port: number): string {
  return error.code === 'EADDRINUSE'
    ? `Port ${port} is in use. Stop what uses it, or choose another port: PORT=8080 npm start`
    : `Cannot listen on port ${port}: ${error.message}`
}

function fail(problem: string): void {
  console.error(problem)
  process.exitCode = 1
}
