/** A real Rails beside ours: one session for both. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { railsSessionFactory } from '../../src/languages/rails.js'
import type { RailsSessionOptions } from '../../src/languages/rails.js'
import { RailsCSRFStoragePolicy } from '../../src/languages/rails.js'
import type { CsrfRequest, Session } from '../../src/index.js'
import { findRubyWith } from '../support/ruby.js'
import { besideUs } from './language.js'

const SECRET =
  'a secret_key_base that both sides have, and which is as long as it should be: 64 bytes'

const KINDS: Readonly<Record<string, RailsSessionOptions>> = {
  'JSON, AES-256-GCM, SHA-256': {},
  'Marshal, SHA-1, with an end': {
    cookiesSerializer: 'marshal',
    keyGeneratorHashDigestClass: 'SHA1',
    expireAfter: 3600,
  },
  'hybrid, AES-256-CBC': {
    cookiesSerializer: 'hybrid',
    useAuthenticatedCookieEncryption: false,
  },
  'signed, JSON': { jar: 'signed' },
}

const ruby = findRubyWith('action_controller', 'ruby-actionpack')

function start(kind: RailsSessionOptions): ChildProcess {
  const settings = {
    cookiesSerializer: 'json',
    keyGeneratorHashDigestClass: 'SHA256',
    useAuthenticatedCookieEncryption: true,
    expireAfter: null,
    jar: 'encrypted',
    ...kind,
  }
  return spawn(ruby!, [fileURLToPath(new URL('rails_app.rb', import.meta.url))], {
    env: { ...process.env, SETTINGS: JSON.stringify(settings), SECRET_KEY_BASE: SECRET },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

describe.runIf(ruby).each(Object.entries(KINDS))('Rails beside cartouche: %s', (name, kind) => {
  const made = (secret: string, options: object = {}) =>
    railsSessionFactory(secret, { cookieName: '_shop_session', secure: false, ...kind, ...options })
  besideUs(name, {
    start: () => start(kind),
    factory: (options) => made(SECRET, options),
    stranger: () => made(`${SECRET}, another one`),
    lifetime: kind.expireAfter ?? null,
    dates: kind.cookiesSerializer === 'marshal' ? 'dates' : 'text',
    flashQueue: '',
    checksCsrf: true,
  })
})

describe.runIf(ruby)('CSRF tokens under a mask', () => {
  let app: ChildProcess
  let address: string
  const factory = railsSessionFactory(SECRET, { cookieName: '_shop_session', secure: false })
  const policy = new RailsCSRFStoragePolicy()

  beforeAll(async () => {
    app = start({})
    const [port] = (await once(createInterface(app.stdout!), 'line')) as [string]
    address = `http://127.0.0.1:${port}/there`
  }, 120_000)

  afterAll(() => {
    app.kill()
  })

  const requestOf = (session: Session): CsrfRequest => ({
    method: 'POST',
    scheme: 'http',
    host: 'shop.example',
    header: () => undefined,
    session,
  })

  test('Rails’ are taken here', async () => {
    const answer = await fetch(`${address}/token?masked=1`)
    const [cookie] = answer.headers.getSetCookie()[0]!.split(';')
    const token = await answer.text()
    expect(token).toHaveLength(88)
    const { session } = factory.open(cookie)
    expect(policy.checkCsrfToken(requestOf(session), token)).toBe(true)
    expect(policy.checkCsrfToken(requestOf(factory.open().session), token)).toBe(false)
  })

  test('ours are taken there', async () => {
    const { session, commit } = factory.open()
    const token = policy.getCsrfToken(requestOf(session))
    const [cookie] = commit()[0]![1].split(';') as [string]
    const send = async (csrf_token: string): Promise<string> => {
      const body = new URLSearchParams({ csrf_token })
      const answer = await fetch(`${address}/protected`, {
        method: 'POST',
        headers: { cookie },
        body,
      })
      return await answer.text()
    }
    expect(await send(token)).toBe('done')
    expect(await send(policy.getCsrfToken(requestOf(session)))).toBe('done')
    expect(await send(policy.getCsrfToken(requestOf(factory.open().session)))).toBe('refused')
  })
})

test('the cookie is Rails’', () => {
  const { session, commit } = railsSessionFactory(SECRET, { expireAfter: 60 }).open()
  session.set('a', 1)
  expect(commit()[0]![1]).toMatch(
    /^_session_id=[^;]+; Max-Age=60; Path=\/; expires=[^;]+; secure; HttpOnly; SameSite=Lax$/,
  )
})
