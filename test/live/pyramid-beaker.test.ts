/** The same visitors, of applications that share Beaker's sessions in Redis. */
import { Redis } from 'ioredis'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pyramidBeakerSessionFactory } from '../../src/factories/pyramid-beaker.js'
import { RECORDING } from '../stored/pyramid-beaker/recorded.js'
import { findPythonWith, runPython } from '../support/python.js'
import { redisProgram, startRedis } from '../support/redis-server.js'
import type { RedisServer } from '../support/redis-server.js'
import { SECRET, visits } from './visits.js'

const python = findPythonWith(
  'beaker.session, pyramid.session, redis',
  'python3-beaker, python3-pyramid, python3-redis',
)

describe.runIf(python !== undefined && redisProgram !== undefined)(
  'Beaker beside cartouche',
  () => {
    let server: RedisServer
    let client: Redis

    beforeAll(async () => {
      server = await startRedis()
      client = new Redis(server.port)
    }, 60_000)

    afterAll(async () => {
      client.disconnect()
      await server.stop()
    })

    visits(
      python!,
      'beaker',
      () => pyramidBeakerSessionFactory(client, SECRET, { timeout: 1200 }),
      () => ({ REDIS_PORT: String(server.port) }),
    )

    test('Beaker reads all values from what is written here', async () => {
      for (const { cookie, redis } of RECORDING.values) {
        const [[key, [value]]] = Object.entries(redis) as [[string, readonly [string, number]]]
        // oxlint-disable-next-line no-await-in-loop -- as one visitor after the other
        await client.set(key, Buffer.from(value, 'base64'))
        const opened = pyramidBeakerSessionFactory(client, RECORDING.secret).open(cookie)
        // oxlint-disable-next-line no-await-in-loop
        ;(await opened.load()).set('other', 'changed')
        // oxlint-disable-next-line no-await-in-loop
        await opened.commit()
      }
      const input = { ...RECORDING, port: server.port }
      const seen = JSON.parse(await runPython(READ, JSON.stringify(input), python)) as unknown
      expect(seen).toEqual(RECORDING.values.map(({ repr }) => [repr, 'changed', false]))
    }, 60_000)
  },
)

const READ = `
import json, sys
import redis
sys.path.insert(0, ${JSON.stringify(fileURLToPath(new URL('.', import.meta.url)))})
sys.dont_write_bytecode = True
from beaker_sessions import session_factory
from pyramid.request import Request
given = json.load(sys.stdin)
factory = session_factory(given["secret"], redis.StrictRedis(port=given["port"]))
def read(cookie):
    session = factory(Request.blank("/", headers={"Cookie": cookie}))
    return [repr(session["value"]), session["other"], session.new]
print(json.dumps([read(value["cookie"]) for value in given["values"]]))
`
