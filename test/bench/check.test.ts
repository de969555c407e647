/** That nothing is measured that does not do its work. */
import { describe, expect, test } from 'vitest'
import { checkSubject, forgeriesOf } from '../../bench/core/check.js'
import { FORMATS } from '../../bench/core/formats.js'
import { FUNCTIONS } from '../../bench/core/functions.js'
import { MODERN } from '../../bench/core/modern.js'
import { RIVALS } from '../../bench/rivals/index.js'
import { COOKIE_SESSIONS } from '../../bench/sessions.js'

describe.each([...FORMATS, ...MODERN, ...Object.values(FUNCTIONS), ...RIVALS])(
  '$name',
  (subject) => {
    test.each(COOKIE_SESSIONS)('gives back and protects what it is given: $name', ({ state }) =>
      expect(checkSubject(subject, state)).resolves.toBeUndefined(),
    )
  },
)

describe('the check refuses', () => {
  const state = { user_id: 7 }
  const parse = (text: string): unknown => JSON.parse(text)
  const honest = {
    write: () => JSON.stringify(state),
    read: parse,
    dataOf: (data: unknown) => data,
  }

  test('what takes a text that was tampered with', async () => {
    const subject = { name: 'unsigned', prepare: () => ({ ...honest, read: () => state }) }
    await expect(checkSubject(subject, state)).rejects.toThrow('unsigned takes a text')
  })

  test('what loses data', async () => {
    const subject = { name: 'forgetful', prepare: () => ({ ...honest, read: () => ({}) }) }
    await expect(checkSubject(subject, state)).rejects.toThrow('forgetful does not give back')
  })

  test('what does not write a change', async () => {
    const texts = [JSON.stringify(state)]
    const read = (text: string): unknown => (texts.includes(text) ? parse(text) : undefined)
    const change = (text: string): string => text
    const subject = { name: 'stubborn', prepare: () => ({ ...honest, read, change }) }
    await expect(checkSubject(subject, state)).rejects.toThrow('stubborn does not write a change')
  })
})

test.each(['session=', '__Host-session='])('a forgery of %s has another character', (name) => {
  const text = `${name}${'abcdefghijklmnopqrstuvwxyz'.repeat(2)}`
  const forgeries = forgeriesOf(text)
  expect(new Set(forgeries).size).toBe(3)
  for (const forged of forgeries) {
    expect(forged).toHaveLength(text.length)
    expect(forged).not.toBe(text)
    expect(String(forged).startsWith(name)).toBe(true)
  }
})
