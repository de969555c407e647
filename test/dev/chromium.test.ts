/** The page in a real browser: wide and narrow, light and dark. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSession } from '../../src/bindings/node.js'
import { sessionPage } from '../../src/dev/index.js'
import { generateKey, sealedCookieSessionFactory } from '../../src/index.js'
import { findTool } from '../support/tools.js'

const executablePath = findTool('chromium', 'chromium-browser', 'google-chrome')
const EVIL = '<img src=x onerror="document.title=1"><script>document.title=2</script>'

const page = sessionPage(sealedCookieSessionFactory<Record<string, unknown>>(generateKey()))
const app = withSession(page.factory, (request, response) => {
  // The browser asks for a picture of the site, too, which does not touch the session.
  if (request.url === '/put') request.session.set('cart', [[['deep']], EVIL, 'x'.repeat(300)])
  if (request.url === '/out') request.session.invalidate()
  response.end('done')
})
const server = createServer((request, response) =>
  request.url === '/__session' ? page.handle(request, response) : app(request, response),
)

let browser: Browser
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  if (executablePath === undefined) return
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
})
afterAll(async () => {
  await browser?.close()
  server.close()
})

test.runIf(executablePath).each([
  [1180, 'light', 'rgb(246, 243, 236)'],
  [360, 'dark', 'rgb(18, 21, 26)'],
] as const)('%i pixels, %s', { timeout: 120_000 }, async (width, colorScheme, paper) => {
  const baseURL = `http://localhost:${(server.address() as AddressInfo).port}`
  const context = await browser.newContext({
    baseURL,
    colorScheme,
    viewport: { width, height: 800 },
  })
  const tab = await context.newPage()
  const problems: string[] = []
  tab.on('console', (message) => problems.push(message.text()))
  tab.on('pageerror', (error) => problems.push(String(error)))
  for (const path of ['/__session', '/put', '/__session']) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await tab.goto(path)
  }
  expect(await tab.title()).toBe('Session __Host-session')
  expect(await tab.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(paper)
  const wide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
  expect(await tab.evaluate(wide)).toBe(0)
  expect(await tab.getByText('a new session', { exact: true }).isVisible()).toBe(true)
  const deep = tab.getByText('"deep"')
  expect(await deep.isVisible()).toBe(false)
  await tab.locator('#data summary').last().press('Enter')
  expect(await deep.isVisible()).toBe(true)
  await tab.goto('/out')
  await tab.goto('/__session')
  expect(await tab.locator('.badge').allInnerTexts()).toEqual(['cookie taken away', 'Set-Cookie'])
  expect(problems).toEqual([])
  await context.close()
})
