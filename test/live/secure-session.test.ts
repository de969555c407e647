/** A Fastify application with @fastify/secure-session beside ours. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { secureSessionFactory } from '../../src/languages/secure-session.js'
import { keyOf } from '../support/jar.js'
import { besideUs } from './language.js'

const KEY = keyOf('shared by both sides')
const APP = fileURLToPath(new URL('secure_session_app.mjs', import.meta.url))

besideUs('secure-session', {
  start: () => spawn(process.execPath, [APP, KEY], { stdio: ['ignore', 'pipe', 'inherit'] }),
  factory: (options = {}) => secureSessionFactory(KEY, { expiry: 3600, ...options }),
  stranger: () => secureSessionFactory(keyOf('of nobody else'), { expiry: 3600 }),
  lifetime: 3600,
  dates: 'text',
})
