import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import {
  generateKey,
  sealedCookieSessionFactory,
  signedCookieSessionFactory,
} from '../../src/index.js'
import { withSession } from '../../src/bindings/node.js'
import { filledForm } from '../../src/cli/doctor/form.js'
import type { Step } from '../../src/cli/doctor/visit.js'
import { page, served } from './pages.js'
import { timeOfWork } from '../support/time.js'
import type { Page, Reply } from './pages.js'
import { run, temporaryFolder } from './run.js'
import type { Ran } from './run.js'

const folder = temporaryFolder()
const pages: Page[] = []
afterAll(async () => {
  folder.remove()
  await Promise.all(pages.map(({ close }) => close()))
})

type Replying = Parameters<typeof page>[0]

/** What doctor says of a page. */
async function doctor(reply: Replying, ...args: readonly string[]): Promise<Ran> {
  const opened = await page(reply)
  pages.push(opened)
  return await run(['doctor', opened.url, ...args], { cwd: folder.path })
}

const SOUND = 'session=abc; Path=/; HttpOnly; SameSite=Lax'
const PRIVATE = { 'Cache-Control': 'no-store' }

/** Sets the cookie for whoever has none. */
const sound: Replying = (_, cookie): Reply =>
  cookie === undefined ? { cookies: [SOUND], headers: PRIVATE } : {}

describe('a session that sticks', () => {
  test('is told so: exit code 0', async () => {
    const { status, stdout, stderr } = await doctor(sound)
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^✓ sent back {2}the browser sends session at each request$/m)
    expect(stdout.trimEnd()).toMatch(/\nThe session \(session\) sticks\.$/)
    expect(stdout).not.toContain('✗')
  })

  test('is that of our own binding', async () => {
    const sessions = sealedCookieSessionFactory<{ visits: number }>(generateKey())
    const app = await served(
      withSession(sessions, ({ session }, response) => {
        session.set('visits', session.get('visits', 0) + 1)
        response.end()
      }),
    )
    pages.push(app)
    const { status, stdout } = await run(['doctor', app.url])
    // Each request writes to it, which is worth a look, and no fault.
    expect(status).toBe(0)
    expect(stdout).toContain('The session (__Host-session) sticks.')
    expect(stdout).toMatch(/^! Safari /m)
  })

  test('--json tells the same, and no values of cookies', async () => {
    const { stdout } = await doctor(sound, '--json')
    expect(JSON.parse(stdout)).toMatchObject({ cookie: 'session', sticks: true })
    expect((JSON.parse(stdout) as { requests: unknown[] }).requests).toHaveLength(3)
    expect(stdout).not.toContain('abc')
  })
})

/** By what is wrong: the reply, and what the finding says. */
const FAULTS: readonly (readonly [fault: string, reply: Replying, finding: RegExp])[] = [
  ['no Set-Cookie', () => ({}), /^✗ no Set-Cookie +no answer sets a cookie/m],
  [
    'a prefix without Secure',
    () => ({ cookies: ['__Host-session=abc; Path=/'], headers: PRIVATE }),
    /^✗ dropped by browsers +__Host-session: secure must be true .*: serve it over HTTPS/m,
  ],
  [
    'a prefix with Domain',
    () => ({ cookies: ['__Host-session=abc; Path=/; Secure; Domain=127.0.0.1'] }),
    /^✗ dropped by browsers +__Host-session: domain must be null .*: leave the domain out/m,
  ],
  [
    'another Domain',
    () => ({ cookies: ['session=abc; Path=/; Domain=shop.example'] }),
    /^✗ dropped by browsers +session: domain is not that of 127\.0\.0\.1: leave the domain out/m,
  ],
  [
    'SameSite=None without Secure',
    () => ({ cookies: ['session=abc; Path=/; SameSite=None'] }),
    /^✗ dropped by browsers +session: sameSite is 'None', which needs a secure cookie: set secure too/m,
  ],
  [
    'Partitioned without Secure',
    () => ({ cookies: ['session=abc; Path=/; Partitioned'] }),
    /^✗ dropped by browsers +session: partitioned needs a secure cookie: set secure too/m,
  ],
  [
    'more than 4096 bytes',
    () => ({ cookies: [`session=${'a'.repeat(4090)}; Path=/`] }),
    /^✗ dropped by browsers +session: value makes it 4097 bytes; .*: keep less in the session/m,
  ],
  [
    'another Path',
    () => ({ cookies: ['session=abc; Path=/admin'] }),
    /^✗ not sent back +session: its path is \/admin and the page is \/: set Path=\//m,
  ],
  [
    'a cookie that is taken away at the next request',
    (_, cookie) => ({ cookies: [cookie === undefined ? SOUND : 'session=; Path=/; Max-Age=0'] }),
    /^✗ refused +session is taken away at the next request/m,
  ],
  [
    'Max-Age=0',
    () => ({ cookies: ['session=abc; Path=/; Max-Age=0'] }),
    /^✗ Max-Age +it ends as soon as it is set/m,
  ],
  ['a server error', () => ({ status: 500 }), /^✗ server error +\/ answers 500/m],
  [
    'a clock that is wrong',
    (asked, cookie) => ({
      ...sound(asked, cookie, undefined!),
      headers: { Date: 'Tue, 14 Nov 2023 22:13:20 GMT' },
    }),
    /^✗ clock +the server's clock is [\d,]+ days.* behind this one/m,
  ],
  [
    'two cookies of a name',
    (asked) => ({ cookies: asked === 0 ? [SOUND, 'session=abd; Path=/; Domain=127.0.0.1'] : [] }),
    /^✗ two of a name +session is kept twice/m,
  ],
  [
    'a page for all caches',
    (_, cookie) => ({
      cookies: cookie === undefined ? [SOUND] : [],
      headers: { 'Cache-Control': 'public, max-age=60' },
    }),
    /^✗ caches +a page that sets session says Cache-Control: public, max-age=60/m,
  ],
]

describe('a fault is found, and told with what to do: exit code 1', () => {
  test.each(FAULTS)('%s', async (_, reply, finding) => {
    const { status, stdout, stderr } = await doctor(reply)
    expect([status, stderr]).toEqual([1, ''])
    expect(stdout).toMatch(finding)
    expect(stdout.trimEnd()).toMatch(/\nThe session.* does not stick\.$/)
  })

  test('a secret that changes: a new session at each request', async () => {
    const made = (at: number): string => {
      const factory = signedCookieSessionFactory('s'.repeat(64) + at, {
        clock: () => 1_700_000_000 + at,
      })
      const { session, commit } = factory.open()
      session.set('a', 1)
      return commit()[0]![1]
    }
    const { status, stdout } = await doctor((asked) => ({
      cookies: [made(asked)],
      headers: PRIVATE,
    }))
    expect(status).toBe(1)
    expect(stdout).toMatch(/^✗ refused +session holds a new session at each request/m)
  })

  test('a redirect from 127.0.0.1 to localhost', async () => {
    const { status, stdout } = await doctor((_asked, _, { headers: { host } }) =>
      host!.startsWith('127.')
        ? {
            status: 302,
            cookies: [SOUND],
            headers: { Location: `http://localhost:${host!.split(':')[1]}/` },
          }
        : {},
    )
    expect(status).toBe(1)
    expect(stdout).toMatch(
      /^✗ not sent back +session: it is kept for 127\.0\.0\.1 and the page is at localhost/m,
    )
    expect(stdout).toMatch(/^! host changes +a redirect leads from 127\.0\.0\.1 to localhost/m)
  })
})

/** Worth a look, and no fault. */
const DOUBTS: readonly (readonly [doubt: string, reply: Replying, finding: RegExp])[] = [
  [
    'set at each request',
    () => ({ cookies: [SOUND], headers: PRIVATE }),
    /^! set each time +the same cookie is set at each request/m,
  ],
  [
    'another value at each request',
    (asked) => ({ cookies: [`session=abc${asked}; Path=/`], headers: PRIVATE }),
    /^! set each time +another value is set at each request/m,
  ],
  [
    'a Max-Age in milliseconds',
    (_, cookie) =>
      cookie === undefined ? { cookies: ['session=abc; Path=/; Max-Age=1200000'] } : {},
    /^! Max-Age +1200000 looks like milliseconds/m,
  ],
  [
    'no Cache-Control',
    (_, cookie) => (cookie === undefined ? { cookies: [SOUND] } : {}),
    /^! caches +a page that sets session does not say Cache-Control: no-store/m,
  ],
  [
    'not Secure behind a proxy',
    sound,
    /^! proxies +session is not Secure either when X-Forwarded-Proto says https/m,
  ],
  [
    'set twice in one answer',
    (_, cookie) => (cookie === undefined ? { cookies: [SOUND, SOUND] } : {}),
    /^! set twice +an answer of \/ sets one cookie twice/m,
  ],
]

describe('a doubt is told: exit code 0', () => {
  test.each(DOUBTS)('%s', async (_, reply, finding) => {
    const { status, stdout } = await doctor(reply)
    expect(stdout).toMatch(finding)
    expect(status).toBe(0)
  })

  test('Secure where X-Forwarded-Proto says https is none', async () => {
    const { stdout } = await doctor((_, cookie, { headers }) => {
      const secure = headers['x-forwarded-proto'] === 'https' ? '; Secure' : ''
      return cookie === undefined ? { cookies: [SOUND + secure], headers: PRIVATE } : {}
    })
    expect(stdout).not.toContain('proxies')
  })
})

describe('pages before', () => {
  test('--visit: one that begins the session', async () => {
    const reply: Replying = (_, cookie, { url }) =>
      url === '/cart' && cookie === undefined ? { cookies: [SOUND], headers: PRIVATE } : {}
    expect((await doctor(reply)).status).toBe(1)
    const { status, stdout } = await doctor(reply, '--visit', '/cart')
    expect(status).toBe(0)
    expect(stdout).toMatch(/^GET \S+\/cart → 200 {2}is given session$/m)
  })

  test('--login fills in the form, with its hidden fields, and never shows it', async () => {
    writeFileSync(join(folder.path, 'login.txt'), 'user=ann&password=s3same%26\n')
    const bodies: string[] = []
    const app = await served((request, response) => {
      if (request.method === 'GET') {
        const form = `<form method=post><input type="hidden" name="csrf_token" value="a&quot;b"><input name=user></form>`
        response.end(request.url === '/login' ? form : '')
        return
      }
      request.on('data', (chunk: Buffer) => bodies.push(chunk.toString()))
      request.on('end', () => {
        response.writeHead(303, { Location: '/', 'Set-Cookie': SOUND, ...PRIVATE }).end()
      })
    })
    pages.push(app)
    const args = ['doctor', app.url, '--login', '/login', '--form', 'login.txt']
    const { status, stdout } = await run(args, { cwd: folder.path })
    expect(status).toBe(0)
    expect([...new URLSearchParams(bodies.join(''))]).toEqual([
      ['csrf_token', 'a"b'],
      ['user', 'ann'],
      ['password', 's3same&'],
    ])
    expect(stdout).not.toContain('s3same')
  })
})

describe('the fields of a form', () => {
  const step = (body: string): Step => ({ answer: { body } }) as Step
  const filled = (body: string): [string, string][] => [
    ...new URLSearchParams(filledForm(step(body), '')),
  ]

  test.each([
    ['<input type="hidden" name="t" value="right" data-value="wrong">', 'right'],
    [
      '<input data-type=text data-name="u" type=hidden name=t data-value=wrong value=right>',
      'right',
    ],
    ['<input x="a type=text name=u value=wrong" type=hidden name=t value=right>', 'right'],
    ['<input type=hidden name=t value=right value=wrong>', 'right'],
    ["<INPUT\nTYPE='Hidden'\nNAME = 't'\nVALUE = 'a>b'\n/>", 'a>b'],
    ['<input type=hidden name=t value=a/b==>', 'a/b=='],
    ['<input type="hidden" name="t" value="a&#43;b&#x2F;&#x3d;&amp;lt;">', 'a+b/=&lt;'],
    ['<input type=hidden name=t value>', ''],
    ['<input type=hidden name=t>', ''],
    [
      '<!-- <input type=hidden name=u value=wrong> --><input type=hidden name=t value=right>',
      'right',
    ],
  ])('%s', (page, value) => {
    expect(filled(page)).toEqual([['t', value]])
  })

  test.each([
    '<input name=t value=a>',
    '<inputs type=hidden name=t>',
    '<input type=hidden name=t',
    '<!--<input type=hidden name=t>',
  ])('%s is none', (page) => expect(filled(page)).toEqual([]))

  test.each([
    '<input ',
    '<input "',
    "<input a='",
    '<input a=',
    '<input a ',
    '<!--',
    '<input\n',
    '<input >',
  ])('a page of nothing but %j is read in a time that grows with it', (part) => {
    const start = timeOfWork()
    filled(part.repeat(1_000_000 / part.length))
    expect(timeOfWork() - start).toBeLessThan(3000)
  })
})

describe('what doctor does not do', () => {
  test.each([
    [
      'shop.example',
      'cartouche doctor: shop.example is another machine: doctor asks applications on this one only\n',
    ],
    [
      'ftp://localhost/',
      'cartouche doctor: is given an address, such as http://localhost:3000/. See cartouche doctor --help\n',
    ],
    [
      'http://localhost:1/',
      'cartouche doctor: http://localhost:1: nobody answers: start the application, and see that the port is right\n',
    ],
  ])('%s', async (address, line) => {
    expect(await run(['doctor', address])).toEqual({ status: 2, stdout: '', stderr: line })
  })

  test('a page that is on another origin, a form without a page', async () => {
    const other = await run(['doctor', 'localhost:1', '--visit', 'http://shop.example/'])
    expect([other.status, other.stderr]).toEqual([
      2,
      expect.stringMatching(/--visit and --login take pages of the same origin/),
    ])
    const form = await run(['doctor', 'localhost:1', '--form', 'login.txt'])
    expect([form.status, form.stderr]).toEqual([
      2,
      expect.stringMatching(/--login and --form go together/),
    ])
    expect((await run(['doctor'])).status).toBe(2)
  })
})
