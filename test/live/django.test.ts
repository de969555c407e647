/** A real Django application and a cartouche application behind one address, sharing one session. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { djangoFormat, djangoSessionFactory } from '../../src/factories/django.js'
import { PickleSerializer } from '../../src/index.js'
import type { Secrets, SessionRecord } from '../../src/index.js'
import { findPythonWith, runPython } from '../support/python.js'
import { readVectors } from '../support/vectors.js'
import { besideUs } from './language.js'

const SECRET_KEY = 'the SECRET_KEY of both applications, which is wéll beyond fifty characters'
const TWO_WEEKS = 1_209_600

const python = findPythonWith('django', 'python3-django')

const start = (environment: Readonly<Record<string, string>>): ChildProcess =>
  spawn(python!, [fileURLToPath(new URL('django_app.py', import.meta.url))], {
    env: { ...process.env, SECRET_KEY, MESSAGES: 'session.SessionStorage', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })

const serializers = {
  JSONSerializer: {},
  PickleSerializer: { serializer: new PickleSerializer() },
} as const

describe.runIf(python).each(Object.entries(serializers))('%s', (name, options) => {
  besideUs('Django', {
    start: () => start({ SERIALIZER: name, CSRF: 'session' }),
    factory: (more) => djangoSessionFactory(SECRET_KEY, { ...options, ...more }),
    stranger: () => djangoSessionFactory(`another ${SECRET_KEY}`, options),
    lifetime: TWO_WEEKS,
    flashQueue: '',
    checksCsrf: true,
  })
})

interface Vector {
  readonly name: string
  readonly secretKeys: readonly { readonly text?: string; readonly hex?: string }[]
  readonly serializer: 'json' | 'pickle' | 'pickle2'
  readonly algorithm: 'sha1' | 'sha256'
  readonly now: number
  readonly cookie: string
  readonly written?: boolean
}

describe.runIf(python)('Django reads what we write', () => {
  const PROGRAM = `
import json, pickle, sys
from django.conf import settings
settings.configure(SECRET_KEY='-', USE_I18N=False)
from django.core import signing

class PickleSerializer:
    def loads(self, data):
        return pickle.loads(data)

def read(cookie, key, algorithm, serializer):
    settings.SECRET_KEY = key['text'] if 'text' in key else bytes.fromhex(key['hex'])
    settings.DEFAULT_HASHING_ALGORITHM = algorithm
    signing.Signer.legacy_algorithm = None
    return repr(signing.loads(
        cookie,
        salt='django.contrib.sessions.backends.signed_cookies',
        serializer=signing.JSONSerializer if serializer == 'json' else PickleSerializer,
    ))

print(json.dumps([
    [name, read(theirs, *how), read(ours, *how)] for name, theirs, ours, *how in json.load(sys.stdin)
]))
`

  test('every session that it wrote, written again', async () => {
    const vectors = ['django', 'django-5.2']
      .flatMap((file) => readVectors<Vector>(`languages/${file}`))
      .filter(({ written }) => written === true)
    const read = JSON.parse(
      await runPython(PROGRAM, JSON.stringify(vectors.map(rewritten)), python),
    ) as [string, string, string][]
    expect(read.length).toBeGreaterThan(400)
    expect(read.filter(([, theirs, ours]) => theirs !== ours)).toEqual([])
  })
})

/** One of the vectors, and the same session in our words; with the key that signs. */
function rewritten(vector: Vector): unknown[] {
  const { name, secretKeys, serializer, algorithm, cookie } = vector
  const keys: Secrets = secretKeys.map(({ text, hex }) => text ?? Buffer.from(hex!, 'hex'))
  const format = djangoFormat(keys, {
    defaultHashingAlgorithm: algorithm,
    ...(serializer === 'json' ? {} : { serializer: new PickleSerializer() }),
  })
  const ours = format.write(format.read(cookie, 'sessionid') as SessionRecord, 'sessionid')
  return [name, cookie, ours, secretKeys[0], algorithm, serializer]
}
