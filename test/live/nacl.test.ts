/** A Pyramid application whose sessions PyNaCl encrypts beside ours. */
import { describe } from 'vitest'
import { JSONSerializer } from '../../src/index.js'
import type { Serializer } from '../../src/index.js'
import { naclSessionFactory } from '../../src/languages/nacl.js'
import { keyOf } from '../support/jar.js'
import { findPythonWith } from '../support/python.js'
import { visits } from './visits.js'

const python = findPythonWith('nacl.secret, pyramid.session', 'python3-nacl, python3-pyramid')
const KEY = Buffer.from(keyOf('shared by both sides'), 'base64url').toString('hex')

describe.runIf(python).each<[string, string, { serializer?: Serializer }]>([
  ['pickle', 'nacl, pickle', {}],
  ['JSON', 'nacl, JSON', { serializer: new JSONSerializer() }],
])('pyramid_nacl_session beside cartouche: %s', (_, kind, options) => {
  visits(
    python!,
    kind,
    () => naclSessionFactory(KEY, options),
    () => ({ SESSION_KEY: KEY }),
  )
})
