import { createHmac } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anatomyOf } from '../../demo/pyramid-anatomy.js'
import { signedSerialize } from '../../src/index.js'

const SECRET = 'seekrit'

/** The text of a session with the given data. */
const cookie = (data: unknown): string =>
  signedSerialize([1_700_000_000, 1_600_000_000.5, data], SECRET)

describe('a session', () => {
  test('falls into its parts', () => {
    const text = cookie({ user: 'Ada' })
    const anatomy = anatomyOf(text, SECRET)
    expect(anatomy.size).toBe(text.length)
    expect(anatomy.signature).toMatch(/^[0-9a-f]{40}$/)
    expect(anatomy.signature + anatomy.base64).toBe(text)
    expect(anatomy.byteCount).toBe(Buffer.from(text.slice(40), 'base64').length)
    expect(anatomy.content).toEqual({
      ok: true,
      accessed: 1_700_000_000,
      created: 1_600_000_000.5,
      data: "{\n  user: 'Ada'\n}",
    })
  })

  test('what JSON cannot show is shown', () => {
    const data = {
      big: 2n ** 70n,
      bytes: Uint8Array.of(1, 2, 255),
      map: new Map<unknown, unknown>([[7, 'seven']]),
      set: new Set(['x']),
      nan: Number.NaN,
      deep: { a: { b: { c: [1] } } },
    }
    const { content } = anatomyOf(cookie(data), SECRET)
    const shown = content.ok ? content.data.replaceAll(/\s+/g, ' ') : ''
    expect(shown).toContain('big: 1180591620717411303424n')
    expect(shown).toMatch(/bytes: \w+\(3\) \[ 1, 2, 255 \]/)
    expect(shown).toContain("map: Map(1) { 7 => 'seven' }")
    expect(shown).toContain("set: Set(1) { 'x' }")
    expect(shown).toContain('nan: NaN')
    expect(shown).toContain('c: [ 1 ]')
  })

  test('is readable without the secret', () => {
    const text = cookie({ name: 'Zoë' })
    expect(anatomyOf(text, 'another').readable).toContain('Zoë')
    expect(anatomyOf(text, 'another').readable).not.toMatch(/[\p{C}\uFFFD]/u)
  })

  test('may have times that are none', () => {
    const text = signedSerialize([2n ** 80n, 'never', {}], SECRET)
    expect(anatomyOf(text, SECRET).content).toMatchObject({
      accessed: 2 ** 80,
      created: undefined,
    })
  })
})

describe('no session', () => {
  const bytes = Buffer.from('no pickle')
  const signed = createHmac('sha1', SECRET).update(bytes).digest('hex') + bytes.toString('base64')

  test.each([
    ['', 'BAD_SIGNATURE'],
    ['x'.repeat(41), 'BAD_BASE64'],
    ['☃', 'BAD_TEXT'],
    [signed, 'BAD_PAYLOAD'],
    [signedSerialize([1, 2], SECRET), 'BAD_SESSION'],
    [signedSerialize('abc', SECRET), 'BAD_SESSION'],
  ])('%j', (text, code) => {
    const { content } = anatomyOf(text, SECRET)
    expect(content).toEqual({ ok: false, code, message: expect.stringMatching(/./) })
  })

  test('whatever the text, nothing is thrown and nothing is lost', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String()), (text) => {
        const anatomy = anatomyOf(text, SECRET)
        expect(anatomy.content.ok).toBe(false)
        expect(anatomy.signature + anatomy.base64).toBe(text)
      }),
    )
  })
})
