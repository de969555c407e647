/** What is written here, the packages read: recorded in test/vectors/pyramid-redis/read/. */
import { describe, expect, test } from 'vitest'
import { readRecording } from './recorded.js'
import { writtenFor } from './written.js'
import type { Written } from './written.js'

/** What a package made of a session. */
interface Read {
  readonly written: Written
  readonly new: boolean
  readonly created: number
  readonly timeout: number
  /** Python's `repr` of each value. */
  readonly data: Readonly<Record<string, string>>
}

const RECORDINGS = [
  '0.9-py27',
  '1.0-py27',
  '1.0-py311',
  '1.2-py27',
  '1.2-py311',
  '1.4-py27',
  '1.4-py311',
  '1.5-py27',
  '1.5-py311',
  '1.7-py311',
  '1.8-py311',
]

/** By Python 3; Python 2 writes some otherwise. */
const SEEN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'plain values': {
    user: "'ana'",
    count: '7',
    rate: '2.5',
    none: 'None',
    yes: 'True',
    list: "[1, {'a': []}]",
  },
  text: { text: "'Zoë € 😀'", clé: "'é'" },
  'values of other types': {
    large: '1180591620717411303424',
    tuple: "(1, 'two')",
    bytes: "b'\\x00\\xffa'",
    set: '{1}',
  },
  messages: {
    _f_: "['one', 'two']",
    _f_q: "['three']",
    _csrft_: "'0123456789abcdef0123456789abcdef01234567'",
  },
}

const SEEN_BY_2: typeof SEEN = {
  'plain values': { ...SEEN['plain values'], user: "u'ana'", list: "[1, {u'a': []}]" },
  text: { text: "u'Zo\\xeb \\u20ac \\U0001f600'", clé: "u'\\xe9'" },
  'values of other types': {
    large: '1180591620717411303424L',
    tuple: "(1, u'two')",
    bytes: "'\\x00\\xffa'",
    set: 'set([1])',
  },
  messages: {
    _f_: "[u'one', u'two']",
    _f_q: "[u'three']",
    _csrft_: "u'0123456789abcdef0123456789abcdef01234567'",
  },
}

describe.each(RECORDINGS)('as %s', (path) => {
  const { package: name, version: packageVersion, vectors } = readRecording<Read>(`read/${path}`)

  test('it is what the package has read', async () => {
    const written = await writtenFor({ package: name, packageVersion })
    expect(written).toEqual(vectors.map(({ written }) => written))
  })

  test.each(vectors)('$written.name', (read) => {
    const seen = path.endsWith('py27') ? SEEN_BY_2 : SEEN
    expect(read.data).toEqual(seen[read.written.name])
    expect(read.new).toBe(false)
    expect(read.timeout).toBe(1200)
    const isWhole = Number(packageVersion) >= 1.4
    // Version 0.9 does not keep it.
    expect(read.created).toBe(isWhole ? Math.ceil(read.written.now) : read.written.now)
  })
})
