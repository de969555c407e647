import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packageFile } from '../../src/cli/package-files.js'
import { filesBelow, listen, serverOf } from '../../src/cli/static-server.js'
import { MAIN, environment, run, temporaryFolder } from './run.js'

const folder = temporaryFolder()
afterAll(folder.remove)

/** Stands for the page: what serves it does not care what it is. */
const root = join(folder.path, 'page')
mkdirSync(join(root, 'assets'), { recursive: true })
writeFileSync(join(root, 'index.html'), '<!doctype html>')
writeFileSync(join(root, 'assets', 'main.js'), 'export {}')
writeFileSync(join(folder.path, 'secret.txt'), 'not for others')

describe('the server', () => {
  const server = serverOf(filesBelow(pathToFileURL(`${root}/`)))
  let url: string
  beforeAll(async () => void (url = await listen(server, 0, 'localhost')))
  afterAll(() => void server.close())

  test.each([
    ['', 'text/html; charset=utf-8', '<!doctype html>'],
    ['?a=1', 'text/html; charset=utf-8', '<!doctype html>'],
    ['index.html', 'text/html; charset=utf-8', '<!doctype html>'],
    ['assets/main.js', 'text/javascript; charset=utf-8', 'export {}'],
  ])('gives %j', async (path, type, body) => {
    const response = await fetch(url + path)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type])
    expect(await response.text()).toBe(body)
  })

  test.each(['', 'assets/main.js', 'none'])('lets %j reach nothing', async (path) => {
    const { headers } = await fetch(url + path)
    const policy = headers.get('content-security-policy')!.split('; ')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("connect-src 'none'")
    expect(policy).toContain("form-action 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy.filter((rule) => /unsafe|\*|http/.test(rule))).toEqual([])
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  test.each([
    'none',
    'assets/',
    '../secret.txt',
    '%2e%2e/secret.txt',
    '..%2fsecret.txt',
    '__proto__',
  ])('has no %s', async (path) => {
    const response = await fetch(url + path)
    expect([response.status, await response.text()]).toEqual([404, '404\n'])
  })

  test('is read only', async () => {
    expect((await fetch(url, { method: 'POST', body: 'a' })).status).toBe(405)
    const head = await fetch(url, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })
})

/** Starts it, and gives its first line. */
function started(...args: readonly string[]): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(process.execPath, [MAIN, 'serve', ...args], { env: environment() })
  return new Promise((resolve, reject) => {
    child.once('exit', (status) => reject(new Error(`exit code ${status}`)))
    child.stdout.once('data', (data: Buffer) => resolve({ child, line: data.toString() }))
  })
}

describe('cartouche serve', () => {
  test('prints where the page is, which is there', async () => {
    const { child, line } = await started('--port', '0')
    const [, url] = /^The inspector is at (http:\/\/localhost:\d+\/)\n$/.exec(line)!
    const response = await fetch(url!)
    expect([response.status, await response.text()]).toEqual([200, expect.stringMatching(/<html/i)])
    child.kill()
  })

  test('says so where the page is not', () => {
    const bundle = 'dist/bundle/cli'
    cpSync(packageFile(bundle), join(folder.path, bundle), { recursive: true })
    cpSync(packageFile('package.json'), join(folder.path, 'package.json'))
    const main = join(folder.path, bundle, 'main.js')
    const { status, stderr } = spawnSync(process.execPath, [main, 'serve'], { encoding: 'utf8' })
    expect([status, stderr]).toEqual([
      2,
      'cartouche serve: the page of the inspector is not in this installation: install cartouche again, or in a clone run npm run build\n',
    ])
  })

  test('a port that is taken, and hosts that are none', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, 'localhost', resolve))
    const { port } = other.address() as AddressInfo
    const server = serverOf(new Map())
    await expect(listen(server, port, 'localhost')).rejects.toThrow(
      `port ${port} of localhost: somebody listens there already: choose another by --port`,
    )
    await expect(listen(serverOf(new Map()), 0, '192.0.2.1')).rejects.toThrow(
      'port 0 of 192.0.2.1: that host is none of this machine',
    )
    other.close()
  })

  test.each(['65536', '-1', 'http', '80.5'])('--port=%s is wrong usage', async (port) => {
    const { status, stderr } = await run(['serve', `--port=${port}`])
    expect([status, stderr]).toEqual([
      2,
      'cartouche serve: --port is a number from 0 to 65535. See cartouche serve --help\n',
    ])
  })
})
