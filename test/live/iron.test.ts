/** Applications with iron-session 6, 7 and 8 beside ours. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ironSessionFactory } from '../../src/languages/iron.js'
import { besideUs } from './language.js'

const PASSWORD = 'пароль for both sides, of 32 letters or more'
const OTHER = 'another password, which nobody shares with us'
const APP = fileURLToPath(new URL('iron_app.mjs', import.meta.url))

for (const name of ['iron-session-6', 'iron-session-7', 'iron-session']) {
  besideUs(name, {
    start: () =>
      spawn(process.execPath, [APP, name, PASSWORD], { stdio: ['ignore', 'pipe', 'inherit'] }),
    factory: (options = {}) =>
      ironSessionFactory(PASSWORD, { ttl: 3600, secure: false, ...options }),
    stranger: () => ironSessionFactory(OTHER, { ttl: 3600, secure: false }),
    // Both take it for a minute more.
    lifetime: 3660,
    dates: 'text',
  })
}
