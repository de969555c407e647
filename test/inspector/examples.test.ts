/** Each example is what its title says, and its secret fits. */
import { describe, expect, test } from 'vitest'
import { exampleOf, exampleTitles } from '../../src/inspector/examples.js'
import { NOTHING, pasteInto, subjectOf } from '../../src/inspector/state.js'
import { tamper } from '../../src/inspector/tamper.js'

const FORMATS: Readonly<Record<string, string>> = {
  Sealed: 'sealed',
  Signed: 'signed',
  Pyramid: 'pyramid-signed',
  'Pyramid, pickle': 'pyramid-hex',
  Flask: 'flask',
  Starlette: 'starlette',
  Django: 'django',
  Rails: 'rails',
  Rack: 'rack',
  Laravel: 'laravel',
  Express: 'cookie-session',
  'iron-session': 'iron',
  Fastify: 'secure-session',
  gorilla: 'gorilla',
  'Auth.js': 'next-auth',
}

test('each has a format', () => {
  expect(exampleTitles.toSorted()).toEqual(Object.keys(FORMATS).toSorted())
})

describe.each(exampleTitles)('%s', (title) => {
  const { header, secret } = exampleOf(title, Date.now() / 1000)

  test('is found out by itself, and genuine', () => {
    const { inspection } = subjectOf(pasteInto({ ...NOTHING, secrets: [secret] }, header))!
    expect(inspection.problem).toBeUndefined()
    expect(inspection).toMatchObject({ format: FORMATS[title], verdict: 'valid', canRewrite: true })
    expect(inspection.data!.get('user')).toBe('ada')
    expect(inspection.csrfToken ?? inspection.data!.get('_csrft_')).toMatch(/^3f1c/)
  })

  test('is refused when a character in the middle is another', () => {
    const { input } = subjectOf(pasteInto({ ...NOTHING, secrets: [secret] }, header))!
    const { inspection, text } = tamper(input, Math.floor(input.text.length / 2))
    expect(text).not.toBe(input.text)
    expect(inspection.verdict).not.toBe('valid')
  })
})
