/** The built site in a real browser: light and dark, as narrow as a phone, and alone. `npm run test:site` builds it first. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type * as Axe from 'axe-core'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { problemsOn } from '../support/pages.js'
import { findTool } from '../support/tools.js'
import { serveSite } from './serve.js'
import type { Served } from './serve.js'

const executablePath = findTool('chromium', 'chromium-browser', 'google-chrome')

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const WIDTHS = [360, 800, 1400]

/** A page of each kind. */
const PAGES = [
  ['the first page', '/'],
  ['a guide', '/docs/guides/sign-in.html'],
  ['a page of tables', '/docs/troubleshooting.html'],
  ['the deviations', '/docs/deviations.html'],
  ['the reference', '/api/cartouche/testing.html'],
  ['an example', '/examples/express.html'],
] as const

let served: Served
let browser: Browser

beforeAll(async () => {
  served = await serveSite()
  browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] })
})

afterAll(async () => {
  await browser?.close()
  served?.stop()
})

/** Opens a page, runs `use`, and sees that nobody else was asked and nothing went wrong. */
async function withPage(
  path: string,
  use: (page: Page) => Promise<void>,
  colorScheme: 'light' | 'dark' = 'light',
): Promise<void> {
  const viewport = { width: 1400, height: 900 }
  // What fades in has little contrast while it does.
  const page = await browser.newPage({ colorScheme, viewport, reducedMotion: 'reduce' })
  const problems = problemsOn(page)
  page.on('request', (request) => {
    if (!request.url().startsWith('data:') && !request.url().startsWith(`${served.url}/`)) {
      problems.push(`asked: ${request.url()}`)
    }
  })
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`)
  })
  await page.goto(served.url + path, { waitUntil: 'networkidle' })
  await use(page)
  expect(problems).toEqual([])
  await page.close()
}

/** What axe-core finds, as `rule: where`. */
async function violationsOf(page: Page): Promise<string[]> {
  const found = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof Axe }).axe.run({ resultTypes: ['violations'] }),
  )
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target }) => `${id}: ${target.join(' ')}`),
  )
}

const widthOf = (page: Page): Promise<number> =>
  page.evaluate<number>('document.scrollingElement.scrollWidth')

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  test.runIf(executablePath).each(PAGES)('%s is for everybody, at every width', (_, path) =>
    withPage(
      path,
      async (page) => {
        const isDark = await page.evaluate('document.documentElement.classList.contains("dark")')
        expect(isDark).toBe(colorScheme === 'dark')
        await page.evaluate(axe)
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 })
          expect(await widthOf(page), `${width}`).toBeLessThanOrEqual(width)
          expect(await violationsOf(page), `${width}`).toEqual([])
        }
      },
      colorScheme,
    ),
  )
})

test.runIf(executablePath)('what is searched for is found, here', () =>
  withPage('/', async (page) => {
    await page.getByRole('button', { name: /^Search/ }).click()
    await page.locator('#localsearch-input').fill('popFlash')
    await page.locator('#localsearch-list a').first().waitFor()
    const found = await page
      .locator('#localsearch-list a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')))
    expect(found.join('\n')).toContain('/docs/guides/flash.html')
  }),
)

test.runIf(executablePath)('the inspector is a page of it', () =>
  withPage('/docs/inspector.html', async (page) => {
    await page.getByRole('link', { name: 'Open the inspector' }).first().click()
    await page.getByLabel('Cookie, header, curl command or HAR').fill('session=hello')
    expect(await page.locator('#verdict-title').innerText()).toBe('Unknown')
  }),
)
