/** A browser for the tests of the demo, and a demo for it. */
import { chromium } from 'playwright-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { problemsOn } from '../support/pages.js'
import { findTool } from '../support/tools.js'
import { startDemo } from './start.js'
import type { Demo } from './start.js'

export const executablePath = findTool('chromium', 'chromium-browser', 'google-chrome')

let demo: Demo
let browser: Browser

/** Starts both before the tests of a file. */
export function useBrowser(): void {
  beforeAll(async () => {
    const args = ['--no-sandbox']
    ;[demo, browser] = await Promise.all([
      startDemo(),
      chromium.launch({ executablePath: executablePath!, args }),
    ])
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })
}

/** Opens the first page in a browser of its own and gives it, with all that goes wrong on it. */
export async function open(
  options: BrowserContextOptions = {},
): Promise<{ page: Page; problems: string[] }> {
  const context = await browser.newContext({ baseURL: demo.url, ...options })
  const page = await context.newPage()
  const problems = problemsOn(page)
  page.on('requestfailed', (request) => {
    // What a page has not loaded yet is given up when the next one is asked for.
    const isGivenUp = request.failure()?.errorText === 'net::ERR_ABORTED'
    if (!isGivenUp) problems.push(`failed: ${request.url()}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`)
  })
  await page.goto('/')
  return { page, problems }
}
