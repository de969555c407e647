/** A cookie with other data, newly signed. */
import { describe, expect, test } from 'vitest'
import { generateKey, OptionError, pyramidSignedFormat, sealedFormat } from '../../src/index.js'
import { inspectCookie, rewrite } from '../../src/inspect/index.js'
import { newRecord } from '../../src/session/record.js'
import { grouped, readSamples } from './samples.js'

/** Of these there is no session in the text, or none that can be written. */
const UNWRITTEN = new Set(['django-messages', 'pyramid-redis', 'pyramid-beaker'])

/** The first recording of each format that is a session with a text key. */
const writable = [...grouped(readSamples(), ({ format }) => format)].flatMap(([format, all]) => {
  const one = all.find((sample) => {
    const { verdict, data } = inspectCookie(sample)
    return verdict === 'valid' && data !== undefined && data.size > 0
  })
  return UNWRITTEN.has(format) ? [] : [[format, one!] as const]
})

describe.each(writable)('%s', (_, sample) => {
  test('a value is changed, and the rest stays', () => {
    const [secret] = sample.secrets
    const before = inspectCookie(sample)
    const { text, cookies } = rewrite(sample, (data) => data.set('added', 'a value'), secret!)
    const after = inspectCookie({ ...sample, text, also: cookies })
    expect(after).toMatchObject({ verdict: 'valid', format: sample.format })
    expect(after.data?.get('added')).toBe('a value')
    expect(new Map([...after.data!].filter(([key]) => key !== 'added'))).toEqual(before.data)
    expect(after.fit?.settings).toEqual(before.fit?.settings)
  })
})

describe('with a secret of whoever calls', () => {
  const [key, other] = [generateKey(), generateKey()]
  const now = 1_700_000_000
  const data = new Map([['user', 7]])
  const text = pyramidSignedFormat(key).write({ ...newRecord(now), data }, 'session')

  test('a text that can be read without its own is signed anew', () => {
    const made = rewrite({ text }, (data) => data.set('user', 8), other)
    const found = inspectCookie({ text: made.text, secrets: [key, other], now })
    expect(found).toMatchObject({ verdict: 'valid', fit: { index: 1 }, times: { created: now } })
    expect(found.data?.get('user')).toBe(8)
  })

  test('it may be said to be used now', () => {
    const made = rewrite({ text, now: now + 5000 }, () => undefined, key)
    const found = inspectCookie({ text: made.text, secrets: [key], now: now + 5000 })
    expect(found).toMatchObject({ verdict: 'valid', times: { renewed: now + 5000, created: now } })
  })

  test('what is encrypted cannot be changed without its own', () => {
    const sealed = sealedFormat(key).write({ ...newRecord(now, 'id'), data }, 'session')
    const input = { text: sealed, cookieName: 'session' }
    expect(() => rewrite(input, () => undefined, other)).toThrow(OptionError)
    const made = rewrite({ ...input, secrets: [key] }, (data) => data.set('user', 8), other)
    const found = inspectCookie({ ...input, text: made.text, secrets: [other], now })
    expect(found.data?.get('user')).toBe(8)
  })

  test('a text of no format has nothing to change', () => {
    expect(() => rewrite({ text: 'hello' }, () => undefined, key)).toThrow(OptionError)
  })
})
