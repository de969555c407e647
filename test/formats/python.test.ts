/**
 * Real Python on the other side: it reads what we sign and we read what it signs. Its standard
 * library is all that `pyramid.session` itself is made of.
 */
import { expect, test } from 'vitest'
import {
  signedDeserialize,
  signedSerialize,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import { PyTuple, pyFloat } from '../../src/pickle/index.js'
import { python, runPython } from '../support/python.js'

const SECRETS = ['seekrit', 'é', '€uro', 'k'.repeat(100)]

// The signed functions of pyramid.session, in their own words, on the standard library.
const PYTHON = `
import base64, hashlib, hmac, json, pickle, sys

def key_of(secret):
    try:
        return secret.encode('latin-1')
    except UnicodeEncodeError:
        return secret.encode('utf-8')

def sign(value, secret, protocol):
    body = pickle.dumps(value, protocol)
    return hmac.new(key_of(secret), body, hashlib.sha1).hexdigest() + base64.b64encode(body).decode()

def read(text, secret):
    body = base64.b64decode(text[40:])
    assert hmac.compare_digest(hmac.new(key_of(secret), body, hashlib.sha1).hexdigest(), text[:40])
    return pickle.loads(body)

secrets = json.loads(sys.stdin.readline())
`

test.runIf(python)('Python reads what we sign', async () => {
  const shared = ['shared']
  const value = {
    none: null,
    truth: [true, false],
    int: [0, 255, 256, 65536, -1, 2 ** 31, 2n ** 70n],
    float: [0.5, -0, pyFloat(1), Infinity],
    text: ['', 'é€😀', 'a"\\\n'],
    bytes: Uint8Array.of(0, 255),
    tuple: PyTuple.from([1, 'two']),
    set: new Set([1, 'a']),
    map: new Map<unknown, unknown>([[1, 'one']]),
    twice: [shared, shared],
  }
  const texts = SECRETS.flatMap((secret) =>
    ([0, 1, 2, 3, 4, 5] as const).map((protocol) => [
      secret,
      signedSerialize(value, secret, { protocol }),
    ]),
  )
  const program = `${PYTHON}
for secret, text in secrets:
    value = read(text, secret)
    assert value['twice'][0] is value['twice'][1]
    print(repr(value))
`
  const printed = await runPython(program, JSON.stringify(texts) + '\n')
  const expected =
    "{'none': None, 'truth': [True, False], 'int': [0, 255, 256, 65536, -1, 2147483648, " +
    "1180591620717411303424], 'float': [0.5, -0.0, 1.0, inf], 'text': ['', 'é€😀', 'a\"\\\\\\n'], " +
    "'bytes': b'\\x00\\xff', 'tuple': (1, 'two'), 'set': {1, 'a'}, 'map': {1: 'one'}, " +
    "'twice': [['shared'], ['shared']]}"
  const lines = printed.trimEnd().replaceAll("{'a', 1}", "{1, 'a'}").split('\n')
  expect(lines).toEqual(texts.map(() => expected))
})

test.runIf(python)('we read what Python signs', async () => {
  const program = `${PYTHON}
shared = ['shared']
value = {'none': None, 'truth': [True, False], 'int': [0, 255, -1, 2**70], 'float': [0.5, 1.0],
         'text': ['', 'é€😀'], 'bytes': b'\\0\\xff', 'tuple': (1, 'two'), 'nested': {'a': {'b': 1}},
         'map': {1: 'one'}, 'twice': [shared, shared]}
for secret in secrets:
    for protocol in range(6):
        print(json.dumps([secret, sign(value, secret, protocol)]))
`
  const printed = await runPython(program, JSON.stringify(SECRETS) + '\n')
  const texts = printed
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as [string, string])
  expect(texts).toHaveLength(SECRETS.length * 6)
  for (const [secret, text] of texts) {
    const value = signedDeserialize(text, secret) as Record<string, unknown[]>
    expect(value).toEqual({
      none: null,
      truth: [true, false],
      int: [0, 255, -1, 2n ** 70n],
      float: [0.5, 1],
      text: ['', 'é€😀'],
      bytes: Uint8Array.of(0, 255),
      tuple: PyTuple.from([1, 'two']),
      nested: { a: { b: 1 } },
      map: new Map([[1, 'one']]),
      twice: [['shared'], ['shared']],
    })
    expect(value['twice']![0]).toBe(value['twice']![1])
  }
})

test.runIf(python)('a session goes from here to Python and back', async () => {
  const factory = unencryptedCookieSessionFactoryConfig<Record<string, unknown>>('seekrit')
  const first = factory.open()
  first.session.set('user', 'ana')
  first.session.flash('hello')
  const cookie = /^session=([^;]*)/.exec(first.commit()[0]![1])![1]!
  const program = `${PYTHON}
accessed, created, state = read(secrets, 'seekrit')
assert type(accessed) is int and type(created) is float and accessed == int(created)
state['user'] += ' from Python'
state['rate'] = 2.0
state['_f_'].append('again')
print(sign((accessed, created, state), 'seekrit', 2))
`
  const answer = (await runPython(program, JSON.stringify(cookie) + '\n')).trim()
  const second = factory.open(`session=${answer}`)
  expect(second.session.new).toBe(false)
  expect(second.session.get('user')).toBe('ana from Python')
  expect(second.session.get('rate')).toBe(2)
  expect(second.session.popFlash()).toEqual(['hello', 'again'])
  const third = /^session=([^;]*)/.exec(second.commit()[0]![1])![1]!
  const check = `${PYTHON}
print(repr(read(secrets, 'seekrit')[2]))
`
  expect((await runPython(check, JSON.stringify(third) + '\n')).trim()).toBe(
    "{'user': 'ana from Python', 'rate': 2.0}",
  )
})
