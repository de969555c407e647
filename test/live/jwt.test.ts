/** Applications with the tokens and cookies of Auth.js 5 and next-auth 4 beside ours. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe } from 'vitest'
import { authJsSessionFactory, nextAuthSessionFactory } from '../../src/languages/jwt.js'
import { findAuthPackages } from '../auth/installed.js'
import { besideUs, VALUES } from './language.js'

const SECRET = 'секрет for both sides, of 32 letters or more'
const OTHER = 'another secret, which nobody shares with us'
const APP = fileURLToPath(new URL('jwt_app.mjs', import.meta.url))

const factories = { 'auth-js': authJsSessionFactory, 'next-auth': nextAuthSessionFactory }

describe.runIf(findAuthPackages()).each(Object.entries(factories))('%s', (name, make) => {
  besideUs(name, {
    start: () =>
      spawn(process.execPath, [APP, name, SECRET], { stdio: ['ignore', 'pipe', 'inherit'] }),
    factory: (options = {}) => make(SECRET, { maxAge: 3600, secure: false, ...options }),
    stranger: () => make(OTHER, { maxAge: 3600, secure: false }),
    // Both take it for 15 seconds more.
    lifetime: 3600,
    dates: 'text',
    values: { ...VALUES, 'in pieces': 'ü'.repeat(1500), 'in more pieces': 'x'.repeat(5000) },
  })
})
