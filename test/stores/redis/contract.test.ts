/** What every store must do, over one server by each client. */
import { describe } from 'vitest'
import { redisProgram, startRedis } from '../../support/redis-server.js'
import { CLIENTS } from './clients.js'
import { describeClients } from './join.js'

describe.runIf(redisProgram)('one server', () => {
  describeClients(CLIENTS, async () => [await startRedis()])
})
