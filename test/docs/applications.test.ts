/** The applications that the pages show, where their frameworks are installed here; `npm run docs:first-cookie` tries all. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = new URL('../../', import.meta.url)
const folder = new URL('build/applications/', root)
const pages = new URL('docs/frameworks/', root)

/** Packages that are only below `examples/`. */
const ELSEWHERE = /from '(?:@hono\/node-server|@elysiajs\/node)'/

const applications = readdirSync(pages)
  .filter((page) => page.endsWith('.md'))
  .flatMap((page) => {
    const blocks = readFileSync(new URL(page, pages), 'utf8').matchAll(/^```js\n(.*?)^```$/gms)
    return Array.from(blocks, ([, code]) => [page, code!] as const)
  })
  .filter(([, code]) => /^\/\/ \w+\.mjs\n/.test(code) && !ELSEWHERE.test(code))

beforeAll(() => mkdirSync(folder, { recursive: true }))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.each(applications)('the application of %s', (page, code) => {
  const file = page.replace('.md', '.mjs')

  test('without a key says what is missing', async () => {
    const server = start(file, code, {})
    expect(await outputOf(server, /not set/)).toContain('OptionError: keys must be random')
  })

  test('sets a cookie', async () => {
    const server = start(file, code, { SESSION_KEY: randomBytes(32).toString('base64url') })
    try {
      const [address] = /http:\/\/localhost:[1-9]\d*/.exec(await outputOf(server, /:[1-9]/))!
      const response = await fetch(address)
      expect(response.status).toBe(200)
      expect(response.headers.getSetCookie()[0]).toMatch(/^__Host-session=./)
    } finally {
      server.kill()
    }
  })
})

test('there are some', () => expect(applications.length).toBeGreaterThan(5))

function start(file: string, code: string, env: Readonly<Record<string, string>>): ChildProcess {
  writeFileSync(new URL(file, folder), `${TELLS_PORT}\n${code}`)
  const { SESSION_KEY: _, ...inherited } = process.env
  return spawn(process.execPath, [file], { cwd: folder, env: { ...inherited, PORT: '0', ...env } })
}

/** Tells of the port that the system has chosen, whatever the application prints. */
const TELLS_PORT = `
import { Server as AnyServer } from 'node:http'
const { emit } = AnyServer.prototype
AnyServer.prototype.emit = function (name, ...args) {
  if (name === 'listening') console.log('http://localhost:' + this.address().port)
  return emit.call(this, name, ...args)
}`

/** What it prints until that has come, or until it ends. */
async function outputOf({ stdout, stderr }: ChildProcess, until: RegExp): Promise<string> {
  let output = ''
  for (const stream of [stdout!, stderr!]) {
    for await (const text of stream) {
      output += String(text)
      if (until.test(output)) return output
    }
  }
  throw new Error(output)
}
