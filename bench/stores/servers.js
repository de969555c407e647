/** Servers for the benchmark, each on a port and in a folder of its own. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/** @import { AddressInfo } from 'node:net' */

/** @typedef {{ port: number, url: string, stop: () => Promise<void> }} Server */

const HOST = '127.0.0.1'
/** Where Debian keeps the programs of PostgreSQL, a folder a version. */
const DEBIAN = '/usr/lib/postgresql'
const PATIENCE = 60_000 // milliseconds

async function freePort() {
  const server = createServer().listen(0, HOST)
  await once(server, 'listening')
  const { port } = /** @type {AddressInfo} */ (server.address())
  server.close()
  await once(server, 'close')
  return port
}

/** @param {number} port @returns {Promise<boolean>} */
function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, HOST)
    socket.on('connect', () => (socket.destroy(), resolve(true))).on('error', () => resolve(false))
  })
}

/** @type {(program: string, args: readonly string[], port: number, folder: string, user?: object) => Promise<() => Promise<void>>} */
async function run(program, args, port, folder, user = {}) {
  const child = spawn(program, args, { stdio: 'ignore', cwd: folder, ...user })
  // Where the benchmark fails, nothing of it goes on.
  process.once('exit', () => child.kill('SIGKILL'))
  const end = Date.now() + PATIENCE
  while (!(await accepts(port))) {
    if (Date.now() > end) throw new Error(`${program} does not start`)
    await setTimeout(50)
  }
  return async () => {
    const ended = once(child, 'exit')
    child.kill('SIGINT')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The folders where programs are. */
const path = () => (process.env['PATH'] ?? '').split(delimiter)

/** @returns {Promise<Server | undefined>} `undefined` where the machine has none */
export async function startRedis() {
  const program = path()
    .map((folder) => join(folder, 'redis-server'))
    .find((file) => existsSync(file))
  if (program === undefined) return undefined
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'cartouche-bench-'))
  const args = ['--port', String(port), '--bind', HOST, '--save', '']
  const stop = await run(program, args, port, folder)
  return { port, url: `redis://${HOST}:${port}`, stop }
}

/** @returns {Promise<Server | undefined>} `undefined` where the machine has none */
export async function startPostgres() {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : []
  const folders = [...versions.map((version) => join(DEBIAN, version, 'bin')), ...path()]
  const programs = folders.findLast((folder) => existsSync(join(folder, 'initdb')))
  if (programs === undefined) return undefined
  const user = process.getuid?.() === 0 ? asPostgres() : {}
  const folder = mkdtempSync(join(tmpdir(), 'cartouche-bench-'))
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid ?? 0)
  const setUp = ['-D', folder, '-U', 'bench', '-A', 'trust', '--no-sync', '--locale=C.UTF-8']
  execFileSync(join(programs, 'initdb'), setUp, { ...user, cwd: folder, stdio: 'ignore' })
  const port = await freePort()
  const args = ['-D', folder, '-p', String(port), '-h', HOST, '-k', '']
  const stop = await run(join(programs, 'postgres'), args, port, folder, user)
  return { port, url: `postgres://bench@${HOST}:${port}/postgres`, stop }
}

/** It does not run as root: then it is run as the user that Debian makes for it. */
/** @returns {{ uid?: number, gid?: number }} */
const asPostgres = () => ({ uid: idOf('-u'), gid: idOf('-g') })

/** @param {string} flag */
const idOf = (flag) => Number(execFileSync('id', [flag, 'postgres']))
