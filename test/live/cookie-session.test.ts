/** Express applications with cookie-session and with cookie-parser beside ours. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import {
  cookieParserSessionFactory,
  expressCookieSessionFactory,
} from '../../src/languages/cookie-session.js'
import { besideUs } from './language.js'

const SECRET = 'a clé that both sides share, long enough'
const OTHER = 'another key, which nobody shares with us'

const start = (file: string) => (): ChildProcess =>
  spawn(process.execPath, [fileURLToPath(new URL(file, import.meta.url)), SECRET], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })

besideUs('cookie-session', {
  start: start('cookie_session_app.mjs'),
  factory: (options = {}) => expressCookieSessionFactory([SECRET], options),
  stranger: () => expressCookieSessionFactory([OTHER]),
  lifetime: null,
  dates: 'text',
})

besideUs('cookie-parser', {
  start: start('cookie_parser_app.mjs'),
  factory: (options = {}) => cookieParserSessionFactory(SECRET, options),
  stranger: () => cookieParserSessionFactory(OTHER),
  lifetime: null,
  dates: 'text',
})
