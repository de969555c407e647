import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { auditSetCookie } from '../../src/cli/audit/set-cookie.js'
import {
  generateKey,
  sealedCookieSessionFactory,
  signedCookieSessionFactory,
} from '../../src/index.js'
import { mintCookie, mintSetCookie } from '../../src/testing/index.js'
import { flaskSessionFactory } from '../../src/languages/flask.js'
import { run, temporaryFolder } from './run.js'

const folder = temporaryFolder()
afterAll(folder.remove)

const GOOD = 'Set-Cookie: __Host-session=abc; Path=/; Secure; HttpOnly; SameSite=Lax'
const NOW = 1_700_000_000

/** What is not good, by its subject. */
function found(line: string): Readonly<Record<string, string>> {
  const findings = auditSetCookie(line, NOW).filter(({ level }) => level !== 'good')
  return Object.fromEntries(
    findings.map(({ subject, level, text }) => [subject, `${level}: ${text}`]),
  )
}

describe('the attributes of a Set-Cookie line', () => {
  test('of one that follows the checklist are good, all of them', () => {
    expect(found(GOOD)).toEqual({})
    const sealed = sealedCookieSessionFactory(generateKey())
    expect(found(mintSetCookie(sealed, { a: 1 }))).toEqual({})
  })

  /** Items 16 to 18 of the checklist: how the good line is changed, and what is said of it then. */
  test.each([
    [
      '; HttpOnly',
      '',
      'HttpOnly',
      'bad: is missing: a script that gets into the page can take the session',
    ],
    [
      '; SameSite=Lax',
      '',
      'SameSite',
      'doubt: is missing: only some browsers take that for Lax. Say SameSite=Lax',
    ],
    ['=Lax', '=Never', 'SameSite', 'bad: is none of Lax, Strict and None: browsers ignore it'],
    [
      '=Lax',
      '=None',
      'SameSite',
      'doubt: None: every site can make requests with the session. Have CSRF tokens, and Partitioned if embedded',
    ],
    [
      '; Secure',
      '',
      'Secure',
      'bad: is missing: one request over HTTP shows the session to the network',
    ],
    [
      '; Secure',
      '',
      'browsers',
      "bad: drop it: secure must be true for a cookie whose name begins with '__Secure-', '__Host-' or '__Http-'",
    ],
    [
      '; Path=/',
      '',
      'Path',
      'doubt: is missing: the cookie is sent below the folder of the request only. Say Path=/',
    ],
    [
      '; Path=/',
      '; Path=/shop',
      'Path',
      'doubt: is not /: elsewhere there is no session, and it keeps no other page of the host out',
    ],
    [
      '; Path=/',
      '; Path=/shop',
      'browsers',
      "bad: drop it: path must be '/' for a cookie whose name begins with '__Host-'",
    ],
    [
      '; Path=/',
      '; Path=/; Domain=shop.example',
      'Domain',
      'doubt: is set: every host below it gets the session, and can set it. Leave it out',
    ],
    [
      '; Path=/',
      '; Path=/; Domain=shop.example',
      'browsers',
      "bad: drop it: domain must be null for a cookie whose name begins with '__Host-'",
    ],
    ['__Host-', '', 'name', 'doubt: session: named __Host-session no other host could set it'],
    ['__Host-session', 'my session', 'name', 'bad: is no token: use letters, digits, "-" and "_"'],
    [
      '=abc',
      '=a b',
      'value',
      'doubt: has characters that a cookie may not: encode it as base64url',
    ],
    [
      '=abc',
      `=${'a'.repeat(4083)}`,
      'size',
      'bad: 4097 of 4096 bytes: browsers drop it. Keep less, or use a store',
    ],
    ['=abc', `=${'a'.repeat(4000)}`, 'size', 'doubt: 4014 of 4096 bytes: nearly full'],
    [
      '; Path=/',
      '; Path=/; Max-Age=1200000',
      'Max-Age',
      'bad: looks like milliseconds: it is in seconds',
    ],
    [
      '; Path=/',
      '; Path=/; Max-Age=soon',
      'Max-Age',
      'bad: is no whole number of seconds: browsers ignore it',
    ],
    ['; Path=/', '; Path=/; Max-Age=0', 'Max-Age', 'doubt: of 0 or less takes the cookie away'],
    [
      '; Path=/',
      `; Path=/; Max-Age=${401 * 86_400}`,
      'Max-Age',
      'doubt: is more than 400 days: browsers keep it for no longer',
    ],
    ['; Path=/', '; Path=/; Expires=never', 'Expires', 'bad: is no date: browsers ignore it'],
    [
      '; HttpOnly',
      '; Http-Only',
      'attributes',
      'bad: http-only is none that browsers know: HttpOnly is meant?',
    ],
    [
      '; Secure',
      '; Partitioned',
      'Partitioned',
      'bad: needs Secure: browsers drop the cookie without',
    ],
  ])('%j in the place of %j', (from, to, subject, said) => {
    // The place of the first two is the other way round in the title.
    expect(found(GOOD.replace(from, to))[subject]).toBe(said)
  })

  test('on the command line: exit code 1, for what is bad alone', async () => {
    expect((await run(['audit', GOOD])).status).toBe(0)
    expect((await run(['audit', GOOD.replace('=Lax', '=None')])).status).toBe(0)
    const { status, stdout } = await run(['audit', GOOD.replace('; HttpOnly', '')])
    expect(status).toBe(1)
    await expect(stdout).toMatchFileSnapshot('golden/audit-set-cookie.txt')
  })

  test('in the headers of an answer, as curl -i shows them', async () => {
    const input = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n${GOOD}\r\nSet-Cookie: a=b; Path=/\r\n\r\n`
    const { status, stdout } = await run(['audit'], { input })
    expect(status).toBe(1)
    expect(stdout.match(/^. HttpOnly/gm)).toHaveLength(2)
    expect(stdout).not.toContain('text/html')
  })
})

describe('the secret of a cookie', () => {
  test.each([
    ['Pyramid', mintCookie(signedCookieSessionFactory('keyboard cat'), { a: 1 })],
    ['Flask', mintCookie(flaskSessionFactory('CHANGEME'), { a: 1 })],
  ])('%s: a word of the list is found, and not told', async (_, cookie) => {
    const { status, stdout } = await run(['audit', cookie])
    expect(status).toBe(1)
    expect(stdout).toMatch(
      /^✗ secret of session {2}is word \d+ of the built-in list: anybody can sign in as anybody\./m,
    )
    expect(stdout).not.toMatch(/keyboard cat|changeme/i)
  })

  test('a strong one is not', async () => {
    const cookie = mintCookie(signedCookieSessionFactory(randomBytes(64).toString('hex')), { a: 1 })
    const { status, stdout } = await run(['audit', cookie])
    expect([status, stdout]).toEqual([
      0,
      expect.stringMatching(/^✓ secret of session {2}is none of \d+ words\n$/),
    ])
  })

  test('--words: the word of the list is told by its place', async () => {
    const words = [
      ...Array.from({ length: 99 }, (_, at) => `word ${at}`),
      'our company 2024',
      'other',
    ]
    writeFileSync(join(folder.path, 'words.txt'), words.join('\r\n'))
    const cookie = mintCookie(signedCookieSessionFactory('our company 2024'), { a: 1 })
    const { status, stdout } = await run(['audit', cookie, '--words', 'words.txt'], {
      cwd: folder.path,
    })
    expect(status).toBe(1)
    expect(stdout).toContain('is word 100 of words.txt:')
    expect(stdout).not.toContain('company')
  })

  test('of what is of no format none is tried', async () => {
    const { status, stdout } = await run(['audit', 'session=hello'])
    expect([status, stdout]).toEqual([
      0,
      '! secret of session  the cookie is of no known format: no secret was tried\n',
    ])
  })
})

describe('a secret', () => {
  test.each([
    [
      'password',
      1,
      /^✗ strength {2}weak: an example that everybody knows, about 0 bits\. Make another by cartouche keygen\n$/,
    ],
    [generateKey(), 0, /^✓ strength {2}strong: 43 characters of base64, about 2\d\d bits\n$/],
  ])('is rated, and not shown', async (secret, status, line) => {
    const ran = await run(['audit'], { env: { CARTOUCHE_SECRET: secret } })
    expect([ran.status, ran.stderr]).toEqual([status, ''])
    expect(ran.stdout).toMatch(line)
    expect(ran.stdout).not.toContain(secret)
  })

  test('--json', async () => {
    const { stdout } = await run(['audit', '--json'], { env: { CARTOUCHE_SECRET: 'password' } })
    expect(JSON.parse(stdout)).toEqual([
      { subject: 'strength', level: 'bad', text: expect.stringMatching(/^weak: /) },
    ])
  })
})

test('nothing to audit', async () => {
  const { status, stderr } = await run(['audit'])
  expect([status, stderr]).toEqual([
    2,
    'cartouche audit: got nothing: give a cookie, a Set-Cookie line or a secret. See cartouche audit --help\n',
  ])
})
