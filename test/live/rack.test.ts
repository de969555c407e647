/** A real Rack beside ours: one session for both. Of rack-session 2 there is no package that could be installed. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { rackEncryptedSessionFactory, rackSessionFactory } from '../../src/languages/rack.js'
import type { RackSessionOptions } from '../../src/languages/rack.js'
import { findRubyWith } from '../support/ruby.js'
import { besideUs } from './language.js'

const SECRET =
  'a secret that both sides have, and which is as long as it should be: 64 bytes or more'

const KINDS: Readonly<Record<string, RackSessionOptions>> = {
  Marshal: {},
  'JSON, SHA-256': { coder: 'json', hmac: 'SHA256' },
  'compressed JSON': { coder: 'zipJson' },
}

const ruby = findRubyWith('rack/session/cookie', 'ruby-rack')

describe.runIf(ruby).each(Object.entries(KINDS))('Rack beside cartouche: %s', (name, kind) => {
  const { coder = 'marshal', hmac = 'SHA1' } = kind
  const made = (secret: string, options: object = {}) =>
    rackSessionFactory(secret, { secure: false, ...kind, ...options })
  besideUs(name, {
    start: () =>
      spawn(ruby!, [fileURLToPath(new URL('rack_app.rb', import.meta.url))], {
        env: { ...process.env, CODER: coder, HMAC: hmac, SESSION_SECRET: SECRET },
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    factory: (options) => made(SECRET, options),
    stranger: () => made(`${SECRET}, another one`),
    lifetime: null,
    dates: coder === 'marshal' ? 'dates' : 'text',
  })
})

test.each([
  ['Rack’s', rackSessionFactory],
  ['rack-session’s', rackEncryptedSessionFactory],
])('the cookie is %s', (_, factory) => {
  const { session, commit } = factory(SECRET).open()
  session.set('a', 1)
  expect(commit()[0]![1]).toMatch(
    /^rack\.session=[\w%-]+; Path=\/; secure; HttpOnly; SameSite=Lax$/,
  )
})
