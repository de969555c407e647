/**
 * Starts the demo: `npm start`, or `PORT=8080 SESSION_SECRET=… INSECURE_COOKIES=1 npm start`.
 *
 * SESSION_SECRET is what Pyramid's cookies are signed with, to share them with a Pyramid application. With
 * INSECURE_COOKIES the sealed ones need no HTTPS: for Safari, and for other hosts than localhost.
 */
import type { AddressInfo } from 'node:net'
import { generateKey, signedSerialize } from 'cartouche'
import { createApp } from './app.js'

const DEFAULT_PORT = 6543 // Pyramid's own choice
const PATIENCE = 1000 // milliseconds that open connections have once the demo is stopped

main(process.env)

function main({ PORT, SESSION_SECRET, INSECURE_COOKIES }: NodeJS.ProcessEnv): void {
  const port = parsePort(PORT)
  if (port === undefined) {
    fail(`PORT must be a whole number from 0 to 65535, not ${JSON.stringify(PORT)}`)
  } else {
    listen(port, SESSION_SECRET || undefined, Boolean(INSECURE_COOKIES))
  }
}

/** The port to listen on, 0 for any that is free; `undefined` when `text` is no port. */
function parsePort(text: string | undefined): number | undefined {
  if (!text) return DEFAULT_PORT
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined
}

function listen(port: number, secret: string | undefined, isInsecure: boolean): void {
  const options = { secret: secret ?? generateKey(), key: generateKey(), isInsecure }
  const server = createApp(options).listen(port, 'localhost')
  server.on('error', (error) => fail(explain(error, port)))
  server.on('listening', () => {
    const { port: realPort } = server.address() as AddressInfo
    console.log(greeting(realPort, secret !== undefined, isInsecure))
  })
  const stop = (): void => {
    server.close()
    setTimeout(() => server.closeAllConnections(), PATIENCE).unref()
  }
  process.once('SIGINT', stop).once('SIGTERM', stop)
}

function greeting(port: number, hasSecret: boolean, isInsecure: boolean): string {
  const secret = hasSecret
    ? 'Pyramid’s cookies are signed with your SESSION_SECRET.'
    : 'Set SESSION_SECRET to share Pyramid’s cookies with a Pyramid application.'
  const insecure = '\nINSECURE_COOKIES is set: sealed cookies go over plain HTTP, from any host.'
  return `
The cartouche demo is at http://localhost:${port}
Stop it with Ctrl+C.

It makes its keys at each start, so that a restart signs everybody out.
${secret}${isInsecure ? insecure : ''}

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
