/** A real Starlette application and ours behind one address, sharing one session. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe } from 'vitest'
import { starletteSessionFactory } from '../../src/languages/starlette.js'
import { findPythonWith } from '../support/python.js'
import { besideUs } from './language.js'

const SECRET = 'the sécret key that both sides have, and long enough'
const DAY = 86_400
const python = findPythonWith('starlette, uvicorn', 'python3-starlette python3-uvicorn')

describe.runIf(python)('Starlette beside cartouche', () => {
  besideUs('Starlette', {
    start: () =>
      spawn(python!, [fileURLToPath(new URL('starlette_app.py', import.meta.url))], {
        env: { ...process.env, SESSION_SECRET: SECRET },
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    factory: (options) => starletteSessionFactory(SECRET, options),
    stranger: () => starletteSessionFactory('the secret key of somebody else'),
    lifetime: 14 * DAY,
    dates: 'refuses',
  })
})
