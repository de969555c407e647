/** Sessions of pyramid_nacl_session, as Pyramid and PyNaCl write and read them. */
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { openBox } from '../../src/crypto/secretbox.js'
import { JSONSerializer, PickleSerializer, newRecord } from '../../src/index.js'
import type { SessionRecord } from '../../src/index.js'
import { naclFormat, naclSessionFactory } from '../../src/languages/nacl.js'
import { keyOf } from '../support/jar.js'
import { findPythonWith, runPython } from '../support/python.js'
import { sameAsTagged } from '../support/tagged.js'
import type { Tagged } from '../support/tagged.js'
import { readVectors } from '../support/vectors.js'
import { formatContract, refusal } from './contract.js'
import { named } from './npm-vectors.js'

interface Vector {
  readonly name: string
  /** In hexadecimal. */
  readonly secrets: readonly string[]
  readonly serializer: 'pickle' | 'pickle 2' | 'json'
  readonly timeout: number | null
  readonly now: number
  readonly cookie: string
  readonly accepted: boolean
  readonly created?: number
  readonly renewed?: number
  readonly data?: Tagged
  /** What Pyramid wrote itself. */
  readonly written?: boolean
  /** Where Pyramid reads what nobody writes, and we do not. */
  readonly stricter?: boolean
}

const COOKIE = 'session'
const MICROSECOND = 1e-6 // of a float at our times
const SECRET = keyOf('secret')

const SERIALIZERS = {
  pickle: new PickleSerializer(5),
  'pickle 2': new PickleSerializer(),
  json: new JSONSerializer(),
}
const optionsOf = ({ serializer }: Pick<Vector, 'serializer'>) => ({
  serializer: SERIALIZERS[serializer],
})

const vectors = readVectors<Vector>('languages/nacl')
const isRead = ({ accepted, stricter }: Vector): boolean => accepted && stricter !== true
const written = vectors.filter((vector) => vector.written === true)

test('there are enough of them', () => {
  const refused = vectors.filter((vector) => !isRead(vector))
  const counts = [vectors, written, refused].map(({ length }) => length)
  expect(counts).toEqual([322, 209, 76])
})

test.each(named(vectors))('%s', (_, vector) => {
  const { secrets, now, timeout, cookie, created, renewed, data } = vector
  const clock = (): number => now
  const options = { ...optionsOf(vector), timeout, clock }
  const { session } = naclSessionFactory(secrets, options).open({ value: cookie })
  expect(session.new).toBe(!isRead(vector))
  if (session.new) {
    expect(session.size).toBe(0)
    return
  }
  const read = naclFormat(secrets, optionsOf(vector)).read(cookie, COOKIE)
  expect([session.created, read.created, read.renewed]).toEqual([created, created, renewed])
  expect(session.size).toBe((data!.v as readonly unknown[]).length)
  // An expired one is empty.
  if (session.size > 0) {
    expect(sameAsTagged(read.data, data!, { numberKinds: true })).toBeUndefined()
  }
})

test('why one is refused', () => {
  const codes = new Map(
    vectors.map((vector) => [
      vector.name,
      refusal(naclFormat(vector.secrets, optionsOf(vector)), vector.cookie, COOKIE),
    ]),
  )
  const names = {
    'beyond ASCII': 'BAD_BASE64',
    'padding, 1': 'BAD_BASE64',
    'spaces, 0': 'BAD_BASE64',
    'cut off at 0': 'BAD_TEXT',
    'cut off at 52': 'BAD_TEXT',
    'cut off at 56': 'BAD_SIGNATURE',
    'another secret': 'BAD_SIGNATURE',
    'the nonce of another': 'BAD_SIGNATURE',
    'another serializer': 'BAD_PAYLOAD',
    'sealed pickle: cut off': 'BAD_PAYLOAD',
    'sealed JSON: no triple': 'BAD_SESSION',
    'sealed JSON: a time that is no number': 'BAD_SESSION',
  }
  expect(Object.fromEntries(Object.keys(names).map((name) => [name, codes.get(name)]))).toEqual(
    names,
  )
})

/** What is sealed in a text. */
function payloadOf(text: string, secret: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64url')
  return openBox(Buffer.from(secret, 'hex'), bytes.subarray(0, 24), bytes.subarray(24))!
}

const rewritten = ({ secrets, cookie, ...vector }: Vector): string => {
  const format = naclFormat(secrets, optionsOf(vector))
  return format.write(format.read(cookie, COOKIE) as SessionRecord, COOKIE)
}

test('it is written under a new nonce each time', () => {
  const [one, two] = [rewritten(written[0]!), rewritten(written[0]!)]
  expect(one.slice(0, 32)).not.toBe(two.slice(0, 32))
  expect(one).toHaveLength(two.length)
})

test('the payload is a pickle of protocol 2 if nobody says otherwise', () => {
  const secret = Buffer.from(SECRET, 'base64url').toString('hex')
  const text = naclFormat(SECRET).write(newRecord(0), COOKIE)
  expect(Buffer.from(payloadOf(text, secret)).subarray(0, 2)).toEqual(Buffer.from([0x80, 2]))
})

const python = findPythonWith('nacl.secret, pyramid.session', 'python3-nacl, python3-pyramid')

test.runIf(python)('what is written is read by PyNaCl as what Pyramid wrote', async () => {
  const pairs = written.map((vector) => ({ ...vector, ours: rewritten(vector) }))
  const seen = JSON.parse(await runPython(COMPARE, JSON.stringify(pairs), python)) as unknown
  expect(seen).toEqual(written.map(() => true))
})

const COMPARE = `
import json, sys
sys.path.insert(0, ${JSON.stringify(fileURLToPath(new URL('../live', import.meta.url)))})
sys.dont_write_bytecode = True
from nacl_sessions import SERIALIZERS, EncryptedSerializer
def same(pair):
    serializer = EncryptedSerializer(bytes.fromhex(pair["secrets"][0]), SERIALIZERS[pair["serializer"]]())
    ours, theirs = (list(serializer.loads(pair[name].encode())) for name in ("ours", "cookie"))
    return ours[:2] == theirs[:2] and repr(ours[2]) == repr(theirs[2])
print(json.dumps([same(pair) for pair in json.load(sys.stdin)]))
`

describe('secrets', () => {
  const bytes = Buffer.from(SECRET, 'base64url')
  const text = naclFormat(SECRET).write(newRecord(0), COOKIE)

  test.each([
    ['bytes', bytes],
    ['an array of bytes', new Uint8Array(bytes)],
    ['hexadecimal', bytes.toString('hex')],
    ['hexadecimal in capitals', bytes.toString('hex').toUpperCase()],
    ['base64', bytes.toString('base64')],
    ['base64url', SECRET],
    ['a list', [keyOf('other'), bytes.toString('hex')]],
  ])('%s', (_, secret) => expect(refusal(naclFormat(secret), text, COOKIE)).toBe('read'))

  test('the first of a list seals', () => {
    const sealed = naclFormat([SECRET, keyOf('other')]).write(newRecord(0), COOKIE)
    expect(refusal(naclFormat(SECRET), sealed, COOKIE)).toBe('read')
    expect(refusal(naclFormat(keyOf('other')), sealed, COOKIE)).toBe('BAD_SIGNATURE')
  })

  test.each<[string, unknown, object]>([
    ['secret', 'x'.repeat(32), {}],
    ['secret', bytes.subarray(1), {}],
    ['secret', `${SECRET}A`, {}],
    ['secret', bytes.toString('hex').slice(1), {}],
    ['secret', '', {}],
    ['secret', [], {}],
    ['secret', [SECRET, bytes], {}],
    ['serializer', SECRET, { serializer: 'json' }],
  ])('%s is refused where it is wrong', (option, secret, options) => {
    expect(() => naclFormat(secret as string, options)).toThrow(expect.objectContaining({ option }))
  })
})

for (const serializer of ['pickle', 'pickle 2', 'json'] as const) {
  formatContract(`nacl, ${serializer}`, {
    make: (name) => naclFormat(keyOf(name), optionsOf({ serializer })),
    isLenient: false,
    tick: MICROSECOND,
  })
}
