/**
 * Every item of the security checklist, and every case of its record of other libraries' faults, has a test that
 * is named by it, or a line in `docs/security.md` that says why it does not apply.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const NUMBERS = Array.from({ length: 26 }, (_, at) => String(at + 1))

const CASES = [
  'rack-session CVE-2026-39324',
  'rack-session CVE-2025-46336; express-session #632; connect-redis #328',
  'express-session #923, #935',
  'Rack CVE-2019-16782',
  'Rack CVE-2020-8184, PHP CVE-2020-7070',
  'Werkzeug CVE-2023-23934',
  'Hono CVE-2026-39410',
  'Hono GHSA-5pq2-9x2x-5p6w, cookie CVE-2024-47764',
  'csrf-csrf WS-2022-0330',
  'Flask CVE-2023-30861, CVE-2026-27205',
  'Flask CVE-2025-47278',
  'cookies #25',
  'tornado #219',
  'mojo #1335, dream #19',
  'cookie-signature GHSA-92vm-wfm5-mxvv',
  'NextAuth CVE-2023-48309',
  'secure-session CVE-2024-31999; iron-session #530',
  'iron-session `maxAge: undefined` ⇒ ttl 0',
  '@fastify/session CVE-2024-35220',
  'Passport CVE-2022-25896; @fastify/passport CVE-2023-29019',
  'Fiber CVE-2024-38513',
  'tower-sessions 0.12.0',
  'Django CVE-2015-5143, -5963',
  'h3 GHSA-q5pr-72pq-83v3',
  'next-auth #8284, nextjs-auth0 #303',
  'Tornado CVE-2024-52804, CPython CVE-2024-7592',
  'Elysia CVE-2026-31865',
  'V8 CVE-2026-21717',
  'on-headers CVE-2025-7339',
  'Superset CVE-2023-27524; PAN-OS CVE-2024-3400',
  'Beaker (alexgaynor.net, 2016)',
]

const tests = new URL('../', import.meta.url)
const sources = readdirSync(tests, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && name !== 'docs/checklist.test.ts')
  .map((name) => readFileSync(new URL(name, tests), 'utf8'))
  .join('\n')

/** What names of tests begin with: of a number and of a case alike, up to the colon. */
const named = (name: string): boolean =>
  ["'", '"', '`'].some((quote) => sources.includes(quote + name))

const page = readFileSync(new URL('../../docs/security.md', import.meta.url), 'utf8')
const [whole = '', partly = ''] = page.split('## The checklist')[1]!.split('In part:')

/** What stands in bold in a list: numbers with commas between them, or a case. */
function listed(list: string): string[] {
  const bold = [...list.matchAll(/\*\*(.+?)\*\*/gs)].map(([, text]) => text!)
  return bold.flatMap((text) =>
    /^[\d, ]+$/.test(text) ? text.split(', ') : text.replace(/\s+/g, ' '),
  )
}

const [exempt, limited] = [listed(whole), listed(partly)]

describe.each([
  ...NUMBERS.map((number) => [number, `checklist ${number}`]),
  ...CASES.map((name) => [name, name]),
])('%s', (name, title) => {
  test('has a test that is named by it, or does not apply', () => {
    expect({ isTested: named(`${title}: `) }).toEqual({ isTested: !exempt.includes(name!) })
  })
})

test('what applies in part has tests', () => {
  const without = limited.filter(
    (name) => !named(`${/^\d+$/.test(name) ? 'checklist ' : ''}${name}: `),
  )
  expect(without).toEqual([])
  expect(limited.length).toBeGreaterThan(0)
})

test('no line, and no test, is of an item that is not on the list', () => {
  const known = new Set([...NUMBERS, ...CASES])
  const numbers = [...sources.matchAll(/['"`]checklist (\d+)/g)].map(([, number]) => number!)
  expect([...exempt, ...limited, ...numbers].filter((name) => !known.has(name))).toEqual([])
})
