/** The demo in a real browser: wide and narrow, light and dark, with and without JavaScript. */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContextOptions, Cookie, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findTool } from '../support/tools.js'
import { startDemo } from './start.js'
import type { Demo } from './start.js'

const SCREENSHOTS = fileURLToPath(new URL('../../build/screenshots/', import.meta.url))
const executablePath = findTool('chromium', 'chromium-browser', 'google-chrome')

let demo: Demo
let browser: Browser

beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true })
  demo = await startDemo()
  browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] })
}, 60_000)

afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

/** Opens the first page in a browser of its own and gives it, with all that goes wrong on it. */
async function open(options: BrowserContextOptions): Promise<{ page: Page; problems: string[] }> {
  const context = await browser.newContext({ baseURL: demo.url, ...options })
  const page = await context.newPage()
  const problems: string[] = []
  page.on('console', (message) => problems.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('requestfailed', (request) => problems.push(`failed: ${request.url()}`))
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`)
  })
  await page.goto('/')
  return { page, problems }
}

/** Takes a picture of the whole page, which must not be wider than the window. */
async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${SCREENSHOTS}${name}.png`, fullPage: true })
  const widths = await page.evaluate<[number, number]>(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  )
  expect(widths[0], `${name} scrolls sideways`).toBeLessThanOrEqual(widths[1])
}

async function isDark(page: Page): Promise<boolean> {
  const colour = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
  return colour.match(/\d+/g)!.every((part) => Number(part) < 64)
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

async function signIn(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name').fill(name)
  await button(page, 'Sign in').click()
}

const select = (page: Page, kind: string) => page.getByRole('link', { name: kind }).click()

async function writeNote(page: Page): Promise<void> {
  await page.getByLabel('Note').fill('The engine weaves\nalgebraical patterns.')
  await button(page, 'Add note').click()
  await page.getByRole('listitem').getByText('algebraical patterns.').waitFor()
}

/** Everything a person can do with an application, with a picture of each state. */
async function walk(page: Page, name: string): Promise<void> {
  await picture(page, `${name}-1-first-visit`)
  await signIn(page, '')
  await page.getByRole('alert').getByText('Type a name to sign in').waitFor()
  await signIn(page, 'Ada Lovelace')
  await page.getByRole('status').getByText('Welcome, Ada Lovelace.').waitFor()
  await button(page, 'Add Papyrus').click()
  await button(page, 'Add Ink').click()
  await button(page, 'Add Papyrus').click()
  expect(await page.locator('#cart').innerText()).toMatch(/2 × Papyrus\s*1 × Ink/)
  expect(await page.locator('#session-subject').innerText()).toBe('Ada Lovelace')
  await writeNote(page)
  await picture(page, `${name}-2-signed-in`)
  await page.reload()
  expect(await page.getByRole('status').filter({ hasText: 'note' }).count()).toBe(0)
}

const trial = (page: Page): Promise<string> => page.locator('#trial').innerText()

/** What others could do, and what stops them. */
async function experiment(page: Page, name: string): Promise<void> {
  await button(page, 'Change one character').click()
  expect(await trial(page)).toContain('BAD_SIGNATURE')
  await page.getByLabel('In which part').selectOption('key id')
  await button(page, 'Change one character').click()
  expect(await trial(page)).toContain('UNKNOWN_KEY')
  await button(page, 'Sign in elsewhere too').click()
  expect(await page.locator('#other-browser').innerText()).toBe('signed in as Ada Lovelace')
  await button(page, 'Sign out everywhere').click()
  expect(await page.locator('#this-browser').innerText()).toBe('not signed in')
  expect(await page.locator('#other-browser').innerText()).toBe('ended: REVOKED')
  await button(page, 'Replay the cookie from before sign-out').click()
  expect(await trial(page)).toContain('REVOKED')
  await picture(page, `${name}-3-experiments`)
}

async function experimentUnlisted(page: Page, name: string): Promise<void> {
  await select(page, 'Without a revocation list')
  await signIn(page, 'Ada Lovelace')
  await button(page, 'Sign out').click()
  await button(page, 'Replay the cookie from before sign-out').click()
  expect(await trial(page)).toMatch(/Taken\..*is signed in as Ada Lovelace/)
  await picture(page, `${name}-4-without-list`)
}

async function walkPyramid(page: Page, name: string): Promise<void> {
  await select(page, 'Pyramid’s')
  await picture(page, `${name}-5-pyramid-first`)
  await signIn(page, 'Ada Lovelace')
  await button(page, 'Count').click()
  await button(page, 'Count').click()
  expect(await page.locator('#count').innerText()).toBe('2')
  await writeNote(page)
  await button(page, 'Change one character').click()
  expect(await trial(page)).toContain('BAD_SIGNATURE')
  await picture(page, `${name}-6-pyramid`)
}

async function overfillAndSignOut(page: Page, name: string): Promise<void> {
  await button(page, 'Overfill').click()
  await page.getByRole('heading', { name: 'That does not fit into the cookie' }).waitFor()
  await picture(page, `${name}-7-too-large`)
  await page.getByRole('link', { name: 'Back to the session' }).click()
  await page.locator('.status').getByText('Signed in as Ada Lovelace').waitFor()
  await button(page, 'Sign out').click()
  await page.locator('.status').getByText('Not signed in').waitFor()
  expect(await page.locator('#count').innerText()).toBe('0')
}

async function movePyramid(page: Page, name: string): Promise<void> {
  await signIn(page, 'Grace')
  await button(page, 'Move from Pyramid’s').click()
  await page.getByRole('status').getByText('Your session has moved').waitFor()
  expect(await page.locator('#session-subject').innerText()).toBe('Grace')
  expect(await page.locator('#events').innerText()).toContain('legacy-format')
  expect(await cookieNamed(page, 'session')).toBeUndefined()
  await picture(page, `${name}-8-moved`)
}

async function cookieNamed(page: Page, name: string): Promise<Cookie | undefined> {
  const cookies = await page.context().cookies()
  return cookies.find((cookie) => cookie.name === name)
}

/** Changes the fourth character from the end, as with the developer tools. */
async function damageCookie(page: Page): Promise<void> {
  const cookie = (await cookieNamed(page, '__Host-session'))!
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', secure: true, path: '/' })
  const value = cookie.value.replace(/.(?=...$)/, (old) => (old === '0' ? '1' : '0'))
  await page.context().addCookies([{ ...cookie, value }])
}

const windows = [
  { name: 'wide-light', width: 1280, colorScheme: 'light' as const },
  { name: 'wide-dark', width: 1280, colorScheme: 'dark' as const },
  { name: 'middle-light', width: 800, colorScheme: 'light' as const },
  { name: 'middle-dark', width: 800, colorScheme: 'dark' as const },
  { name: 'narrow-light', width: 390, colorScheme: 'light' as const },
  { name: 'narrow-dark', width: 390, colorScheme: 'dark' as const },
  { name: 'narrowest-light', width: 360, colorScheme: 'light' as const },
]

/** In these everything is tried; the others are looked at. */
const whole = ['wide-light', 'narrow-dark']

describe.each(windows.filter(({ name }) => !whole.includes(name)))(
  '$name',
  ({ name, width, colorScheme }) => {
    test.runIf(executablePath)('the pages look as they should', { timeout: 120_000 }, async () => {
      const { page, problems } = await open({ viewport: { width, height: 800 }, colorScheme })
      expect(await isDark(page)).toBe(colorScheme === 'dark')
      await walk(page, name)
      await walkPyramid(page, name)
      await page.goto('/about')
      await picture(page, `${name}-10-about`)
      expect(problems).toEqual([])
      await page.context().close()
    })
  },
)

describe.each(windows.filter(({ name }) => whole.includes(name)))(
  '$name',
  ({ name, width, colorScheme }) => {
    test.runIf(executablePath)('everything works', { timeout: 120_000 }, async () => {
      const { page, problems } = await open({ viewport: { width, height: 800 }, colorScheme })
      expect(await isDark(page)).toBe(colorScheme === 'dark')
      await walk(page, name)
      await experiment(page, name)
      await experimentUnlisted(page, name)
      await walkPyramid(page, name)
      expect(problems).toEqual([])

      await overfillAndSignOut(page, name)
      expect(problems.splice(0).every((problem) => problem.includes('413'))).toBe(true)

      await movePyramid(page, name)
      await damageCookie(page)
      await page.goto('/')
      await page.getByRole('alert').getByText('Your cookie was refused').waitFor()
      expect(await page.locator('#refusal').innerText()).toContain('BAD_SIGNATURE')
      await picture(page, `${name}-9-refused`)
      await page.goto('/about')
      await picture(page, `${name}-10-about`)
      expect(problems).toEqual([])
      await page.context().close()
    })
  },
)

test.runIf(executablePath)(
  'everything works without JavaScript',
  { timeout: 120_000 },
  async () => {
    const { page, problems } = await open({ javaScriptEnabled: false })
    await walk(page, 'no-javascript')
    await experiment(page, 'no-javascript')
    await experimentUnlisted(page, 'no-javascript')
    await walkPyramid(page, 'no-javascript')
    expect(problems).toEqual([])
    await overfillAndSignOut(page, 'no-javascript')
    await movePyramid(page, 'no-javascript')
    await page.context().close()
  },
)

test.runIf(executablePath)('a script in a name stays text', async () => {
  const { page, problems } = await open({})
  await signIn(page, '<img src=x onerror=alert(1)>')
  await page.locator('.status').getByText('Signed in as <img').waitFor()
  expect(await page.locator('img').count()).toBe(0)
  expect(problems).toEqual([])
  await page.context().close()
})

test.runIf(executablePath)('every control can be reached and seen with the keyboard', async () => {
  const { page } = await open({})
  const reached: string[] = []
  for (let presses = 0; presses < 24; presses++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate<string | null>(`(() => {
      const element = document.activeElement
      if (element === document.body) return null
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      return [element.id || element.textContent.trim(), outlineStyle, outlineWidth].join(' ')
    })()`)
    if (focused !== null) reached.push(focused)
  }
  const ids = ['cartouche', 'Session', 'About', 'Pyramid’s', 'Without a revocation list', 'name']
  ids.push('Sign in', 'Papyrus', 'note', 'Add note', 'part', 'Change one character')
  for (const id of ids) expect(reached).toContain(`${id} solid 3px`)
  await page.context().close()
})
