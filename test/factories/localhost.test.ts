/** The default cookie over plain HTTP on this machine: what a browser and curl do with it. See docs/decisions/sealed-defaults.md. */
import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withSession } from '../../src/bindings/node.js'
import { sealedCookieSessionFactory } from '../../src/index.js'
import { keyOf } from '../support/jar.js'
import type { Data } from '../support/jar.js'
import { findTool } from '../support/tools.js'

const browserPath = findTool('chromium', 'chromium-browser', 'google-chrome')
const curlPath = findTool('curl')
const run = promisify(execFile)

let server: Server
let port: number

beforeAll(async () => {
  const factory = sealedCookieSessionFactory<Data>(keyOf('localhost'))
  const count = withSession(factory, (request, response) => {
    // Browsers ask for an icon, too.
    if (request.url !== '/') return void response.writeHead(404).end()
    const visits = Number(request.session.get('visits') ?? 0) + 1
    request.session.set('visits', visits)
    response.end(`visits: ${visits}`)
  })
  server = createServer(count)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})

afterAll(() => {
  server.close()
  server.closeAllConnections()
})

describe.each(['localhost', '127.0.0.1'])('http://%s', (host) => {
  test.runIf(browserPath)('Chromium keeps and sends __Host-session', async () => {
    const browser = await chromium.launch({ executablePath: browserPath!, args: ['--no-sandbox'] })
    try {
      const page = await browser.newPage()
      await page.goto(`http://${host}:${port}/`)
      await page.goto(`http://${host}:${port}/`)
      expect(await page.textContent('body')).toBe('visits: 2')
      expect(await page.context().cookies()).toEqual([
        expect.objectContaining({ name: '__Host-session', secure: true, httpOnly: true }),
      ])
    } finally {
      await browser.close()
    }
  })

  test.runIf(curlPath)('and so does curl', async () => {
    const url = `http://${host}:${port}/`
    const { stdout } = await run(curlPath!, ['-s', '--noproxy', '*', '-b', '', url, url])
    expect(stdout).toBe('visits: 1visits: 2')
  })
})
