/** Sessions of iron-session, as its versions 6 to 8 write and read them. */
import { createCipheriv, createHmac, pbkdf2Sync } from 'node:crypto'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { newRecord } from '../../src/index.js'
import { ironFormat, ironSessionFactory } from '../../src/languages/iron.js'
import type { IronPassword } from '../../src/languages/iron.js'
import { readVectors } from '../support/vectors.js'
import { formatContract, refusal } from './contract.js'
import { named } from './npm-vectors.js'
import type { NpmVector } from './npm-vectors.js'

interface Vector extends NpmVector {
  readonly version: number
  readonly password: IronPassword
  readonly ttl: number
  readonly now: number
  readonly text: string
}

const vectors = readVectors<Vector>('languages/iron')
const PASSWORD = 'a password of iron-session, long enough for it'

/** What iron-session takes for a session, and no version from 6 on writes. */
const NOT_WRITTEN = /^(?:without the version|version (?:1|3|22)|sealed \[1\]|sealed "text")$/

/** The day of the vectors. */
const DAY = 1_700_000_000

interface Iron {
  readonly unsealData: (text: string, options: object) => Promise<object>
}

const load = createRequire(import.meta.url)
const versions: readonly (readonly [number, Iron])[] = [
  [6, load('iron-session-6') as Iron],
  [7, load('iron-session-7') as Iron],
  [8, load('iron-session') as Iron],
]

test('there are vectors', () => {
  expect(vectors.length).toBeGreaterThan(400)
  expect(vectors.filter(({ name }) => NOT_WRITTEN.test(name))).toHaveLength(6)
})

test.each(named(vectors))('%s', (_, vector) => {
  const { name, password, ttl, now, text, accepted, data } = vector
  const factory = ironSessionFactory(password, { ttl, clock: () => now })
  const { session } = factory.open(`session=${text}`)
  const isTaken = accepted && !NOT_WRITTEN.test(name)
  const read = Object.fromEntries(session.entries())
  expect([read, !session.new]).toEqual([isTaken ? data : {}, isTaken])
})

test('why one is refused', () => {
  const codes = new Map<string, string>()
  for (const { name, password, text } of vectors) {
    codes.set(name, refusal(ironFormat(password), text))
  }
  const names = {
    'without the version': 'BAD_TEXT',
    'one part more': 'BAD_TEXT',
    'rotation: retired': 'UNKNOWN_KEY',
    'an id that objects have': 'UNKNOWN_KEY',
    'another password': 'BAD_SIGNATURE',
    'later expiry': 'BAD_SIGNATURE',
    'no expiry': 'BAD_SIGNATURE',
    'sealed [1]': 'BAD_PAYLOAD',
    'sealed null': 'BAD_PAYLOAD',
  }
  for (const [name, code] of Object.entries(names))
    expect([name, codes.get(name)]).toEqual([name, code])
})

describe.each(versions)('iron-session %i', (_, { unsealData }) => {
  const written = named(vectors).filter(([, { name, version, accepted }]) => {
    return version === 8 && accepted && !NOT_WRITTEN.test(name)
  })

  test.each(written)('reads what is written: %s', async (_, { password, data }) => {
    const now = Date.now() / 1000
    const record = { ...newRecord(now), data: new Map(Object.entries(data as object)) }
    const text = ironFormat(password).write(record, 'session')
    expect(await unsealData(text, { password })).toEqual(data)
  })

  test('takes a seal for as long as it is taken here', async () => {
    const now = Date.now() / 1000
    const data = new Map([['a', 1]])
    for (const [since, ttl, isTaken] of [
      [0, 60, true],
      [100, 60, true],
      [125, 60, false],
      [9e8, 0, true],
    ] as const) {
      const text = ironFormat(PASSWORD, { ttl }).write({ ...newRecord(now - since), data }, 's')
      const theirs = await unsealData(text, { password: PASSWORD })
      const ours = ironSessionFactory(PASSWORD).open(`session=${text}`).session
      expect([since, theirs, !ours.new]).toEqual([since, isTaken ? { a: 1 } : {}, isTaken])
    }
  })
})

describe('passwords', () => {
  const write = (password: IronPassword): string =>
    ironFormat(password).write(newRecord(DAY), 'session')
  const [one, two] = [PASSWORD, `${PASSWORD}, another`]

  test('the highest id seals', () => {
    expect(write({ 9: one, 10: two, 1: one }).split('*')[1]).toBe('10')
    expect(write(one).split('*')[1]).toBe('1')
  })

  test('every one reads, by its id', () => {
    const both = ironFormat({ 1: one, 2: two })
    expect(both.read(write(one), 'session').keyId).toBe('1')
    expect(both.read(write({ 2: two }), 'session').keyId).toBe('2')
    expect(refusal(both, write({ 3: two }))).toBe('UNKNOWN_KEY')
    expect(refusal(both, write({ 1: two }))).toBe('BAD_SIGNATURE')
  })

  test.each<[string, unknown, object]>([
    ['password', 'too short', {}],
    ['password', '', {}],
    ['password', {}, {}],
    ['password', { a: one }, {}],
    ['password', { '01': one }, {}],
    ['password', { 1: 'short' }, {}],
    ['password', [], {}],
    ['password', undefined, {}],
    ['ttl', one, { ttl: -1 }],
    ['ttl', one, { ttl: 0.5 }],
    ['ttl', one, { ttl: 1_200_000 }],
  ])('%s is refused where it is wrong', (option, password, options) => {
    expect(() => ironFormat(password as string, options)).toThrow(
      expect.objectContaining({ option }),
    )
  })
})

test.each([
  [{}, 1_209_540],
  [{ ttl: 3600 }, 3540],
  [{ ttl: 0 }, 34_560_000],
  [{ ttl: 30 }, 1],
  [{ maxAge: 10 }, 10],
  [{ maxAge: null }, undefined],
])('the browser keeps the cookie for a minute less: %o', (options, age) => {
  const { session, commit } = ironSessionFactory(PASSWORD, options).open()
  session.set('a', 1)
  const line = commit()[0]![1]
  expect(/Max-Age=(\d+)/.exec(line)?.[1]).toBe(age === undefined ? undefined : String(age))
})

formatContract('iron', {
  make: (name) => ironFormat(`${name}, and a password that is long enough for iron`),
  isLenient: false,
  tick: 0,
})

const keyOf = (salt: string): Buffer => pbkdf2Sync(PASSWORD, salt, 1, 32, 'sha1')

/** Made by hand from the grammar in src/formats/iron.ts. */
function sealOf(
  plain: string,
  { iv = Buffer.alloc(16, 7), expiry = '', salt = 'aa' } = {},
): string {
  const cipher = createCipheriv(
    'aes-256-cbc',
    keyOf(salt),
    iv.length === 16 ? iv : Buffer.alloc(16),
  )
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64url')
  const base = `Fe26.2*1*${salt}*${iv.toString('base64url')}*${ciphertext}*${expiry}`
  return `${base}*bb*${macOf(base)}~2`
}

const macOf = (base: string): string =>
  createHmac('sha256', keyOf('bb')).update(base).digest('base64url')

describe('seals with the right password that nobody makes', () => {
  const format = ironFormat(PASSWORD)

  test('they are read as the grammar says', () => {
    const { data, expires } = format.read(sealOf('{"a":1}', { expiry: '1700000000000' }), 's')
    expect([Object.fromEntries(data!), expires]).toEqual([{ a: 1 }, 1_700_000_059.999])
    expect(format.read(sealOf('{}'), 's').expires).toBe(undefined)
  })

  test.each([
    ['a short iv', sealOf('{}', { iv: Buffer.alloc(12) }), 'BAD_PAYLOAD'],
    ['no iv', sealOf('{}', { iv: Buffer.alloc(0) }), 'BAD_PAYLOAD'],
    ['an expiry that is none', sealOf('{}', { expiry: '1e99' }), 'BAD_TEXT'],
    ['no data', sealOf(''), 'BAD_PAYLOAD'],
    ['half a block', `${'Fe26.2*1*aa*AAAAAAAAAAAAAAAAAAAAAA*AAAA*'}`, 'BAD_TEXT'],
  ])('%s', (_, text, code) => expect(refusal(format, text)).toBe(code))

  test('ciphertexts that decrypt to anything', () => {
    function* texts(): Generator<string> {
      for (let length = 0; length < 200; length++) {
        const base = `Fe26.2*1*aa*${'A'.repeat(22)}*${Buffer.alloc(length, length).toString('base64url')}*`
        yield `${base}*bb*${macOf(base)}~2`
      }
    }
    for (const text of texts()) expect(refusal(format, text)).toBe('BAD_PAYLOAD')
  })
})
