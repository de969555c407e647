import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe } from 'vitest'
import { redisStore } from '../../../src/stores/redis.js'
import type { SessionStore } from '../../../src/stores/shared-store.js'
import { describeStore } from '../../contracts/store/index.js'
import type { RedisServer } from '../../support/redis-server.js'
import type { Connect, Connected } from './clients.js'

/**
 * Asks the store, over each of the clients, for all that a store must do. Most of that is waiting for what expires:
 * so it is done side by side, each over sessions of a prefix of its own.
 *
 * @param start the servers that the clients are given
 */
export function describeClients(
  clients: Readonly<Record<string, Connect>>,
  start: () => Promise<readonly RedisServer[]>,
): void {
  let servers: readonly RedisServer[] = []
  beforeAll(async () => {
    servers = await start()
  })
  afterAll(async () => {
    await Promise.all(servers.map(({ stop }) => stop()))
  })
  for (const [name, connect] of Object.entries(clients)) {
    describe.concurrent(`by ${name}`, () => {
      joinWith(name, () => connect(servers))
    })
  }
}

function joinWith(name: string, connect: () => Promise<Connected>): void {
  const connected: Connected[] = []
  beforeAll(async () => {
    connected.push(await connect(), await connect())
  })
  afterAll(() => {
    for (const { close } of connected) close()
  })
  /** Each behaviour has a clock of its own. */
  const prefixes = new Map<unknown, string>()
  const openBy = (index: number, clock: unknown): SessionStore =>
    redisStore(connected[index]!.client, { prefix: prefixes.get(clock)! })
  describeStore(`Redis over ${name}`, {
    open: (clock) => {
      prefixes.set(clock, `${randomBytes(6).toString('hex')}:`)
      return openBy(0, clock)
    },
    openAgain: (clock) => openBy(1, clock),
    lacks: { clock: 'Redis has its own', expired: 'Redis removes what has expired' },
  })
}
