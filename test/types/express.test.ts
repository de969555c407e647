/**
 * What the compiler knows of `req.session`: nothing from us without `cartouche/express/types`, so that the types of
 * express-session have it. Each program is compiled by itself, as what one imports would count for all.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = new URL('../../', import.meta.url)
const folder = new URL('build/express-types/', root)

const SESSIONS = `
import express from 'express'
import { signedCookieSessionFactory } from 'cartouche'
import type { Session } from 'cartouche'
import { csrf, session, sessionOf, type SessionRequest } from 'cartouche/express'

interface Account { userId: number }
const accounts = signedCookieSessionFactory<Account>(process.env['SESSION_SECRET'] ?? '')
const app = express()
`

const ACCOUNT = `
app.use(session(accounts, { property: 'account' }), csrf({ property: 'account' }))
const show = (req: SessionRequest<Account, 'account'>): number => req.account.get('userId', 0)
app.get('/', (req, res) => {
  const account: Session<Account> = sessionOf(req, accounts)
  // @ts-expect-error -- no such key
  account.get('user')
  res.json([account.get('userId'), show(req as typeof req & SessionRequest<Account, 'account'>)])
})
`

const WITHOUT = `
import type { Request } from 'express'
// @ts-expect-error -- nobody has said that there is one
const none = (req: Request) => req.session
void none
`

const WITH = `
import 'cartouche/express/types'
declare module 'cartouche' {
  interface SessionData { visits: number }
}
app.get('/visits', (req, res) => {
  const visits: number = req.session.get('visits', 0)
  // @ts-expect-error -- no such key
  req.session.get('visit')
  // @ts-expect-error -- sessions are not assigned
  req.session = sessionOf(req, accounts)
  res.json(visits)
})
`

const EXPRESS_SESSION = `
import expressSession from 'express-session'
declare module 'express-session' {
  interface SessionData { views: number }
}
app.use(expressSession({ secret: 'seekrit' }))
app.get('/views', (req, res) => {
  req.session.views = (req.session.views ?? 0) + 1
  req.session.save(() => res.json(req.session.views))
})
`

const SIDE_BY_SIDE = SESSIONS + EXPRESS_SESSION + ACCOUNT

const PROGRAMS: Readonly<Record<string, string>> = {
  'without the types': SESSIONS + ACCOUNT + WITHOUT,
  'with the types': SESSIONS + ACCOUNT + WITH,
  'beside express-session': SIDE_BY_SIDE,
}

const CLASH = `${SIDE_BY_SIDE}import 'cartouche/express/types'\n`

/** Where the compiler finds the types of Express, by its number. */
const EXPRESS: Readonly<Record<string, string>> = {
  4: 'types-express-4',
  5: '@types/express',
}

/** What the compiler says of a program. */
function problemsOf(code: string, version: string): string {
  const name = `program-${version}`
  const types = (packageName: string): string[] => [
    new URL(`node_modules/${packageName}/index.d.ts`, root).pathname,
  ]
  const paths = {
    express: types(EXPRESS[version]!),
    'express-session': types('types-express-session'),
  }
  const config = {
    extends: '../../tsconfig.base.json',
    compilerOptions: { noEmit: true, skipLibCheck: false, rootDir: root.pathname, paths },
    files: [`${name}.ts`],
  }
  writeFileSync(new URL(`${name}.ts`, folder), code)
  writeFileSync(new URL(`${name}.json`, folder), JSON.stringify(config))
  const tsc = new URL('node_modules/.bin/tsc', root).pathname
  try {
    return execFileSync(tsc, ['-p', `${name}.json`], { cwd: folder, encoding: 'utf8' })
  } catch (error) {
    return (error as { stdout: string }).stdout
  }
}

beforeAll(() => void mkdirSync(folder, { recursive: true }))
afterAll(() => rmSync(folder, { recursive: true }))

describe.each(Object.keys(EXPRESS))('the types of Express %s', (version) => {
  test.each(Object.entries(PROGRAMS))('%s', (_, code) => {
    expect(problemsOf(code, version)).toBe('')
  })

  test('both types of one property are an error, where both are asked for', () => {
    expect(problemsOf(CLASH, version)).toMatch(/error TS2717.*'session'/)
  })
})
