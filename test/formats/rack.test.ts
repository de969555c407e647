/** What real Racks wrote is read, and what we write is read by a real one. */
import { describe, expect, test } from 'vitest'
import { rackEncryptedFormat, rackFormat } from '../../src/languages/rack.js'
import type { RackEncryptedOptions, RackFormatOptions } from '../../src/languages/rack.js'
import { DeserializeError } from '../../src/index.js'
import type { SessionFormat } from '../../src/index.js'
import type { ReadRecord, SessionRecord } from '../../src/session/record.js'
import { RackSessionId } from '../../src/serializers/marshal/types.js'
import { rubyTagged } from '../support/ruby-tagged.js'
import type { RubyTagged } from '../support/ruby-tagged.js'
import { askGenerator, findRubyWith } from '../support/ruby.js'
import { readVectors } from '../support/vectors.js'
import { formatContract, recordOf, refusal } from './contract.js'

const LONG = 80

const KINDS = {
  rack: (secret: string) => rackFormat(secret),
  'rack, JSON, SHA-256': (secret: string) => rackFormat(secret, { coder: 'json', hmac: 'SHA256' }),
  'rack, compressed JSON': (secret: string) => rackFormat(secret, { coder: 'zipJson' }),
  'rack-encrypted': (secret: string) => rackEncryptedFormat(secret),
  'rack-encrypted, JSON, v1': (secret: string) =>
    rackEncryptedFormat(secret, { mode: 'v1', serializeJson: true }),
}

for (const [name, make] of Object.entries(KINDS)) {
  formatContract(name, {
    make: (secret) => make(secret.padEnd(LONG, ` ${secret}`)),
    isLenient: false,
    tick: 0,
  })
}

interface Vector<Settings> {
  readonly name: string
  readonly settings: Settings
  readonly cookie: string
  readonly accepted: boolean
  readonly data?: RubyTagged
}

type Pair = [RubyTagged & { v: string }, RubyTagged]

/** Rack's data without the id, which is not the application's. */
function oursOf(data: RubyTagged | undefined): RubyTagged {
  const pairs = (data?.['v'] ?? []) as Pair[]
  return { t: 'dict', v: pairs.filter(([key]) => key.v !== 'session_id') }
}

function readBy(format: SessionFormat, cookie: string, name: string): ReadRecord | undefined {
  try {
    return format.read(cookie, name)
  } catch (error) {
    if (error instanceof DeserializeError) return undefined
    throw error
  }
}

const ruby = findRubyWith('rack/session/cookie', 'ruby-rack')

/**
 * @param isEncrypted whether the answers are by the documented format, as no rack-session can be installed
 * @param defaults with which Ruby reads
 */
function recorded<Settings extends object>(
  vectors: readonly Vector<Settings>[],
  formatOf: (settings: Settings) => SessionFormat,
  nameOf: (settings: Settings) => string,
  isEncrypted: boolean,
  defaults: object,
): void {
  const read = ({ settings, cookie }: Pick<Vector<Settings>, 'settings' | 'cookie'>) =>
    readBy(formatOf(settings), cookie, nameOf(settings))

  test.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (_, vector) => {
    const record = read(vector)
    expect(record !== undefined).toBe(vector.accepted)
    if (vector.accepted) expect(rubyTagged(record!.data)).toEqual(oursOf(vector.data))
  })

  const written = vectors
    .filter(({ accepted, name }) => accepted && name !== 'no id')
    .map((vector) => {
      const { settings } = vector
      const record = read(vector) as SessionRecord
      return { vector, cookie: formatOf(settings).write(record, nameOf(settings)) }
    })

  test('what we write we read as the same', () => {
    for (const { vector, cookie } of written) {
      const record = read({ ...vector, cookie })
      expect([vector.name, rubyTagged(record!.data)]).toEqual([vector.name, oursOf(vector.data)])
    }
  })

  test.runIf(ruby)('what we write a Ruby reads as the same', { timeout: 120_000 }, () => {
    const given = written.map(({ vector: { settings }, cookie }) => ({
      settings: { ...defaults, ...settings },
      cookie,
      encrypted: isEncrypted,
    }))
    const answers = askGenerator<RubyTagged[]>(ruby!, 'rack.rb', given)
    const expected = written.map(({ vector: { name, data } }) => [name, data])
    expect(written.map(({ vector }, at) => [vector.name, answers[at]])).toEqual(expected)
  })
}

const SECRET =
  "a secret of Rack's, which is long enough for all that it is used for: it has 94 bytes, of ASCII"
const NAME = 'rack.session'

describe('cookies of Rack 2.2', () => {
  type Settings = RackFormatOptions & { secret?: string | string[] }
  const formatOf = ({ secret = SECRET, ...options }: Settings): SessionFormat =>
    rackFormat(secret, options)
  const vectors = readVectors<Vector<Settings>>('languages/rack')
  recorded(vectors, formatOf, () => NAME, false, {})

  test('what we sign as JSON is what Rack signed, byte by byte', () => {
    const signed = vectors.filter(
      ({ name, accepted }) => accepted && name.endsWith(', JSON') && !name.includes('read by'),
    )
    expect(signed.length).toBeGreaterThan(20)
    for (const { name, settings, cookie } of signed) {
      const format = formatOf(settings)
      const ours = format.write(format.read(cookie, NAME) as SessionRecord, NAME)
      expect([name, ours]).toEqual([name, cookie])
    }
  })
})

describe.each(['2.1.1', '2.1.2', '7acef42'])('cookies of rack-session %s', (version) => {
  type Settings = RackEncryptedOptions & { secrets?: string; name?: string }
  const formatOf = ({ secrets = SECRET, name: _, ...options }: Settings): SessionFormat =>
    rackEncryptedFormat(secrets, options)
  const vectors = readVectors<Vector<Settings>>(`languages/rack-session-${version}`)
  const defaults = { secrets: SECRET, serializeJson: false, name: NAME }
  recorded(vectors, formatOf, ({ name = NAME }) => name, true, defaults)
})

describe('what is Rack’s own', () => {
  const KEY = 'k'.repeat(64)

  test('a session has an id: an object in Marshal, text in JSON', () => {
    const idIn = (format: SessionFormat): unknown =>
      (format.read(format.write(recordOf({ a: 1 }), NAME), NAME).origin as { id: unknown }).id
    expect(idIn(rackFormat(KEY))).toEqual(expect.any(RackSessionId))
    expect(String(idIn(rackFormat(KEY)))).toMatch(/^[\da-f]{32}$/)
    expect(idIn(rackFormat(KEY, { coder: 'json' }))).toMatch(/^[\da-f]{32}$/)
    expect(idIn(rackEncryptedFormat(KEY))).toEqual(expect.any(RackSessionId))
    expect(idIn(rackEncryptedFormat(KEY, { serializeJson: true }))).toMatch(/^[\da-f]{32}$/)
  })

  test.each([rackFormat(KEY), rackEncryptedFormat(KEY)])(
    '$name: an id of the application’s is refused where the session has its own',
    (format) => {
      expect(() => format.write(recordOf({ session_id: 'mine' }), NAME)).toThrow(
        expect.objectContaining({ code: 'BAD_VALUE', path: 'session_id' }),
      )
    },
  )

  test('several secrets: the first encrypts, all decrypt', () => {
    const [one, other, third] = ['1', '2', '3'].map((digit) => digit.repeat(64)) as [
      string,
      string,
      string,
    ]
    const old = rackEncryptedFormat(other).write(recordOf({}), NAME)
    expect(refusal(rackEncryptedFormat([one, other]), old, NAME)).toBe('read')
    const both = rackEncryptedFormat([one, other]).write(recordOf({}), NAME)
    expect(refusal(rackEncryptedFormat(one), both, NAME)).toBe('read')
    expect(refusal(rackEncryptedFormat(third), both, NAME)).toBe('BAD_SIGNATURE')
  })

  test('cookies of Rack 2 are read where their secret is given', () => {
    const old = rackFormat('legacy', { coder: 'json', hmac: 'SHA256' }).write(
      recordOf({ a: 1 }),
      NAME,
    )
    const options = { legacyHmac: 'SHA256', legacyHmacCoder: 'json' } as const
    const format = rackEncryptedFormat(KEY, { legacyHmacSecret: 'legacy', ...options })
    expect(Object.fromEntries(format.read(old, NAME).data!)).toEqual({ a: 1 })
    expect(
      refusal(rackEncryptedFormat(KEY, { legacyHmacSecret: 'other', ...options }), old, NAME),
    ).toBe('BAD_SIGNATURE')
    expect(refusal(rackEncryptedFormat(KEY), old, NAME)).toBe('BAD_TEXT')
    expect(format.write(recordOf({ a: 1 }), NAME)).not.toMatch(/--[\da-f]{64}$/)
  })

  test('padding hides the length', () => {
    const format = rackEncryptedFormat(KEY, { padSize: 1000, serializeJson: true })
    const lengths = [0, 1, 100, 500].map(
      (size) =>
        format.write(recordOf({ a: 'x'.repeat(size) }), NAME).replaceAll(/%../g, '+').length,
    )
    expect(new Set(lengths).size).toBe(1)
  })

  test('what is compressed to more than a session may have is refused', () => {
    const format = rackFormat(KEY, { coder: 'zipJson' })
    const data = Object.fromEntries(
      Array.from({ length: 60 }, (_, at) => [`k${at}`, 'x'.repeat(1000)]),
    )
    expect(refusal(format, format.write(recordOf(data), NAME), NAME)).toBe('read')
    const more = { ...data, more: 'x'.repeat(10_000) }
    expect(() => format.write(recordOf(more), NAME)).toThrow(
      expect.objectContaining({ code: 'LIMIT' }),
    )
  })

  test.each<[string, () => unknown]>([
    ['secret', () => rackFormat('')],
    ['secret', () => rackFormat(['a', 'a'])],
    ['coder', () => rackFormat(KEY, { coder: 'yaml' as never })],
    ['hmac', () => rackFormat(KEY, { hmac: 'MD5' as never })],
    ['secrets', () => rackEncryptedFormat('too short')],
    ['secrets', () => rackEncryptedFormat('k'.repeat(63))],
    ['secrets', () => rackEncryptedFormat('k'.repeat(31), { mode: 'v2' })],
    ['padSize', () => rackEncryptedFormat(KEY, { padSize: 1 })],
    ['mode', () => rackEncryptedFormat(KEY, { mode: 'v3' as never })],
    ['secret', () => rackEncryptedFormat(KEY, { legacyHmacSecret: '' })],
    ['legacyHmac', () => rackEncryptedFormat(KEY, { legacyHmac: 'SHA256' })],
    ['legacyHmacCoder', () => rackEncryptedFormat(KEY, { legacyHmacCoder: 'json' })],
  ])('%s is refused', (option, make) => {
    expect(make).toThrow(expect.objectContaining({ name: 'OptionError', option }))
  })
})
