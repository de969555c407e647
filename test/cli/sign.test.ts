/** `cartouche sign` and `cartouche seal`: what they make is read by the factories. */
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WRITERS } from '../../src/cli/writers.js'
import {
  generateKey,
  sealedCookieSessionFactory,
  signedCookieSessionFactory,
  signedDeserialize,
} from '../../src/index.js'
import { flaskSessionFactory } from '../../src/languages/flask.js'
import { run, temporaryFolder } from './run.js'

const folder = temporaryFolder()
afterAll(folder.remove)

const SECRET = randomBytes(40).toString('hex')
const KEY = generateKey()
/** Formats with keys of their own shape. */
const KEYS: Readonly<Record<string, string | Uint8Array>> = {
  sealed: KEY,
  signed: KEY,
  laravel: `base64:${randomBytes(32).toString('base64')}`,
  'secure-session': randomBytes(32),
  nacl: randomBytes(32),
}
const keyOf = (format: string): string | Uint8Array => KEYS[format] ?? SECRET

const secretFile = (format: string): string => `${format}.secret`

beforeAll(() => {
  for (const format of Object.keys(WRITERS)) {
    writeFileSync(join(folder.path, secretFile(format)), keyOf(format))
  }
})

const DATA = { user_id: 7, cart: ['apples'] }
/** What better-auth has in its cookie, and takes nothing else. */
const BETTER_AUTH = {
  session: { id: 'a', token: 'b', userId: 'c', expiresAt: '2100-01-01T00:00:00.000Z' },
  user: { id: 'c' },
  updatedAt: 1_700_000_000_000,
}

const sign = (format: string, ...args: readonly string[]) =>
  run(['sign', '--format', format, '--secret-file', secretFile(format), ...args], {
    cwd: folder.path,
    input: JSON.stringify(format === 'better-auth' ? BETTER_AUTH : DATA),
  })

describe('sign', () => {
  test.each(Object.keys(WRITERS))('%s is inspected as what it is, and is valid', async (format) => {
    const made = await sign(format)
    expect([made.status, made.stderr]).toEqual([0, ''])
    const secret = ['--secret-file', secretFile(format)]
    const seen = await run(['inspect', '--json', ...secret, made.stdout.trim()], {
      cwd: folder.path,
    })
    // Laravel has the session in a second cookie.
    const [one] = [JSON.parse(seen.stdout) as object].flat()
    const data = format === 'better-auth' ? BETTER_AUTH : DATA
    expect(one).toMatchObject({ format, verdict: 'valid', data })
  })

  test.each(Object.keys(WRITERS))('%s can be signed again under another name', async (format) => {
    const key = ['--secret-file', secretFile(format), '--new-secret-file', secretFile(format)]
    const { stdout: made } = await sign(format)
    const args = [
      'rotate',
      ...key,
      '--new-name',
      'other',
      '--name',
      made.slice(0, made.indexOf('=')),
    ]
    const { status, stdout, stderr } = await run(args, { cwd: folder.path, input: made })
    expect([status, stderr]).toEqual([0, ''])
    const secret = ['--secret-file', secretFile(format), '--name', 'other']
    const seen = await run(['inspect', '--json', ...secret], { cwd: folder.path, input: stdout })
    const [one] = [JSON.parse(seen.stdout) as object].flat()
    const data = format === 'better-auth' ? BETTER_AUTH : DATA
    expect(one).toMatchObject({ format, verdict: 'valid', data })
  })

  test('Flask reads its own', async () => {
    const { stdout } = await sign('flask')
    const { session } = flaskSessionFactory(SECRET).open(stdout.trim())
    expect(session.get('user_id')).toBe(7)
  })

  test('--option is an option of the factory', async () => {
    const { stdout } = await sign(
      'pyramid-signed',
      '--option',
      'hashAlg=sha256',
      '--option',
      'salt=own',
    )
    const options = { hashAlg: 'sha256', salt: 'own' }
    expect(
      signedCookieSessionFactory(SECRET, options).open(stdout.trim()).session.get('user_id'),
    ).toBe(7)
    expect(signedCookieSessionFactory(SECRET).open(stdout.trim()).session.new).toBe(true)
  })

  test('--value-only leaves out the name', async () => {
    const { stdout } = await sign('pyramid-hex', '--value-only')
    const [, , data] = signedDeserialize(stdout.trim(), SECRET) as [unknown, unknown, unknown]
    expect(data).toEqual(DATA)
  })
})

describe('seal', () => {
  test('makes what the sealed factory takes', async () => {
    const args = ['seal', '{"userId": 7}', '--subject', 'user 7', '--persistent', '--csrf']
    const { status, stdout, stderr } = await run(args, { env: { CARTOUCHE_KEY: KEY } })
    expect([status, stderr]).toEqual([0, ''])
    const { session } = sealedCookieSessionFactory(KEY).open(stdout.trim())
    expect([session.get('userId'), session.subject, session.persistent]).toEqual([
      7,
      'user 7',
      true,
    ])
    expect(session.peek('_csrft_')).toMatch(/^[\da-f]{40}$/)
  })

  test('--name is bound in', async () => {
    const { stdout } = await run(['seal', '{"a": 1}', '--name', 'other'], {
      env: { CARTOUCHE_KEY: KEY },
    })
    expect(stdout).toMatch(/^other=/)
    const { session } = sealedCookieSessionFactory(KEY, {
      cookieName: 'other',
    }).open(stdout.trim())
    expect(session.get('a')).toBe(1)
  })
})

describe('options', () => {
  test.each(Object.keys(WRITERS))('of no name that %s knows are refused', async (format) => {
    const { status, stdout, stderr } = await sign(format, '--option', 'nonsense=1')
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(
      /^cartouche sign: (?:nonsense is not an option; |.* has no options: ).*\n$/,
    )
  })
})

describe('wrong usage', () => {
  test.each([
    [
      ['seal', '[7]'],
      /^cartouche seal: the data are an object of JSON in single quotes, such as '\{"userId": 7\}'/,
    ],
    [['seal', '{userId: 7}'], /the data are an object of JSON/],
    [
      ['seal', '{"a": [1.5e30, {"id": -9007199254740993}]}'],
      /an integer beyond 2\^53 would be rounded/,
    ],
    [['sign', '{}', '--format', 'flsak'], /--format has no such value: did you mean flask\?/],
    [['sign', '{"a":1}', '--option', 'hashAlg'], /--option is NAME=VALUE, such as hashAlg=sha256/],
    [
      ['sign', '{"a":1}', '--format', 'flask', '--option', 'hashAlg=sha1'],
      /hashAlg is not an option; there are /,
    ],
    [
      ['sign', '{"a":1}', '--format', 'nacl', '--option', 'serializer=yaml'],
      /--option serializer is json or pickle/,
    ],
  ])('%j', async (args, message) => {
    const { status, stdout, stderr } = await run(args, { env: { CARTOUCHE_SECRET: SECRET } })
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(message)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  test('a weak key is refused in one line, which does not tell it', async () => {
    const { status, stderr } = await run(['seal', '{"a":1}'], {
      env: { CARTOUCHE_KEY: 'hunter2hunter2' },
    })
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/^cartouche seal: keys must be random: .*\n$/),
    ])
    expect(stderr).not.toContain('hunter2')
  })

  test('a subject that is too long', async () => {
    const args = ['seal', '{"a":1}', '--subject', 'x'.repeat(257)]
    const { status, stdout, stderr } = await run(args, { env: { CARTOUCHE_KEY: KEY } })
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toBe(
      'cartouche seal: --subject is text of 1 to 256 characters. See cartouche seal --help\n',
    )
  })

  test('a session that is too large', async () => {
    const { status, stderr } = await run(['seal'], {
      env: { CARTOUCHE_KEY: KEY },
      input: JSON.stringify({ note: 'x'.repeat(5000) }),
    })
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/^cartouche seal: The cookie value has \d+ characters; .*note/),
    ])
  })
})
