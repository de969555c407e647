/** How the demo looks in a real browser, at every width and in both themes, and to those who cannot see it. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { executablePath, open, useBrowser } from './browser.js'
import { button, editCookie, signIn, writeNote } from './steps.js'

useBrowser()

describe('in sight', () => {
  /** Where a column begins and ends in the window. */
  type Ends = readonly [above: number, below: number]

  test.runIf(executablePath)(
    'beside each other, the columns leave nothing empty, however far down',
    async () => {
      const { page } = await open({ viewport: { width: 1400, height: 800 } })
      for (const path of ['/pyramid', '/pyramid', '/stored', '/stored', '/no-list', '/']) {
        await page.goto(path)
        const [left, right] = await page.evaluate<[number, number]>(
          `[...document.querySelectorAll('.stack')].map((stack) => stack.offsetHeight)`,
        )
        expect(Math.abs(left - right), path).toBeLessThan(400)
        for (const part of [0, 0.4, 0.7, 1]) {
          await page.evaluate(`scrollTo(0, ${part} * document.documentElement.scrollHeight)`)
          const [one, other] = await page.evaluate<[Ends, Ends]>(
            `[...document.querySelectorAll('.stack')].map((stack) => {
            const { top, bottom } = stack.getBoundingClientRect()
            return [Math.max(0, top), Math.min(800, bottom)]
          })`,
          )
          expect(Math.abs(one[0] - other[0]), `${path} ${part}, above`).toBeLessThan(40)
          expect(Math.abs(one[1] - other[1]), `${path} ${part}, below`).toBeLessThan(40)
        }
      }
      await page.context().close()
    },
  )

  test.runIf(executablePath)('the cookie is on the first screen at 800 pixels', async () => {
    const { page } = await open({ viewport: { width: 800, height: 800 } })
    await page.reload()
    expect((await page.locator('#size').boundingBox())!.y).toBeLessThan(760)
    await page.context().close()
  })

  test.runIf(executablePath)(
    'the cookie is one press away on a phone, from anywhere on the page',
    async () => {
      const { page } = await open({ viewport: { width: 360, height: 800 } })
      await page.locator('#events').scrollIntoViewIfNeeded()
      const ways = page.getByRole('navigation', { name: 'On this page' })
      for (const [label, id] of [
        ['Cookie', 'cookie'],
        ['Experiments', 'change-title'],
        ['Forms', 'forms'],
      ] as const) {
        await ways.getByRole('link', { name: label }).click()
        const { y } = (await page.locator(`#${id}`).boundingBox())!
        const bar = (await ways.boundingBox())!
        expect(bar.y, label).toBe(0)
        expect(y, label).toBeGreaterThanOrEqual(bar.height)
        expect(y, label).toBeLessThan(200)
      }
      await page.context().close()
    },
  )

  test.runIf(executablePath)('the bar has its mark at the limit', async () => {
    const { page } = await open()
    await page.reload()
    const meter = page.getByRole('meter')
    const [high, max] = [await meter.getAttribute('high'), await meter.getAttribute('max')]
    const [bar, mark] = [
      (await meter.boundingBox())!,
      (await page.locator('.limit').boundingBox())!,
    ]
    expect(high).toBe('4096')
    expect(await page.locator('.limit').innerText()).toBe('limit 4096')
    const place = bar.x + (bar.width * Number(high)) / Number(max)
    expect(Math.abs(mark.x + mark.width - 1 - place)).toBeLessThan(2)
    expect(mark.y).toBeLessThanOrEqual(bar.y)
    await page.context().close()
  })
})

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The pages in what they can be, each reached from the one before. */
const STATES: readonly [name: string, reach: (page: Page) => Promise<unknown>][] = [
  ['a first visit', (page) => page.goto('/')],
  [
    'signed in, with a cart and outcomes',
    async (page) => {
      await signIn(page, 'Ada')
      await button(page, 'Add Ink').click()
      await button(page, 'Sign in elsewhere too').click()
      await page.locator('summary').click()
      await writeNote(page)
      await button(page, 'Change one character').click()
    },
  ],
  [
    'what does not fit',
    async (page) => {
      await page.getByLabel('Note').fill('x'.repeat(5000))
      await button(page, 'Add note').click()
    },
  ],
  [
    'two forms at once, of stored sessions',
    async (page) => {
      await page.goto('/stored')
      await button(page, 'Send two forms at once').click()
    },
  ],
  [
    'a note that is too long',
    async (page) => {
      await page.getByLabel('Note').fill('x'.repeat(6001))
      await button(page, 'Add note').click()
    },
  ],
  [
    'Pyramid’s',
    async (page) => {
      await page.goto('/pyramid')
      await signIn(page, 'Ada')
      await button(page, 'Send two forms at once').click()
    },
  ],
  [
    'garbage for a cookie',
    async (page) => {
      await editCookie(page, 'session', () => 'garbage')
      await page.goto('/pyramid')
    },
  ],
  ['nowhere', (page) => page.goto('/nowhere')],
  ['about', (page) => page.goto('/about')],
]

const SIZES = [360, 800, 1400]

describe('every state', () => {
  const overflow = (page: Page): Promise<number> =>
    page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')

  async function expectNarrow(page: Page, name: string): Promise<void> {
    expect(await overflow(page), `${name} scrolls sideways`).toBeLessThanOrEqual(0)
    await page.evaluate(`document.documentElement.style.fontSize = '200%'`)
    expect(await overflow(page), `${name} at 200 % scrolls sideways`).toBeLessThanOrEqual(0)
    await page.evaluate(`document.documentElement.style.fontSize = ''`)
  }

  async function expectAccessible(page: Page, name: string): Promise<void> {
    const found = await page.evaluate<string[]>(`
      axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
        violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html).join(' ')))`)
    expect(found, name).toEqual([])
  }

  /** One thing to do stands out, at most. */
  async function expectOnePrimary(page: Page, name: string): Promise<void> {
    const filled = await page.evaluate<string[]>(`
      [...document.querySelectorAll('button, .button')]
        .filter((one) => getComputedStyle(one).backgroundColor !== 'rgba(0, 0, 0, 0)')
        .map((one) => one.textContent)`)
    expect(filled.length, `${name}: ${filled.join()}`).toBeLessThanOrEqual(1)
    if (await page.locator('.columns').count()) expect(filled, name).toHaveLength(1)
  }

  test.runIf(executablePath)(
    'is accessible, and no wider than the window, in both themes',
    { timeout: 240_000 },
    async () => {
      const { page } = await open()
      for (const [name, reach] of STATES) {
        await page.setViewportSize({ width: 1280, height: 800 })
        await reach(page)
        await page.waitForLoadState()
        await page.evaluate(axe)
        await expectOnePrimary(page, name)
        for (const width of SIZES) {
          await page.setViewportSize({ width, height: 800 })
          await expectNarrow(page, `${name}, ${width}`)
          for (const colorScheme of ['light', 'dark'] as const) {
            await page.emulateMedia({ colorScheme })
            await expectAccessible(page, `${name}, ${width}, ${colorScheme}`)
            await picture(page, `${name}-${width}-${colorScheme}`)
          }
        }
      }
      await page.context().close()
    },
  )

  test.runIf(executablePath)('has a dark theme', async () => {
    const { page } = await open({ colorScheme: 'dark' })
    const colour = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
    expect(colour.match(/\d+/g)!.every((part) => Number(part) < 64)).toBe(true)
    await page.context().close()
  })
})

/** For people: `SCREENSHOTS=build/screenshots` takes a picture of every state. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS']
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}
