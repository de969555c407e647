import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  PickleSerializer,
  generateKey,
  sealedCookieSessionFactory,
  signedCookieSessionFactory,
} from '../../src/index.js'
import { newRecord } from '../../src/index.js'
import type { SessionFormat } from '../../src/index.js'
import { betterAuthFormat } from '../../src/formats/better-auth.js'
import { ironFormat } from '../../src/formats/iron.js'
import { inspectCookie } from '../../src/inspect/index.js'
import { mintCookie } from '../../src/testing/index.js'
import { run, shell, temporaryFolder } from './run.js'
import { inTerminal, python } from './terminal.js'

const folder = temporaryFolder()
afterAll(folder.remove)

const OLD = randomBytes(64).toString('hex')
const NEW = randomBytes(64).toString('hex')
const KEY = generateKey()
const NOW = 1_700_000_000

const options = { serializer: new PickleSerializer(), hashAlg: 'sha256', clock: () => NOW }
const old = signedCookieSessionFactory<{ userId: number }>(OLD, options)
const cookies = Array.from({ length: 40 }, (_, userId) => mintCookie(old, { userId }))
const valueOf = (pair: string): string => pair.slice(pair.indexOf('=') + 1)

beforeAll(() => {
  writeFileSync(join(folder.path, 'old.txt'), OLD)
  writeFileSync(join(folder.path, 'new.txt'), NEW)
  writeFileSync(join(folder.path, 'new.key'), KEY)
  writeFileSync(join(folder.path, 'cookies.txt'), `${cookies.join('\n')}\n`)
})

const FROM_OLD = ['--secret-file', 'old.txt', '--at', String(NOW + 60)]

const rotate = (lines: readonly string[], ...args: readonly string[]) =>
  run(['rotate', ...FROM_OLD, ...args], { cwd: folder.path, input: lines.join('\n') })

describe('rotate', () => {
  test('by another secret: all else stays, the times too', async () => {
    const { status, stdout, stderr } = await rotate(cookies, '--new-secret-file', 'new.txt')
    expect([status, stderr]).toEqual([0, ''])
    const lines = stdout.trimEnd().split('\n')
    expect(lines).toHaveLength(cookies.length)
    const later = signedCookieSessionFactory<{ userId: number }>(NEW, {
      ...options,
      clock: () => NOW + 60,
    })
    for (const [userId, line] of lines.entries()) {
      const { session } = later.open(line)
      expect([session.get('userId'), session.created]).toEqual([userId, NOW])
      // It was not used: its time goes on.
      expect(inspectCookie({ text: valueOf(line), secrets: [NEW] }).times.renewed).toBe(NOW)
    }
  })

  test.each<[string, SessionFormat, SessionFormat, string]>([
    ['iron', ironFormat(OLD), ironFormat(NEW), 'session'],
    ['better-auth', betterAuthFormat(OLD), betterAuthFormat(NEW), 'better-auth.session_data'],
  ])(
    'by another secret in %s, whose text tells its end alone',
    async (id, from, to, cookieName) => {
      const start = Math.floor(Date.now() / 1000) - 100
      const session = { session: { expiresAt: null }, user: { id: 'ada' }, updatedAt: 1 }
      const data = new Map(Object.entries(session))
      const text = from.write({ ...newRecord(start), data }, cookieName)
      const { status, stdout, stderr } = await run(
        ['rotate', '--format', id, '--secret-file', 'old.txt', '--new-secret-file', 'new.txt'],
        { cwd: folder.path, input: `${cookieName}=${text}` },
      )
      expect([status, stderr]).toEqual([0, ''])
      const again = to.read(decodeURIComponent(valueOf(stdout.trim())), cookieName)
      expect(again.data).toEqual(data)
      expect(again.expires).toBeCloseTo(from.read(text, cookieName).expires!, 2)
      expect(again.expires).toBeGreaterThan(start + 100)
    },
  )

  test('in another format, under another name', async () => {
    const args = ['--to', 'sealed', '--new-name', '__Host-session', '--new-key-file', 'new.key']
    const { status, stdout } = await rotate(cookies.slice(0, 3), ...args)
    expect(status).toBe(0)
    const sealed = sealedCookieSessionFactory<{ userId: number }>(KEY, { clock: () => NOW + 60 })
    const sessions = stdout
      .trimEnd()
      .split('\n')
      .map((line) => sealed.open(line).session)
    expect(sessions.map((session) => [session.get('userId'), session.created])).toEqual([
      [0, NOW],
      [1, NOW],
      [2, NOW],
    ])
    expect(new Set(sessions.map(({ id }) => id)).size).toBe(3)
  })

  test('in a format of today Pyramid’s session counts from its last writing, not from the first visit', async () => {
    const first = signedCookieSessionFactory<{ userId: number }>(OLD, {
      ...options,
      clock: () => NOW - 600,
    })
    const { session, commit } = old.open(mintCookie(first, { userId: 7 }))
    session.set('userId', 8)
    const cookie = commit()[0]![1].split(';')[0]!
    const args = ['--to', 'sealed', '--new-name', '__Host-session', '--new-key-file', 'new.key']
    const { stdout } = await rotate([cookie], ...args)
    const sealed = sealedCookieSessionFactory<{ userId: number }>(KEY, { clock: () => NOW + 60 })
    const moved = sealed.open(stdout.trimEnd()).session
    expect([moved.get('userId'), moved.created]).toEqual([8, NOW])
    const again = await rotate([cookie], '--new-secret-file', 'new.txt')
    const later = signedCookieSessionFactory<{ userId: number }>(NEW, options)
    expect(later.open(again.stdout.trimEnd()).session.created).toBe(NOW - 600)
  })

  test('a value without a name stays one', async () => {
    const { stdout } = await rotate([valueOf(cookies[0]!)], '--new-secret-file', 'new.txt')
    expect(stdout).toMatch(/^[\w-]+\n$/)
  })

  test('lines that are not valid become empty, and are told: exit code 1', async () => {
    const lines = [
      cookies[0]!,
      'session=hello',
      cookies[1]!.replace(/=.{8}/, '=AAAAAAAA'),
      cookies[2]!,
    ]
    const { status, stdout, stderr } = await rotate(lines, '--new-secret-file', 'new.txt')
    expect(status).toBe(1)
    expect(stdout.split('\n').map((line) => line !== '')).toEqual([true, false, false, true, false])
    expect(stderr).toMatch(
      /^line 2: unknown: .*\nline 3: forged: .*\n2 cookies signed again, 2 could not be\n$/,
    )
  })

  test('empty lines stay where they are, and count as no cookies', async () => {
    const lines = ['', cookies[0]!, ' ', 'session=hello', '', cookies[1]!, '', '']
    const { status, stdout, stderr } = await rotate(lines, '--new-secret-file', 'new.txt')
    expect(status).toBe(1)
    expect(stdout.split('\n').map((line) => line !== '')).toEqual([
      false,
      true,
      false,
      false,
      false,
      true,
      false,
      false,
    ])
    expect(stderr).toMatch(/^line 4: unknown: .*\n2 cookies signed again, 1 could not be\n$/)
  })

  test.each(['cookie-session', 'laravel'])('several cookies of %s keep all of them', async (to) => {
    writeFileSync(join(folder.path, 'laravel.key'), `base64:${randomBytes(32).toString('base64')}`)
    const args = ['--to', to, '--new-secret-file', 'laravel.key']
    const pair = await rotate([cookies[0]!], ...args)
    const named = await rotate([valueOf(cookies[0]!)], ...args, '--new-name', 'session')
    const alone = await rotate([valueOf(cookies[0]!)], ...args)
    for (const { status, stdout } of [pair, named]) {
      expect(status).toBe(0)
      expect(stdout).toMatch(/^session=.*; .*=.*\n$/)
      const secret = ['--secret-file', 'laravel.key']
      const verified = await run(['verify', ...secret, '--idle-timeout', 'none', stdout.trim()], {
        cwd: folder.path,
      })
      expect(verified.status).toBe(0)
    }
    expect(alone).toEqual({
      status: 1,
      stdout: '\n',
      stderr:
        'line 1: becomes several cookies, which need names: say by --new-name\n0 cookies signed again, 1 could not be\n',
    })
  })

  test('what browsers would drop is told, and left out: exit code 1', async () => {
    const large = mintCookie(signedCookieSessionFactory<{ note: string }>(OLD, options), {
      note: 'x'.repeat(2700),
    })
    const args = ['--to', 'rails', '--new-secret-file', 'new.txt']
    const { status, stdout, stderr } = await rotate([large], ...args)
    expect([status, stdout]).toEqual([1, '\n'])
    expect(stderr).toMatch(
      /^line 1: cannot be written: The cookie value has 5\d{3} characters; the limit is 4089\n/,
    )
  })

  test.each([[['--to', 'signed']], [[]]])(
    'a new name that is none is wrong usage, with %j',
    async (to) => {
      const { status, stdout, stderr } = await rotate(
        cookies,
        ...to,
        '--new-name',
        'a b;c',
        '--new-key-file',
        'new.key',
      )
      expect([status, stdout]).toEqual([2, ''])
      expect(stderr).toMatch(
        /^cartouche rotate: --new-name must be a cookie name: .* See cartouche rotate --help\n$/,
      )
    },
  )

  test.each(['signed', 'starlette', 'cookie-parser'])('%s takes no --new-option', async (to) => {
    const { status, stdout, stderr } = await rotate(
      cookies,
      '--to',
      to,
      '--new-option',
      'foo=1',
      '--new-key-file',
      'new.key',
    )
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toBe(
      `cartouche rotate: ${to} has no options: leave --new-option out. See cartouche rotate --help\n`,
    )
  })

  test('who hears no notes gets all of the answer', async () => {
    const lines = Array.from({ length: 200 }, (_, at) => (at % 2 === 0 ? 'hello' : cookies[0]!))
    writeFileSync(join(folder.path, 'mixed.txt'), lines.join('\n'))
    const line =
      'cartouche rotate --secret-file old.txt --at 1700000060 --new-secret-file new.txt < mixed.txt'
    const { stdout } = await shell(
      `{ ${line} 2>&1 >heard.txt; echo "exit code $?" >code.txt; } | head -1; until [ -s code.txt ]; do sleep 0.1; done; cat code.txt`,
      folder.path,
    )
    expect(stdout).toMatch(/^line 1: unknown: .*\nexit code 1\n$/)
    expect(readFileSync(join(folder.path, 'heard.txt'), 'utf8').split('\n')).toHaveLength(201)
  })

  test('ended sessions are left out, unless somebody wants them', async () => {
    const late = ['--at', String(NOW + 5000), '--new-secret-file', 'new.txt']
    const without = await rotate(cookies.slice(0, 1), ...late)
    expect([without.status, without.stdout]).toEqual([1, '\n'])
    expect((await rotate(cookies.slice(0, 1), ...late, '--include-expired')).status).toBe(0)
  })

  test('the new secret comes from the environment, too', async () => {
    const { status } = await run(['rotate', ...FROM_OLD], {
      cwd: folder.path,
      input: cookies[0]!,
      env: { CARTOUCHE_NEW_SECRET: NEW },
    })
    expect(status).toBe(0)
  })

  test('no new secret is wrong usage', async () => {
    const { status, stderr } = await rotate(cookies)
    expect([status, stderr]).toEqual([
      2,
      'cartouche rotate: needs a new secret: give --new-secret-file FILE, or set CARTOUCHE_NEW_SECRET or CARTOUCHE_NEW_KEY. See cartouche rotate --help\n',
    ])
  })
})

describe.skipIf(python === undefined)('the progress bar', () => {
  const args = ['rotate', ...FROM_OLD, '--new-secret-file', 'new.txt']
  const inFolder = (line: readonly string[]) =>
    line.map((word) => (/\.(?:txt|key)$/.test(word) ? join(folder.path, word) : word))

  test('moves on the terminal, and is away in the end; the answer is in its file', async () => {
    const out = join(folder.path, 'rotated.txt')
    const { status, text } = await inTerminal(inFolder(args), {
      in: join(folder.path, 'cookies.txt'),
      out,
    })
    expect(status).toBe(0)
    expect(text).toMatch(/█{30}.* 100 % 40 cookies/)
    expect(text.endsWith('\r\x1b[K')).toBe(true)
    expect(readFileSync(out, 'utf8').trimEnd().split('\n')).toHaveLength(cookies.length)
  })

  test('is in nobody’s way where the answer goes to the terminal as well', async () => {
    const { text } = await inTerminal(inFolder(args), {
      in: join(folder.path, 'cookies.txt'),
      env: { NO_COLOR: '1' },
    })
    // What a terminal leaves of it: each return and erasure takes what stands on the line.
    const left = text.split('\n').map((line) => line.split('\r\x1b[K').at(-1)!)
    expect(left.filter((line) => line.startsWith('session='))).toHaveLength(cookies.length)
    expect(left.join('')).not.toContain('█')
  })

  test('there is none in a pipe', async () => {
    expect((await rotate(cookies, '--new-secret-file', 'new.txt')).stderr).toBe('')
  })
})
