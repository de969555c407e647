/** A real Django application and a cartouche application behind one address, sharing one session. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  DjangoCSRFStoragePolicy,
  DjangoMessage,
  DjangoMessagesCookie,
  djangoFormat,
  djangoSessionFactory,
} from '../../src/languages/django.js'
import { PickleSerializer } from '../../src/index.js'
import type { CsrfRequest, Secrets, SessionRecord } from '../../src/index.js'
import { findPythonWith, runPython } from '../support/python.js'
import { readVectors } from '../support/vectors.js'
import { VALUES, besideUs } from './language.js'

const SECRET_KEY = 'the SECRET_KEY of both applications, which is wéll beyond fifty characters'
const TWO_WEEKS = 1_209_600

const python = findPythonWith('django', 'python3-django')

const start = (environment: Readonly<Record<string, string>>): ChildProcess =>
  spawn(python!, [fileURLToPath(new URL('django_app.py', import.meta.url))], {
    env: { ...process.env, SECRET_KEY, MESSAGES: 'session.SessionStorage', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })

describe.runIf(python).each([
  ['JSONSerializer', {}, 'refuses'],
  ['PickleSerializer', { serializer: new PickleSerializer() }, 'dates'],
] as const)('%s', (name, options, dates) => {
  besideUs('Django', {
    start: () => start({ SERIALIZER: name, CSRF: 'session' }),
    factory: (more) => djangoSessionFactory(SECRET_KEY, { ...options, ...more }),
    stranger: () => djangoSessionFactory(`another ${SECRET_KEY}`, options),
    lifetime: TWO_WEEKS,
    dates,
    flashQueue: '',
    checksCsrf: true,
    // Compressed.
    values: { ...VALUES, large: 'repeated '.repeat(500) },
  })
})

/** What Django answers, and the cookies that it sets; those that it takes away are empty. */
interface Answer {
  readonly status: number
  readonly body: string
  readonly cookies: string
}

/** An application of Django's, on which these tests call by themselves. */
function calls(environment: Readonly<Record<string, string>>) {
  let backend: ChildProcess
  let address: string

  beforeAll(async () => {
    backend = start(environment)
    const [port] = (await once(createInterface(backend.stdout!), 'line')) as [string]
    address = `http://127.0.0.1:${port}/there/`
  }, 60_000)

  afterAll(() => {
    backend.kill()
  })

  return async (page: string, headers: Record<string, string>, form?: object): Promise<Answer> => {
    const body = form && new URLSearchParams(form as Record<string, string>)
    const response = await fetch(address + page, {
      headers,
      ...(body === undefined ? {} : { method: 'POST', body }),
    })
    const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0])
    return { status: response.status, body: await response.text(), cookies: cookies.join('; ') }
  }
}

/** Of `flash_all` and `levels` in django_app.py. */
const ALL = [
  { level: 30, message: new DjangoMessage('watch <out>', { extraTags: 'sticky' }) },
  { level: 25, message: new DjangoMessage('<b>saved</b>', { isSafe: true }) },
  { level: 20, message: 'é' },
]
const LEVELS = [
  [30, 'watch <out>', false, 'sticky'],
  [25, '<b>saved</b>', true, ''],
  [20, 'é', false, ''],
]

describe.runIf(python)('Django with messages and CSRF token in cookies', () => {
  const call = calls({
    SERIALIZER: 'JSONSerializer',
    CSRF: 'cookie',
    MESSAGES: 'fallback.FallbackStorage',
  })
  const messages = new DjangoMessagesCookie(SECRET_KEY)
  const policy = new DjangoCSRFStoragePolicy()

  const request = (cookieHeader: string): CsrfRequest => ({
    method: 'GET',
    scheme: 'http',
    host: '127.0.0.1',
    header: () => undefined,
    cookieHeader,
    session: djangoSessionFactory(SECRET_KEY).open().session,
  })

  test('messages made there are read here', async () => {
    const { cookies } = await call('flash_all', {}, {})
    expect(messages.read(cookies)).toEqual({ messages: ALL, isFinished: true })
  })

  test('messages made here show there, once', async () => {
    const cookie = messages.write(ALL)[1].split(';')[0]!
    const { body, cookies } = await call('levels', { cookie })
    expect([JSON.parse(body), cookies]).toEqual([LEVELS, 'messages=""'])
    const stranger = new DjangoMessagesCookie(`another ${SECRET_KEY}`).write(ALL)[1].split(';')[0]!
    expect((await call('levels', { cookie: stranger })).body).toBe('[]')
  })

  test('a token in a page there is right here', async () => {
    const { body, cookies } = await call('masked', {})
    expect(policy.checkCsrfToken(request(cookies), body)).toBe(true)
    expect(policy.checkCsrfToken(request(cookies), body.toUpperCase())).toBe(false)
    const again = await call('masked', { cookie: cookies })
    expect(again.body).not.toBe(body)
    expect(policy.checkCsrfToken(request(cookies), again.body)).toBe(true)
  })

  test('a token in a page here is right there, in a form and in a header', async () => {
    const page = request('')
    const token = policy.getCsrfToken(page)
    const cookie = policy.commit(page)[0]![1].split(';')[0]!
    const wrong = policy.getCsrfToken(request(''))
    const headers = { cookie }
    expect((await call('form', headers, { csrfmiddlewaretoken: token })).body).toBe('done')
    expect((await call('form', { cookie, 'X-CSRFToken': token }, {})).body).toBe('done')
    expect((await call('form', headers, { csrfmiddlewaretoken: wrong })).status).toBe(403)
    expect((await call('form', headers, {})).status).toBe(403)
    expect((await call('form', {}, { csrfmiddlewaretoken: token })).status).toBe(403)
  })
})

describe.runIf(python)('Django with all of it in the session', () => {
  const call = calls({ SERIALIZER: 'JSONSerializer', CSRF: 'session' })
  const factory = djangoSessionFactory(SECRET_KEY)
  const policy = new DjangoCSRFStoragePolicy({ csrfUseSessions: true })

  test('messages of all levels made there are flash messages here', async () => {
    const { cookies } = await call('flash_all', {}, {})
    const { session } = factory.open(cookies)
    const queues = ['warning', 'success', '', 'error']
    const expected = [[ALL[0]!.message], [ALL[1]!.message], ['é'], []]
    expect(queues.map((queue) => session.popFlash(queue))).toEqual(expected)
  })

  test('flash messages show there in their levels, once', async () => {
    const { session, commit } = factory.open()
    session.flash(ALL[0]!.message, 'warning')
    session.flash(ALL[1]!.message, 'success')
    session.flash('é')
    const cookie = commit()[0]![1].split(';')[0]!
    const { body, cookies } = await call('levels', { cookie })
    expect(JSON.parse(body)).toEqual(LEVELS)
    expect(factory.open(cookies).session.size).toBe(0)
  })

  test('a token in a page is right on the other side, under a mask', async () => {
    const { session, commit } = factory.open()
    const page: CsrfRequest = {
      method: 'GET',
      scheme: 'http',
      host: '127.0.0.1',
      header: () => undefined,
      session,
    }
    const csrfmiddlewaretoken = policy.getCsrfToken(page)
    const cookie = commit()[0]![1].split(';')[0]!
    const wrong = 'a'.repeat(64)
    expect((await call('form', { cookie }, { csrfmiddlewaretoken })).body).toBe('done')
    expect((await call('form', { cookie }, { csrfmiddlewaretoken: wrong })).status).toBe(403)
    const there = await call('masked', { cookie })
    expect(there.body).not.toBe(csrfmiddlewaretoken)
    expect(policy.checkCsrfToken(page, there.body)).toBe(true)
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
