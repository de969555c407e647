/**
 * The same visitors, of applications that share their sessions in Redis. The packages are in none of Debian's: this runs
 * where a Python can import one, such as by PYTHONPATH. What they do is recorded in test/vectors/pyramid-redis/.
 */
import { execFileSync } from 'node:child_process'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pyramidRedisSessionFactory } from '../../src/factories/pyramid-redis.js'
import type {
  PyramidRedisPackage,
  PyramidRedisPackageVersion,
} from '../../src/factories/pyramid-redis.js'
import { redisProgram, startRedis } from '../support/redis-server.js'
import type { RedisServer } from '../support/redis-server.js'
import { missingTool } from '../support/tools.js'
import { SECRET, visits } from './visits.js'

const PYTHON = '/usr/bin/python3'

/** Tells the version of a package; none is no fault, as it cannot be installed everywhere. */
function versionOf(name: PyramidRedisPackage): string | undefined {
  const program = `import ${name} as package, pyramid; print(getattr(package, '__VERSION__', '1.0'))`
  try {
    return execFileSync(PYTHON, ['-c', program], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim()
  } catch {
    return undefined
  }
}

/** Where a version begins that does something in its own way, the newest first. */
const BEGIN: readonly (readonly [string, PyramidRedisPackageVersion])[] = [
  ['1.8', '1.8'],
  ['1.7', '1.7'],
  ['1.5.1', '1.5'],
  ['1.4', '1.4'],
  ['1', '1.2'],
]

const rowOf = (version: string): PyramidRedisPackageVersion =>
  BEGIN.find(([first]) => version.localeCompare(first, 'en', { numeric: true }) >= 0)![1]

test.each([
  ['1.2.2', '1.2'],
  ['1.4.0', '1.4'],
  ['1.5.0', '1.4'],
  ['1.5.1', '1.5'],
  ['1.6.3', '1.5'],
  ['1.7.1dev', '1.7'],
  ['1.8.1', '1.8'],
])('pyramid_session_redis %s is of the row %s', (version, row) => expect(rowOf(version)).toBe(row))

for (const name of ['pyramid_redis_sessions', 'pyramid_session_redis'] as const) {
  const version = versionOf(name)
  if (version === undefined) {
    if (!process.env['CI']) missingTool(`${name} for Python`)
  } else if (redisProgram !== undefined) {
    const packageVersion = name === 'pyramid_redis_sessions' ? '1.0' : rowOf(version)
    describe(`Pyramid beside cartouche: ${name} ${version}`, () => {
      beside(name, packageVersion)
    })
  }
}

function beside(name: PyramidRedisPackage, packageVersion: PyramidRedisPackageVersion): void {
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
    PYTHON,
    name,
    () => pyramidRedisSessionFactory(client, SECRET, { package: name, packageVersion }),
    () => ({
      REDIS_PORT: String(server.port),
      CLIENT_OPTION: packageVersion >= '1.7' ? 'redis_client_callable' : 'client_callable',
    }),
  )
}
