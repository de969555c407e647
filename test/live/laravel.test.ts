/** A real Laravel and a cartouche application behind one address, sharing one session. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe } from 'vitest'
import { laravelSessionFactory } from '../../src/languages/laravel.js'
import type { LaravelSessionOptions } from '../../src/languages/laravel.js'
import { findTool, missingTool } from '../support/tools.js'
import { besideUs, VALUES } from './language.js'

const LARAVEL = '/usr/share/php/Illuminate/autoload.php'

const php = findTool('php')
const isThere = existsSync(LARAVEL)
if (!isThere) missingTool('php-laravel-framework')

const app = fileURLToPath(new URL('laravel_app.php', import.meta.url))
const appKeyOf = (byte: string): string => `base64:${Buffer.alloc(32, byte).toString('base64')}`
const [appKey, otherKey] = [appKeyOf('an APP_KEY'), appKeyOf('another one')]

const kinds: Readonly<Record<string, LaravelSessionOptions>> = {
  'AES-256-CBC': {},
  'AES-256-GCM': { cipher: 'AES-256-GCM' },
  'encrypted twice': { encrypt: true },
}

/** PHP tells its port in a sentence on standard error: here it stands by itself, as others print it. */
function start({ cipher = 'AES-256-CBC', encrypt = false }: LaravelSessionOptions) {
  const env = { ...process.env, APP_KEY: appKey, APP_CIPHER: cipher, SESSION_ENCRYPT: `${encrypt}` }
  const server = spawn(php!, ['-S', '127.0.0.1:0', app], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const port = new PassThrough()
  createInterface(server.stderr).on('line', (line) => {
    const [, found] = /\(http:\/\/127\.0\.0\.1:(\d+)\) started/.exec(line) ?? []
    if (found !== undefined) port.write(`${found}\n`)
  })
  return Object.assign(server, { stdout: port })
}

describe.runIf(php !== undefined && isThere).each(Object.entries(kinds))(
  'Laravel: %s',
  (name, options) => {
    besideUs(`Laravel, ${name}`, {
      start: () => start(options),
      factory: (given) => laravelSessionFactory(appKey, { ...options, secure: false, ...given }),
      stranger: () => laravelSessionFactory(otherKey, { ...options, secure: false }),
      lifetime: 7200,
      dates: 'objects',
      flashQueue: 'status',
      checksCsrf: true,
      values: {
        ...VALUES,
        floats: [1.5, -0.1, 1e300],
        numbers: { 5: 'five', 7: 'seven' },
        big: 2 ** 53 - 1,
      },
    })
  },
)
