import { describe, expect, test } from 'vitest'
import { generateKey } from '../../src/index.js'
import { FLASK, PYRAMID_1, PYRAMID_2 } from './cookies.js'
import type { Recorded } from './cookies.js'
import { run } from './run.js'

const verify = ({ text, at, secret }: Recorded, ...args: readonly string[]) =>
  run(['verify', '--at', at, ...args, '--', text], { env: { CARTOUCHE_SECRET: secret } })

describe('verify', () => {
  test.each([
    ['Flask', FLASK],
    ['Pyramid 1.3', PYRAMID_1],
    ['Pyramid 2.1', PYRAMID_2],
  ])('%s: valid is 0', async (_, cookie) => {
    const { status, stdout, stderr } = await verify(cookie)
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^valid: .+\n$/)
  })

  test('so is a cookie whose data are broken', async () => {
    const text = `${PYRAMID_2.text.slice(0, -8)}AAAAAAAA`
    expect((await verify({ ...PYRAMID_2, text })).status).toBe(1)
  })

  test('each character of a cookie counts: one off is 1', async () => {
    const { text } = FLASK
    const places = [0, 10, text.indexOf('.') + 2, text.lastIndexOf('.') + 1, text.length - 2]
    const changed = places.map((at) => {
      const other = text[at] === 'A' ? 'B' : 'A'
      return { ...FLASK, text: text.slice(0, at) + other + text.slice(at + 1) }
    })
    const all = await Promise.all(changed.map((cookie) => verify(cookie)))
    expect(all.map(({ status }) => status)).toEqual([1, 1, 1, 1, 1])
  })

  test('another secret is 1, and told', async () => {
    const { status, stdout } = await verify({
      ...FLASK,
      secret: 'another secret, long enough for it',
    })
    expect(status).toBe(1)
    expect(stdout).toMatch(/^forged: .*Another secret, another cookie name/)
  })

  test('an ended session is 1; --ignore-expiry takes it', async () => {
    const old = { ...PYRAMID_2, at: '2030-01-01T00:00Z' }
    expect(await verify(old)).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(/^expired: /),
    })
    expect((await verify(old, '--ignore-expiry')).status).toBe(0)
  })

  test('timeouts are those of the application, where it says them', async () => {
    // A minute has gone since.
    expect((await verify(PYRAMID_2, '--idle-timeout', '30')).status).toBe(1)
    expect((await verify(PYRAMID_2, '--absolute-timeout', '30')).status).toBe(1)
    const old = { ...PYRAMID_2, at: '2030-01-01T00:00Z' }
    expect((await verify(old, '--idle-timeout', 'none')).status).toBe(0)
    const { status, stderr } = await verify(old, '--idle-timeout', '20m')
    expect([status, stderr]).toEqual([
      2,
      "cartouche verify: --idle-timeout and --absolute-timeout are seconds, or 'none'. See cartouche verify --help\n",
    ])
  })

  test('--option is what nobody can guess', async () => {
    const env = { CARTOUCHE_SECRET: PYRAMID_2.secret }
    const salted = await run(
      ['sign', '{"a": 1}', '--format', 'pyramid-signed', '--option', 'salt=our own'],
      { env },
    )
    const args = ['verify', salted.stdout.trim()]
    expect((await run(args, { env })).status).toBe(1)
    expect((await run([...args, '--option', 'salt=our own'], { env })).status).toBe(0)
  })

  test('what is of no format is 1', async () => {
    const { status, stdout } = await verify({ ...FLASK, text: 'hello' })
    expect([status, stdout]).toEqual([1, expect.stringMatching(/^unknown: /)])
  })

  test('--quiet prints nothing', async () => {
    expect(await verify(FLASK, '--quiet')).toEqual({ status: 0, stdout: '', stderr: '' })
    expect((await verify({ ...FLASK, text: 'hello' }, '--quiet')).stdout).toBe('')
  })

  test('of several cookies one that is valid counts', async () => {
    const text = `theme=dark; old=${PYRAMID_2.text}; session=${FLASK.text}`
    expect((await verify({ ...FLASK, text })).status).toBe(0)
  })

  test('no secret is wrong usage: 2', async () => {
    const { status, stdout, stderr } = await run(['verify', FLASK.text])
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toBe(
      'cartouche verify: needs a secret: give --secret-file FILE, or set CARTOUCHE_SECRET or CARTOUCHE_KEY. See cartouche verify --help\n',
    )
  })

  test('a secret that can be none of the format says nothing of the cookie: 2', async () => {
    const made = await run(['seal', '{"a":1}', '--value-only'], {
      env: { CARTOUCHE_KEY: generateKey() },
    })
    const { status, stderr } = await run(['verify', made.stdout.trim(), '--format', 'sealed'], {
      env: { CARTOUCHE_KEY: 'too short' },
    })
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^cartouche verify: .*random/)])
  })

  test('nor does one where nobody said what the cookie is: 2', async () => {
    const made = await run(['seal', '{"a":1}'], { env: { CARTOUCHE_KEY: generateKey() } })
    const env = { CARTOUCHE_SECRET: 'x'.repeat(64) }
    const { status, stdout, stderr } = await run(['verify', made.stdout.trim()], { env })
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^cartouche verify: Secret 1: .*\n$/)
    // Beside one that it could have signed it is that which counts.
    const text = `${made.stdout.trim()}; session=${FLASK.text}`
    const both = await run(['verify', text], { env })
    expect([both.status, both.stdout]).toEqual([1, expect.stringMatching(/^forged: Flask/)])
  })
})
