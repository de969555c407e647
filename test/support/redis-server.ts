/** Starts Redis servers of Debian's `redis-server`, each with a port and a folder of its own. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from 'redis'
import { freePort } from './free-port.js'
import { findTool } from './tools.js'
import { untilTrue } from './wait-for.js'

/** The path of the program; `undefined`, after a notice, where there is none outside CI. */
export const redisProgram = findTool('redis-server')

const HOST = '127.0.0.1'
/** A node of a cluster talks to the others on a port that is higher by this. */
const CLUSTER_BUS = 10_000
const SLOTS = 16_384
export interface RedisServer {
  readonly port: number
  readonly url: string
  /** Ends it without warning, as a crash would: SIGKILL. */
  readonly kill: () => Promise<void>
  /** Starts it again on the same port and the same data. */
  readonly restart: () => Promise<void>
  /** Ends it and removes its data. */
  readonly stop: () => Promise<void>
}

/** @param settings lines of redis.conf besides the port and the folder */
export async function startRedis(
  settings: readonly string[] = [],
  { port, mode = [] }: { port?: number; mode?: readonly string[] } = {},
): Promise<RedisServer> {
  const ownPort = port ?? (await freePort())
  const folder = mkdtempSync(join(tmpdir(), 'cartouche-redis-'))
  const file = join(folder, 'redis.conf')
  const lines = [`port ${ownPort}`, `bind ${HOST}`, `dir ${folder}`, 'save ""', ...settings]
  writeFileSync(file, `${lines.join('\n')}\n`)
  let child: ChildProcess | undefined
  const restart = async (): Promise<void> => {
    child = spawn(redisProgram!, [file, ...mode], { stdio: 'ignore' })
    await untilTrue(() => accepts(ownPort))
    if (!mode.includes('--sentinel')) await untilTrue(() => isLoaded(ownPort))
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child === undefined) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
    child = undefined
  }
  const stop = async (): Promise<void> => {
    await end('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  await restart()
  const url = `redis://${HOST}:${ownPort}`
  return { port: ownPort, url, kill: () => end('SIGKILL'), restart, stop }
}

/** Starts a cluster of three masters that have all slots among them. */
export async function startRedisCluster(): Promise<readonly RedisServer[]> {
  const settings = ['cluster-enabled yes', 'cluster-node-timeout 15000', 'appendonly no']
  const nodes: RedisServer[] = []
  // One after the other, so that none takes the port of another.
  for (let count = 0; count < 3; count++) {
    // oxlint-disable-next-line no-await-in-loop
    nodes.push(await startRedis(settings, { port: await freePort({ distance: CLUSTER_BUS }) }))
  }
  await Promise.all(nodes.map(({ url }, index) => joinCluster(url, index, nodes)))
  await untilTrue(async () =>
    (await Promise.all(nodes.map(({ url }) => ask(url, ['CLUSTER', 'INFO'])))).every((info) =>
      /cluster_state:ok[^]*cluster_known_nodes:3/.test(String(info)),
    ),
  )
  return nodes
}

async function joinCluster(
  url: string,
  index: number,
  nodes: readonly RedisServer[],
): Promise<void> {
  const share = Math.ceil(SLOTS / nodes.length)
  const slots = Array.from({ length: SLOTS }, (_, slot) => slot).slice(
    index * share,
    (index + 1) * share,
  )
  await ask(url, ['CLUSTER', 'ADDSLOTS', ...slots.map(String)])
  await ask(url, ['CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1)])
  if (index > 0) await ask(url, ['CLUSTER', 'MEET', HOST, String(nodes[0]!.port)])
}

/**
 * Starts a sentinel that watches `master` under the name `main`.
 *
 * @param patience milliseconds after which a master that does not answer is taken for gone
 */
export function startSentinel(master: RedisServer, patience = 60_000): Promise<RedisServer> {
  const settings = [
    `sentinel monitor main ${HOST} ${master.port} 1`,
    `sentinel down-after-milliseconds main ${patience}`,
    'sentinel failover-timeout main 5000',
  ]
  return startRedis(settings, { mode: ['--sentinel'] })
}

/** One command over a connection of its own. */
export async function ask(url: string, args: string[]): Promise<unknown> {
  const client = createClient({ url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await client.sendCommand(args)
  } finally {
    client.destroy()
  }
}

/** Hears of the commands that a server is sent, without those that scripts run. */
export async function startMonitor({
  port,
}: RedisServer): Promise<{ names: () => string[]; stop: () => void }> {
  const socket = connect(port, HOST).setEncoding('utf8')
  let heard = ''
  socket.on('data', (text) => {
    heard += text
  })
  socket.write('MONITOR\r\n')
  await untilTrue(() => heard.startsWith('+OK'))
  const names = () =>
    [...heard.matchAll(/^\+[\d.]+ \[\d+ (?!lua)[^\]]+\] "(\w+)"/gm)].map(([, name]) =>
      name!.toUpperCase(),
    )
  return { names, stop: () => socket.destroy() }
}

async function isLoaded(port: number): Promise<boolean> {
  return (await ask(`redis://${HOST}:${port}`, ['PING']).catch(() => undefined)) === 'PONG'
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, HOST)
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
}
