/** A Pyramid application whose sessions PyNaCl encrypts beside ours. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe } from 'vitest'
import { JSONSerializer, PickleSerializer } from '../../src/index.js'
import { naclSessionFactory } from '../../src/languages/nacl.js'
import { keyOf } from '../support/jar.js'
import { findPythonWith } from '../support/python.js'
import { besideUs } from './language.js'

const python = findPythonWith('nacl.secret, pyramid.session', 'python3-nacl, python3-pyramid')
const keyInHex = (name: string): string => Buffer.from(keyOf(name), 'base64url').toString('hex')
const KEY = keyInHex('shared by both sides')

describe.runIf(python).each([
  ['pickle', new PickleSerializer(), 'dates'],
  ['json', new JSONSerializer(), 'refuses'],
] as const)('pyramid_nacl_session beside cartouche: %s', (name, serializer, dates) => {
  besideUs(name, {
    start: () =>
      spawn(python!, [fileURLToPath(new URL('nacl_app.py', import.meta.url))], {
        env: { ...process.env, SESSION_KEY: KEY, SERIALIZER: name },
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    factory: (options = {}) => naclSessionFactory(KEY, { serializer, ...options }),
    stranger: () => naclSessionFactory(keyInHex('of nobody else'), { serializer }),
    lifetime: 1200,
    dates,
    flashQueue: '',
    checksCsrf: true,
  })
})
