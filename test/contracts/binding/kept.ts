import { expect } from 'vitest'
import { generateKey, sealedCookieSessionFactory } from '../../../src/index.js'
import type { SessionFactory } from '../../../src/index.js'
import type { Behaviours, Start } from './behaviour.js'
import { cookiesOf, sessions, text } from './support.js'

/** What comes back, in the next request, of values that are put into a session. */
async function roundTrip(
  start: Start,
  values: Readonly<Record<string, unknown>>,
  factory: SessionFactory = sessions,
): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {}
  const { request } = await start(
    (path, { session }) => {
      if (path === '/write') session().update(values)
      else for (const key of Object.keys(values)) found[key] = session().get(key)
      return text('ok')
    },
    { factory },
  )
  const written = await request('/write')
  expect(written.setCookies).toHaveLength(1)
  expect((await request('/read', cookiesOf(written))).status).toBe(200)
  return found
}

const TEXTS = { greeting: 'Grüße, мир, 世界, 🦊', 'ключ 🔑': '\u0000 "; \\ \r\n' }

/** Of all kinds of characters, and no two parts alike, so that nothing shortens it. */
const LONG = Array.from({ length: 500 }, (_, at) => at.toString(36).padStart(5, '~')).join('|')

export const kept: Behaviours = {
  'texts in all scripts and with every sign come back as they were': async (start) => {
    expect(await roundTrip(start, TEXTS)).toEqual(TEXTS)
    const sealed = sealedCookieSessionFactory(generateKey())
    expect(await roundTrip(start, TEXTS, sealed)).toEqual(TEXTS)
  },

  'a session of 3 KB fits, signed or sealed': async (start) => {
    const data = { long: LONG.slice(0, 2930) }
    expect(data.long).toHaveLength(2930)
    expect(await roundTrip(start, data)).toEqual(data)
    const sealed = sealedCookieSessionFactory(generateKey())
    expect(await roundTrip(start, data, sealed)).toEqual(data)
  },

  'a sealed session keeps Dates, Maps, Sets, bigints and bytes': async (start) => {
    const data = {
      when: new Date(1_700_000_000_123),
      cart: new Map<unknown, unknown>([
        ['apples', 3],
        [7, { ripe: true }],
      ]),
      tags: new Set(['new', 'sale']),
      large: 2n ** 70n,
      bytes: Uint8Array.of(0, 127, 255),
    }
    expect(await roundTrip(start, data, sealedCookieSessionFactory(generateKey()))).toEqual(data)
  },
}
