import { afterAll, describe, expect, test } from 'vitest'
import { COOKIE_SESSION, FLASK, FLASK_TYPES, PYRAMID_1, PYRAMID_2 } from './cookies.js'
import type { Recorded } from './cookies.js'
import { run, shell, temporaryFolder } from './run.js'
import { inTerminal, python } from './terminal.js'

const folder = temporaryFolder()
afterAll(folder.remove)

const inspect = ({ text, at, secret }: Recorded, ...args: readonly string[]) =>
  run(['inspect', '--at', at, ...args, '--', text], { env: { CARTOUCHE_SECRET: secret } })

/** Without the time after which it was looked at and its decimals. */
const RECORDED: readonly (readonly [name: string, cookie: Recorded])[] = [
  ['flask', FLASK],
  ['flask-types', FLASK_TYPES],
  ['pyramid-1', PYRAMID_1],
  ['pyramid-2', PYRAMID_2],
]

describe('inspect', () => {
  test.each(RECORDED)('%s is shown as the golden text says', async (name, cookie) => {
    const { status, stdout, stderr } = await inspect(cookie)
    expect([status, stderr]).toEqual([0, ''])
    await expect(stdout).toMatchFileSnapshot(`golden/inspect-${name}.txt`)
  })

  test('--json gives an object with all of it but the bytes', async () => {
    const { status, stdout } = await inspect(FLASK_TYPES, '--json')
    expect(status).toBe(0)
    const { at } = FLASK_TYPES
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'flask',
      title: "Flask's session",
      protection: 'signed',
      verdict: 'valid',
      fit: { index: 0 },
      times: {
        renewed: Number(at) - 60,
        idleEnd: { at: Number(at) - 60 + 31 * 86_400, timeout: 31 * 86_400, isAssumed: true },
      },
      size: { characters: FLASK_TYPES.text.length, limit: 4096 },
      flash: [],
      data: {
        value: [
          [null, { a: "Markup { text: 'm' }", b: ['Yg==', 1] }],
          'PyUuid(00000000-0000-0000-0000-000000000007)',
          '2020-01-01T00:00:00.000Z',
        ],
      },
    })
    expect(stdout).not.toContain('layers')
  })

  test('a secret is never among it', async () => {
    for (const [, cookie] of RECORDED) {
      const { stdout, stderr } = await inspect(cookie, '--json')
      expect(stdout + stderr).not.toContain(cookie.secret)
    }
  })

  test('without a secret the data are there, and not verified', async () => {
    const { status, stdout } = await run(['inspect', FLASK.text])
    expect(status).toBe(0)
    expect(stdout).toMatch(/^ {2}state +unverified: /m)
    expect(stdout).toContain('└─ value: true')
  })

  test('another secret: exit code 1, and what it may be', async () => {
    const { status, stdout } = await inspect({
      ...FLASK,
      secret: 'another secret, long enough for it',
    })
    expect(status).toBe(1)
    expect(stdout).toMatch(
      /^ {2}state +forged: .*Another secret, another cookie name \(--name\), or somebody changed it$/m,
    )
  })

  test('a session that has ended: exit code 1', async () => {
    const { status, stdout } = await inspect({ ...PYRAMID_2, at: '2030-01-01' })
    expect(status).toBe(1)
    expect(stdout).toMatch(/^ {2}state +expired: /m)
  })

  test('what is nothing: exit code 1', async () => {
    const { status, stdout } = await run(['inspect', 'hello'])
    expect(status).toBe(1)
    expect(stdout).toMatch(/^ {2}state +unknown: /m)
  })
})

describe('what it takes', () => {
  const state = /^ {2}state +valid$/m
  const env = { CARTOUCHE_SECRET: FLASK.secret }
  const args = ['inspect', '--at', FLASK.at]
  const curl = `curl 'http://localhost:5000/' -H 'Accept: */*' -b 'theme=dark; session=${FLASK.text}' --compressed`
  const har = JSON.stringify({
    log: {
      entries: [{ request: { headers: [{ name: 'Cookie', value: `session=${FLASK.text}` }] } }],
    },
  })

  test.each([
    ['a pair', `session=${FLASK.text}`],
    ['a Cookie header', `Cookie: a=1; session=${FLASK.text}; b=2`],
    ['a Set-Cookie header', `Set-Cookie: session=${FLASK.text}; HttpOnly; Path=/`],
    ['a value in quotes', `"${FLASK.text}"`],
    ['a line of cURL', curl],
    ['a HAR', har],
  ])('%s', async (_, input) => {
    const [asWord, piped] = await Promise.all([
      run([...args, input], { env }),
      run(args, { env, input: `${input}\n` }),
    ])
    expect([asWord.status, asWord.stdout]).toEqual([0, expect.stringMatching(state)])
    expect(piped.stdout).toBe(asWord.stdout)
  })

  test('two cookies of one session', async () => {
    const secret = COOKIE_SESSION.keys[0]!
    const { status, stdout } = await run(['inspect', `Cookie: ${COOKIE_SESSION.cookie}`], {
      env: { CARTOUCHE_SECRET: secret },
    })
    expect([status, stdout]).toEqual([0, expect.stringMatching(state)])
  })

  test('cookies of no known format are counted, and shown with --all', async () => {
    const input = `Cookie: theme=dark; session=${FLASK.text}; lang=en`
    const { stdout, stderr } = await run([...args, input], { env })
    expect(stdout).not.toContain('theme')
    expect(stderr).toBe('\n2 other cookies are of no known format: --all shows them\n')
    expect((await run([...args, '--all', input], { env })).stdout).toContain('theme: ')
  })

  test('--name picks one; --json gives a list of several', async () => {
    const input = `a=${FLASK.text}; b=${PYRAMID_2.text}`
    const all = JSON.parse((await run(['inspect', '--json', input])).stdout) as unknown[]
    expect(all).toHaveLength(2)
    const one = await run(['inspect', '--json', '--name', 'b', input])
    expect(JSON.parse(one.stdout)).toMatchObject({ format: 'pyramid-signed', cookieName: 'b' })
    const none = await run(['inspect', '--name', 'c', input])
    expect([none.status, none.stderr]).toEqual([
      2,
      'cartouche inspect: found no cookie of the name that --name says\n',
    ])
  })
})

describe('wrong usage', () => {
  test.each([
    [
      ['--format', 'flsak'],
      /--format has no such value: did you mean flask\? See cartouche inspect --help\n$/,
    ],
    [['--format', 'xyzzy'], /--format is one of sealed, signed, /],
    [['--at', 'yesterday'], /--at is a time, such as 2026-12-31T23:59Z, or seconds since 1970/],
    [['--at', '1700000000000'], /--at is a time/],
  ])('%j', async (args, message) => {
    const { status, stderr } = await run(['inspect', ...args, FLASK.text])
    expect([status, stderr]).toEqual([2, expect.stringMatching(message)])
  })

  test('nothing to inspect', async () => {
    const { status, stderr } = await run(['inspect'])
    expect([status, stderr]).toEqual([
      2,
      'cartouche inspect: got nothing: give a cookie or a header. See cartouche inspect --help\n',
    ])
  })
})

describe('on a terminal', () => {
  test.skipIf(python === undefined)('there are colours', async () => {
    const { status, text } = await inTerminal(
      ['inspect', '--at', FLASK_TYPES.at, FLASK_TYPES.text],
      {
        env: { CARTOUCHE_SECRET: FLASK_TYPES.secret },
      },
    )
    expect(status).toBe(0)
    expect(text).toContain('\x1b[32mvalid\x1b[39m')
    // eslint-disable-next-line no-control-regex
    const plain = text.replace(/\x1b\[\d+m/g, '')
    const { stdout } = await inspect(FLASK_TYPES)
    expect(plain).toBe(stdout)
  })

  test.skipIf(python === undefined).each([
    ['NO_COLOR', { NO_COLOR: '1' }],
    ['TERM=dumb', { TERM: 'dumb' }],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }],
  ])('%s: there are none', async (_, env) => {
    const { text } = await inTerminal(['inspect', FLASK.text], { env })
    expect(text).not.toContain('\x1b')
  })

  test.skipIf(python === undefined)('it waits for no input', async () => {
    const { status, text } = await inTerminal(['inspect'], { env: { NO_COLOR: '1' } })
    expect(status).toBe(2)
    expect(text).toBe(
      'cartouche inspect: give a cookie or a header, in single quotes, or pipe it in. See cartouche inspect --help\n',
    )
  })
})

test('in a line of a shell', async () => {
  const line = `echo 'session=${FLASK.text}' | cartouche inspect --json | grep '"verdict"'`
  expect(await shell(line, folder.path)).toEqual({
    status: 0,
    stdout: '  "verdict": "unverified",\n',
    stderr: '',
  })
})
