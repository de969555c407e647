/** The inspector beside the demo, one click away with the cookie of the session. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fromInput, inspectCookie } from '../../src/inspect/index.js'
import { startDemo } from './start.js'
import type { Demo } from './start.js'

const SECRET = 'the secret that Pyramid of these tests has too, of 64 bytes or more, so'

let demo: Demo

beforeAll(async () => {
  demo = await startDemo({ SESSION_SECRET: SECRET })
})

afterAll(async () => {
  await demo.stop()
})

test('it is served with a policy that forbids every connection', async () => {
  const response = await fetch(`${demo.url}/inspector`)
  expect(response.url).toBe(`${demo.url}/inspector/`)
  expect(response.status).toBe(200)
  expect(await response.text()).toContain('Session inspector')
  const policy = response.headers.get('Content-Security-Policy')!
  for (const directive of ["default-src 'none'", "connect-src 'none'", "script-src 'self'"]) {
    expect(policy.split('; ')).toContain(directive)
  }
  expect((await fetch(`${demo.url}/inspector/inspector.js`)).status).toBe(200)
})

test('a page links to it with the cookie it was sent, behind the #', async () => {
  const first = await fetch(`${demo.url}/pyramid/`)
  const line = first.headers.getSetCookie().find((line) => line.startsWith('session='))!
  const cookie = line.split(';')[0]!
  const page = await (await fetch(`${demo.url}/pyramid/`, { headers: { cookie } })).text()
  const [, fragment] = /href="\/inspector\/#cookie=([^"]+)"/.exec(page)!
  const [pasted] = fromInput(decodeURIComponent(fragment!)).cookies
  expect(pasted).toMatchObject({ name: 'session', text: cookie.slice('session='.length) })
  const inspection = inspectCookie({ text: pasted!.text, cookieName: 'session', secrets: [SECRET] })
  expect(inspection).toMatchObject({ format: 'pyramid-hex', verdict: 'valid' })
})

test('a page without a cookie has no such link', async () => {
  const page = await (await fetch(`${demo.url}/pyramid/`)).text()
  expect(page).not.toContain('/inspector/#')
})
