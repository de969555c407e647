/** Ports for servers that do not choose one themselves. */
import { createServer } from 'node:net'
import process from 'node:process'

/** Below those that the system gives to who asks for any, or connects: it takes none of them meanwhile. */
const [FIRST, LAST] = [20_000, 32_700]

/** Test files that run beside each other have ports of their own, by the number of their thread. */
const BESIDE = 16
const own = Number(process.env['VITEST_POOL_ID'] ?? process.pid) % BESIDE

const MOST_TRIES = 200

/**
 * A port that nobody listens on; nor on the one that is higher by `distance`.
 *
 * @param {{ host?: string, distance?: number }} [options]
 * @returns {Promise<number>}
 */
export async function freePort({ host = '127.0.0.1', distance = 0 } = {}) {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const any = FIRST + Math.floor(Math.random() * (LAST - distance - FIRST))
    const port = any - (any % BESIDE) + own
    if ((await isFree(port, host)) && (await isFree(port + distance, host))) return port
  }
  throw new Error(`No port of ${host} is free`)
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<boolean>}
 */
function isFree(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer()
    const fail = (/** @type {NodeJS.ErrnoException} */ error) =>
      ['EADDRINUSE', 'EACCES'].includes(error.code ?? '') ? resolve(false) : reject(error)
    server.on('error', fail)
    server.listen(port, host, () => server.close(() => resolve(true)))
  })
}
