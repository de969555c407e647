/** The inspector in a real browser: paste, verify, edit, tamper; by keyboard; light and dark; as narrow as a phone. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type * as Axe from 'axe-core'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signedSerialize } from '../../src/index.js'
import { inspectCookie } from '../../src/inspect/index.js'
import { exampleOf, exampleTitles } from '../../src/inspector/examples.js'
import { problemsOn } from '../support/pages.js'
import { findTool } from '../support/tools.js'
import { FILES, serveInspector } from './serve.js'
import type { Served } from './serve.js'

const executablePath = findTool('chromium', 'chromium-browser', 'google-chrome')

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let served: Served
let browser: Browser

beforeAll(async () => {
  served = await serveInspector()
  browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] })
})

afterAll(async () => {
  await browser?.close()
  served?.stop()
})

interface Opened {
  readonly page: Page
  /** What went wrong, and what was asked of any server after the page was there. */
  readonly problems: string[]
}

/** Opens the inspector, runs `use`, and sees that nothing was sent and nothing went wrong. */
async function withPage(
  use: (opened: Opened) => Promise<void>,
  options: BrowserContextOptions = {},
  fragment = '',
): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  const page = await context.newPage()
  const problems = problemsOn(page)
  const asked: string[] = []
  page.on('response', (response) => asked.push(response.url()))
  page.on('websocket', (socket) => asked.push(socket.url()))
  await page.goto(served.url + fragment)
  await use({ page, problems })
  expect(problems).toEqual([])
  // The icon is data.
  expect(asked.filter((url) => !url.startsWith('data:')).toSorted()).toEqual(
    ['', ...FILES.slice(1)].map((file) => served.url + file),
  )
  await context.close()
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const cookieField = (page: Page) => page.getByLabel('Cookie, header, curl command or HAR')
const secretField = (page: Page) => page.getByLabel('Secret or key')
const verdict = (page: Page) => page.locator('#verdict-title')
const said = (page: Page) => page.getByRole('status')

const now = (): number => Date.now() / 1000
const { header, secret } = exampleOf('Pyramid', now())
const valueOf = (cookie: string): string => cookie.slice(cookie.indexOf('=') + 1)

/** Puts in a cookie and its secret. */
async function put(page: Page, title = 'Pyramid'): Promise<void> {
  const example = exampleOf(title, now())
  await cookieField(page).fill(example.header)
  await secretField(page).fill(example.secret)
}

/** Edits the user's name, as anybody would. */
async function editUser(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /^Edit user/ }).click()
  await page.getByLabel('user, as JSON').fill(JSON.stringify(name))
  await button(page, 'Save').click()
}

test.runIf(executablePath)(
  'every example is genuine, until a character is another',
  { timeout: 240_000 },
  () =>
    withPage(async ({ page }) => {
      for (const title of exampleTitles) {
        await button(page, title).click()
        expect(await verdict(page).innerText(), title).toBe('Genuine')
        expect(await page.locator('.tree').innerText(), title).toContain('"ada"')
        await button(page, 'Change it').click()
        const tampered = await page.locator('#tampered strong').innerText()
        expect(['Refused', 'Unreadable', 'Unknown'], title).toContain(tampered)
      }
    }),
)

describe('paste', () => {
  test.runIf(executablePath)('a whole header: the cookie that is a session is chosen', () =>
    withPage(async ({ page }) => {
      await cookieField(page).fill(
        `Cookie: theme=dark; ${header.slice('Cookie: '.length)}; lang=en`,
      )
      expect(await page.getByLabel('Which cookie').inputValue()).toBe('1')
      expect(await verdict(page).innerText()).toBe('Not verified')
      await page.getByLabel('Which cookie').selectOption('theme')
      expect(await verdict(page).innerText()).toBe('Unknown')
    }),
  )

  test.runIf(executablePath).each([
    ['a bare value', (text: string) => text],
    ['a Set-Cookie line', (text: string) => `Set-Cookie: session=${text}; Path=/; HttpOnly`],
    ['a command of curl', (text: string) => `curl 'http://localhost' -b 'session=${text}'`],
  ])('%s', (_, write) =>
    withPage(async ({ page }) => {
      await cookieField(page).fill(write(valueOf(header)))
      expect(await verdict(page).innerText()).toBe('Not verified')
      expect(await page.locator('.facts').innerText()).toContain('SignedCookieSessionFactory')
    }),
  )

  test.runIf(executablePath)('a link may bring a cookie, which does not stay in the address', () =>
    withPage(
      async ({ page }) => {
        expect(await cookieField(page).inputValue()).toBe(header)
        expect(page.url()).toBe(served.url)
      },
      {},
      `#cookie=${encodeURIComponent(header)}`,
    ),
  )

  test.runIf(executablePath)('lists that hold themselves are shown up to an end', () => {
    const list: unknown[] = []
    list.push(list, list, list, list)
    const text = signedSerialize([now(), now(), { a: list, b: list }], 'a secret')
    return withPage(async ({ page }) => {
      await cookieField(page).fill(`session=${text}`)
      const entries = page.locator('.tree .name')
      expect(await entries.count()).toBe(5000)
      expect(await page.locator('.tree').textContent()).toMatch(/… and \d more/)
    })
  })

  test.runIf(executablePath)('markup stays text', () =>
    withPage(async ({ page }) => {
      await cookieField(page).fill('a=<img src=x onerror=alert(1)>')
      expect(await page.locator('.map').innerText()).toContain('<img')
      expect(await page.locator('img').count()).toBe(0)
    }),
  )
})

describe('verify', () => {
  test.runIf(executablePath)('by the secret, and by no other', () =>
    withPage(async ({ page }) => {
      await cookieField(page).fill(header)
      expect(await verdict(page).innerText()).toBe('Not verified')
      await secretField(page).fill('another secret')
      expect(await verdict(page).innerText()).toBe('Refused')
      expect(await page.locator('.problem').innerText()).toContain('BAD_SIGNATURE')
      await secretField(page).fill(secret)
      expect(await verdict(page).innerText()).toBe('Genuine')
      expect(await said(page).innerText()).toMatch(/^Genuine: Pyramid/)
    }),
  )

  test.runIf(executablePath)('by one of several', () =>
    withPage(async ({ page }) => {
      await cookieField(page).fill(header)
      await secretField(page).fill('another secret')
      await button(page, 'Another secret').click()
      await page.getByLabel('Secret 2').fill(secret)
      expect(await verdict(page).innerText()).toBe('Genuine')
      expect(await page.locator('.facts').innerText()).toContain('secret 2')
    }),
  )

  test.runIf(executablePath)('what is encrypted is opened, and its times are told', () =>
    withPage(async ({ page }) => {
      const sealed = exampleOf('Sealed', now())
      await cookieField(page).fill(sealed.header)
      expect(await page.locator('.tree').count()).toBe(0)
      await secretField(page).fill(sealed.secret)
      expect(await page.locator('.tree').innerText()).toContain('Papyrus')
      const moments = await page.locator('.moments strong').allInnerTexts()
      expect(moments).toEqual(['Created', 'Last used', 'Now', 'Idle timeout', 'Absolute timeout'])
      expect(await page.locator('.figure').innerText()).toMatch(/^\d{3} of 4,096 characters$/)
    }),
  )
})

describe('bytes and data', () => {
  test.runIf(executablePath)('what is pointed at in one is lit in the other', () =>
    withPage(async ({ page }) => {
      await put(page, 'Pyramid, pickle')
      const lit = page.locator('.part.lit')
      await page.getByRole('button', { name: /^Edit visits/ }).hover()
      expect(
        await lit.evaluateAll((parts) => parts.map((part) => part.getAttribute('title'))),
      ).toEqual([
        expect.stringMatching(/^key of visits, bytes/),
        expect.stringMatching(/^value of visits, bytes/),
      ])
      await page.getByRole('button', { name: /^value of cart\[0\]\.count, byte/ }).hover()
      expect(await page.locator('.node.lit').innerText()).toMatch(/^Edit cart\[0\]\s+count\s*2$/)
    }),
  )

  test.runIf(executablePath)('bytes are shown as text too', () =>
    withPage(async ({ page }) => {
      await put(page, 'Pyramid, pickle')
      const units = page.getByRole('toolbar', { name: 'Layer 2' }).locator('[data-at]')
      expect((await units.allTextContents()).join('')).toMatch(/^8002[\da-f]+2e$/)
      await button(page, 'As text').click()
      expect((await units.allTextContents()).join('')).toContain('visits')
    }),
  )

  test.runIf(executablePath)('the instructions of a pickle go step by step', () =>
    withPage(async ({ page }) => {
      await put(page, 'Pyramid, pickle')
      await button(page, '⇤ Start').click()
      expect(await page.locator('.machine').innerText()).toContain('The stack is empty.')
      for (let steps = 0; steps < 7; steps++) await button(page, 'Step →').click()
      expect(await page.locator('tr[aria-current]').innerText()).toMatch(/BINUNICODE\s+'user'/)
      expect(await page.getByLabel('Stack').locator('li').allInnerTexts()).toEqual([
        "'user'",
        'mark',
        '{}',
        expect.stringMatching(/^\d+\.0$/),
        expect.stringMatching(/^\d+$/),
      ])
      await button(page, 'End ⇥').click()
      expect(await page.getByLabel('Memo').locator('li').first().innerText()).toContain("'ada'")
    }),
  )
})

describe('edit', () => {
  test.runIf(executablePath)(
    'a value: the cookie is signed anew, and can be copied and looked at',
    () =>
      withPage(
        async ({ page }) => {
          await put(page)
          await editUser(page, 'grace')
          expect(await page.locator('.tree').innerText()).toContain('"grace"')
          const text = await page.getByLabel('Value of the new cookie').inputValue()
          const inspection = inspectCookie({ text, cookieName: 'session', secrets: [secret] })
          expect(inspection).toMatchObject({ verdict: 'valid', format: 'pyramid-signed' })
          expect(inspection.data!.get('user')).toBe('grace')
          expect(inspection.data!.get('visits')).toBe(7)
          await button(page, 'Copy value').click()
          await expect.poll(() => said(page).innerText()).toBe('Copied')
          expect(await page.evaluate('navigator.clipboard.readText()')).toBe(text)
          await button(page, 'Inspect it').click()
          expect(await cookieField(page).inputValue()).toBe(`Cookie: session=${text}`)
          expect(await verdict(page).innerText()).toBe('Genuine')
          expect(await page.getByLabel('Value of the new cookie').count()).toBe(0)
        },
        { permissions: ['clipboard-read', 'clipboard-write'] },
      ),
  )

  test.runIf(executablePath)('within lists, deleted, added, and undone', () =>
    withPage(async ({ page }) => {
      await put(page, 'Sealed')
      const sealed = exampleOf('Sealed', now())
      const dataOf = async (): Promise<ReadonlyMap<unknown, unknown>> => {
        const text = await page.getByLabel('Value of the new cookie').inputValue()
        return inspectCookie({ text, cookieName: '__Host-session', secrets: [sealed.secret] }).data!
      }
      await page.getByRole('button', { name: /^Edit cart\[1\] count/ }).click()
      await page.keyboard.type('5')
      await page.keyboard.press('Enter')
      expect((await dataOf()).get('cart')).toMatchObject([{ count: 2 }, { item: 'Ink', count: 5 }])
      await page.getByRole('button', { name: /^Edit visits/ }).click()
      await button(page, 'Delete').click()
      expect((await dataOf()).has('visits')).toBe(false)
      await page.getByLabel('New key').fill('colour')
      await page.getByLabel('Its value, as JSON').fill('["blue"]')
      await button(page, 'Add').click()
      expect((await dataOf()).get('colour')).toEqual(['blue'])
      await button(page, 'Undo all changes').click()
      expect(await page.locator('.tree').innerText()).toContain('visits')
      expect(await page.getByLabel('Value of the new cookie').count()).toBe(0)
    }),
  )

  test.runIf(executablePath)('what is no JSON is said to be none', () =>
    withPage(async ({ page }) => {
      await put(page)
      await page.getByRole('button', { name: /^Edit user/ }).click()
      await page.getByLabel('user, as JSON').fill('grace')
      await button(page, 'Save').click()
      expect(await page.getByRole('alert').innerText()).toContain('no JSON')
    }),
  )

  test.runIf(executablePath)('without a secret nothing can be signed', () =>
    withPage(async ({ page }) => {
      await cookieField(page).fill(header)
      await editUser(page, 'grace')
      expect(await page.getByRole('alert').innerText()).toBe('Give a secret to sign it with.')
    }),
  )
})

describe('tamper', () => {
  test.runIf(executablePath)('one character, and the signature does not fit any more', () =>
    withPage(async ({ page }) => {
      await put(page)
      await button(page, 'Change it').click()
      const tampered = page.locator('#tampered')
      expect(await tampered.innerText()).toMatch(/Refused: BAD_SIGNATURE/)
      const [before, after] = [
        await tampered.locator('del').innerText(),
        await tampered.locator('ins').innerText(),
      ]
      expect(after).not.toBe(before)
      expect(await said(page).innerText()).toContain('Refused')
    }),
  )

  test.runIf(executablePath)('a byte that was chosen in the map', () =>
    withPage(async ({ page }) => {
      await put(page, 'Sealed')
      const tag = page.getByRole('button', { name: /^tag, bytes/ })
      await tag.locator('span').first().click()
      const at = Number(await page.getByLabel(/^Character, 0 to/).inputValue())
      expect(at).toBeGreaterThan(360)
      await button(page, 'Change it').click()
      expect(await page.locator('#tampered').innerText()).toContain('BAD_SIGNATURE')
      await page.getByRole('button', { name: /^value of user, bytes/ }).click()
      expect(await page.locator('#tampered').innerText()).toContain(
        'It was encrypted or compressed',
      )
    }),
  )

  test.runIf(executablePath)('without the secret nobody notices', () =>
    withPage(async ({ page }) => {
      await cookieField(page).fill(header)
      await button(page, 'Change it').click()
      expect(await page.locator('#tampered').innerText()).toContain(
        'without the secret nobody notices',
      )
    }),
  )
})

describe('by keyboard alone', () => {
  /** Presses Tab until something of that name has the focus. */
  async function tabTo(page: Page, name: RegExp): Promise<void> {
    for (let presses = 0; presses < 80; presses++) {
      await page.keyboard.press('Tab')
      const focused = await page.evaluate<string>(`(() => {
        const element = document.activeElement
        const { outlineStyle } = getComputedStyle(element)
        const name = element.getAttribute('title') ?? element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent
        return name.trim() + (outlineStyle === 'none' && element.type !== 'radio' ? ' (not seen)' : '')
      })()`)
      if (name.test(focused)) {
        expect(focused).not.toContain('(not seen)')
        return
      }
    }
    throw new Error(`${name} cannot be reached`)
  }

  test.runIf(executablePath)('an example, an edit, a copy, a tampered byte', () =>
    withPage(
      async ({ page }) => {
        await page.keyboard.press('Tab')
        expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the result')
        await tabTo(page, /^Pyramid, pickle$/)
        await page.keyboard.press('Enter')
        expect(await verdict(page).innerText()).toBe('Genuine')
        await tabTo(page, /^signature \(HMAC-SHA1\), characters 0 to 39$/)
        await page.keyboard.press('ArrowRight')
        await page.keyboard.press('ArrowLeft')
        await page.keyboard.press('Enter')
        expect(await said(page).innerText()).toBe('Character 0 is chosen to be changed')
        await tabTo(page, /^Change it$/)
        await page.keyboard.press('Enter')
        expect(await page.locator('#tampered').innerText()).toContain('BAD_SIGNATURE')
        await tabTo(page, /^Edit +user/)
        expect(await page.locator('.part.lit').count()).toBe(2)
        await page.keyboard.press('Enter')
        await page.keyboard.type('"grace"')
        await page.keyboard.press('Enter')
        // The value that was edited has the focus again.
        await expect
          .poll(() => page.evaluate('document.activeElement.textContent'))
          .toMatch(/^Edit +user"grace"$/)
        await tabTo(page, /^Copy value$/)
        await page.keyboard.press('Enter')
        await expect
          .poll(() => page.evaluate('navigator.clipboard.readText()'))
          .toMatch(/^[\da-f]{40}/)
        await tabTo(page, /^A step back$/)
        await page.keyboard.press('Enter')
        expect(await said(page).innerText()).toMatch(/^\d+ of \d+ instructions done$/)
      },
      { permissions: ['clipboard-read', 'clipboard-write'] },
    ),
  )

  test.runIf(executablePath)('Escape leaves the field of a value', () =>
    withPage(async ({ page }) => {
      await put(page)
      await page.getByRole('button', { name: /^Edit user/ }).press('Enter')
      await page.keyboard.press('Escape')
      expect(await page.evaluate('document.activeElement.textContent')).toMatch(/^Edit +user"ada"$/)
    }),
  )
})

/** Each state of the page, from the one before. */
const STATES: readonly (readonly [name: string, reach: (page: Page) => Promise<void>])[] = [
  ['empty', async () => {}],
  ['not verified', (page) => cookieField(page).fill(`${header}; theme=dark`)],
  ['refused', (page) => secretField(page).fill('another secret')],
  [
    'edited and tampered',
    async (page) => {
      await secretField(page).fill(secret)
      await editUser(page, 'grace')
      await button(page, 'Change it').click()
      await page.getByRole('button', { name: /^Edit visits/ }).click()
    },
  ],
  [
    'a lit pickle',
    async (page) => {
      await put(page, 'Pyramid, pickle')
      await page.getByRole('button', { name: /^Edit visits/ }).hover()
    },
  ],
  ['sealed', (page) => put(page, 'Sealed')],
  ['unknown, and too large', (page) => cookieField(page).fill(`theme=${'!'.repeat(4200)}`)],
]

/** Rules of axe; all of them where none are named. In the dark only the colours are others. */
const RULES: Readonly<Record<'light' | 'dark', Axe.RunOptions>> = {
  light: {},
  dark: { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } },
}

/** Of what is right axe need not tell: that would be a megabyte. */
const askFor = (colorScheme: 'light' | 'dark'): string =>
  `axe.run(${JSON.stringify({ ...RULES[colorScheme], resultTypes: ['violations'] })})`

const background = (page: Page): Promise<string> =>
  page.evaluate('getComputedStyle(document.body).backgroundColor')

describe.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 360],
  ['dark', 360],
] as const)('%s, %i pixels wide', (colorScheme, width) => {
  test.runIf(executablePath)(
    'every state is accessible, and no wider than the window',
    { timeout: 240_000 },
    () =>
      withPage(
        async ({ page }) => {
          await page.evaluate(axe)
          for (const [name, reach] of STATES) {
            await reach(page)
            const { violations } = await page.evaluate<Axe.AxeResults>(askFor(colorScheme))
            const found = violations.map(
              ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`,
            )
            expect(found, name).toEqual([])
            const [wide, narrow] = await page.evaluate<[number, number]>(
              '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
            )
            expect(wide, `${name} scrolls sideways`).toBeLessThanOrEqual(narrow)
          }
        },
        { colorScheme, viewport: { width, height: 800 } },
      ),
  )
})

describe('the theme', () => {
  test.runIf(executablePath)(
    'is that of the system, until somebody chooses another, which stays',
    () =>
      withPage(
        async ({ page }) => {
          const dark = await background(page)
          await page.getByLabel('Light').check()
          const light = await background(page)
          expect(light).not.toBe(dark)
          expect(await page.evaluate("localStorage.getItem('cartouche-theme')")).toBe('light')
          await page.getByLabel('Dark').check()
          expect(await background(page)).toBe(dark)
          await page.getByLabel('System').check()
          await page.emulateMedia({ colorScheme: 'light' })
          expect(await background(page)).toBe(light)
        },
        { colorScheme: 'dark' },
      ),
  )
})

test.runIf(executablePath)('the browser lets nothing be sent', () =>
  withPage(async ({ page, problems }) => {
    await put(page)
    for (const attempt of [
      "fetch('/').then(() => 'sent', () => 'refused')",
      "fetch('https://example.com/').then(() => 'sent', () => 'refused')",
      "(() => { try { return navigator.sendBeacon('/', 'a') ? 'sent' : 'refused' } catch { return 'refused' } })()",
      "new Promise((resolve) => { const image = new Image(); image.onload = () => resolve('sent'); image.onerror = () => resolve('refused'); image.src = '/index.html?leak' })",
    ]) {
      expect(await page.evaluate(attempt)).not.toBe(
        attempt.includes('sendBeacon') ? undefined : 'sent',
      )
    }
    expect(
      problems.splice(0).every((problem) => /Content Security Policy|Fetch API/.test(problem)),
    ).toBe(true)
  }),
)
