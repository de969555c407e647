/** A real Flask application and ours behind one address, sharing one session. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe } from 'vitest'
import { flaskSessionFactory } from '../../src/languages/flask.js'
import { findPythonWith } from '../support/python.js'
import { VALUES, besideUs } from './language.js'

const SECRET = 'the sécret key that both sides have, and long enough'
const DAY = 86_400
const python = findPythonWith('flask', 'python3-flask')

describe.runIf(python)('Flask beside cartouche', () => {
  besideUs('Flask', {
    start: () =>
      spawn(python!, [fileURLToPath(new URL('flask_app.py', import.meta.url))], {
        env: { ...process.env, SESSION_SECRET: SECRET },
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    factory: (options) => flaskSessionFactory(SECRET, options),
    stranger: () => flaskSessionFactory('the secret key of somebody else'),
    lifetime: 31 * DAY,
    dates: 'to the second',
    flashQueue: '',
    checksCsrf: true,
    values: {
      ...VALUES,
      large: 'repeated '.repeat(500),
      'looks like a tag': { ' t': [1, { ' d': 'x' }] },
    },
  })
})
