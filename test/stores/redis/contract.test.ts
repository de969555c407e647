import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe } from 'vitest'
import { redisStore } from '../../../src/stores/redis.js'
import { describeStore } from '../../contracts/store/index.js'
import { redisProgram, startRedis } from '../../support/redis-server.js'
import type { RedisServer } from '../../support/redis-server.js'
import { CLIENTS } from './clients.js'
import type { Connected } from './clients.js'

describe.runIf(redisProgram)('one server', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(() => server.stop())

  for (const [name, connect] of Object.entries(CLIENTS)) {
    describe(name, () => {
      const connected: Connected[] = []
      beforeAll(async () => {
        connected.push(await connect([server]), await connect([server]))
      })
      afterAll(() => {
        for (const { close } of connected) close()
      })
      let prefix = ''
      describeStore(`Redis over ${name}`, {
        open: () => {
          prefix = `${randomBytes(6).toString('hex')}:`
          return redisStore(connected[0]!.client, { prefix })
        },
        openAgain: () => redisStore(connected[1]!.client, { prefix }),
        lacks: {
          clock: 'Redis has its own',
          expired: 'Redis removes what has expired',
        },
      })
    })
  }
})
