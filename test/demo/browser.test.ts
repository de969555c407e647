/** The demo in a real browser: what works, with scripts and without, and what has the focus. */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { executablePath, open, useBrowser } from './browser.js'
import {
  button,
  cookieNamed,
  editCookie,
  experiment,
  experimentUnlisted,
  movePyramid,
  overfillAndSignOut,
  select,
  signIn,
  walk,
  walkPyramid,
  writeNote,
} from './steps.js'

useBrowser()

test.runIf(executablePath).each([
  { name: 'with scripts', width: 1280, javaScriptEnabled: true },
  { name: 'without scripts, on a phone', width: 360, javaScriptEnabled: false },
])('everything works $name', { timeout: 120_000 }, async ({ width, javaScriptEnabled }) => {
  const { page, problems } = await open({ viewport: { width, height: 800 }, javaScriptEnabled })
  await walk(page)
  await experiment(page)
  await experimentUnlisted(page)
  await walkPyramid(page)
  expect(problems).toEqual([])

  await overfillAndSignOut(page)
  expect(problems.splice(0).every((problem) => problem.includes('413'))).toBe(true)

  await movePyramid(page)
  expect(await cookieNamed(page, '__Host-session')).toMatchObject({
    httpOnly: true,
    sameSite: 'Lax',
    secure: true,
    path: '/',
  })
  await editCookie(page, '__Host-session', (value) =>
    value.replace(/.(?=...$)/, (old) => (old === '0' ? '1' : '0')),
  )
  await page.goto('/')
  await page.getByRole('alert').getByText('Your cookie was refused').waitFor()
  expect(await page.locator('#refusal').innerText()).toContain('BAD_SIGNATURE')
  expect(problems).toEqual([])
  await page.context().close()
})

test.runIf(executablePath)('a script in a name stays text', async () => {
  const { page, problems } = await open()
  await signIn(page, '<img src=x onerror=alert(1)>')
  await page.locator('.status').getByText('Signed in as <img').waitFor()
  expect(await page.locator('img').count()).toBe(0)
  expect(problems).toEqual([])
  await page.context().close()
})

test.runIf(executablePath)(
  'in two tabs, a form of the session before is refused, and nothing is done',
  async () => {
    const { page } = await open()
    const [other] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'Open a second one' }).click(),
    ])
    await signIn(other, 'Ada')
    await other.getByRole('status').getByText('Welcome, Ada.').waitFor()
    await button(page, 'Add Ink').click()
    await page.getByRole('heading', { name: 'This form was not accepted' }).waitFor()
    await page.getByText('you signed in or out in another tab').waitFor()
    await page.getByRole('link', { name: 'Back to the session' }).click()
    await page.locator('.status').getByText('Signed in as Ada').waitFor()
    expect(await page.locator('#cart').innerText()).toContain('Empty')
    await page.context().close()
  },
)

describe('times', () => {
  /** The first of the list, its zone, and what it is in seconds. */
  async function created(page: Page): Promise<[text: string, zone: string, seconds: number]> {
    const [text, zone] = [page.locator('#times time').first(), page.locator('.zone').first()]
    const seconds = await page.locator('#times code').first().innerText()
    return [await text.innerText(), await zone.innerText(), Math.floor(Number(seconds))]
  }

  const after = (seconds: number): string =>
    new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')

  test.runIf(executablePath)('are in UTC without scripts', async () => {
    const { page } = await open({ javaScriptEnabled: false })
    await page.reload()
    const [text, zone, seconds] = await created(page)
    expect([text, zone]).toEqual([after(seconds), 'UTC'])
    await page.context().close()
  })

  test.runIf(executablePath)('are in the zone of who looks', async () => {
    const { page } = await open({ timezoneId: 'Asia/Tokyo' })
    await signIn(page, 'Ada')
    const [text, zone, seconds] = await created(page)
    expect([text, zone]).toEqual([after(seconds + 9 * 3600), 'Asia/Tokyo'])
    // Clocks are read one after the other, where a second may end between them.
    const near = Array.from({ length: 21 }, (_, at) =>
      after(seconds + 9 * 3600 + at - 10).slice(11),
    )
    expect(near).toContain(await page.locator('#events time').innerText())
    await page.context().close()
  })
})

describe('the focus', () => {
  const focused = (page: Page): Promise<string> =>
    page.evaluate(`(() => {
      const { activeElement } = document
      return activeElement.id || activeElement.getAttribute('aria-label') || activeElement.textContent
    })()`)

  /** Sends forms by the keyboard, each with what has the focus then. */
  async function press(page: Page, steps: readonly (readonly [string, string])[]): Promise<void> {
    for (const [name, then] of steps) {
      const loaded = page.waitForEvent('load')
      await button(page, name).press('Enter')
      await loaded
      await expect.poll(() => focused(page), { message: name }).toBe(then)
      await expect.poll(() => outOfSight(page), { message: name }).toBe(0)
    }
  }

  /** How far what was pressed, and what came of it, is outside of the window. Browsers scroll there with the next frame. */
  async function outOfSight(page: Page): Promise<number> {
    let most = 0
    for (const part of await page.locator('*:focus, [role=status], [role=alert]').all()) {
      const { y, height } = (await part.boundingBox())!
      most = Math.max(most, -y, y + height - 800)
    }
    return most
  }

  test.runIf(executablePath)(
    'stays where the form was, on what was pressed or what took its place',
    async () => {
      const { page } = await open({ viewport: { width: 360, height: 800 } })
      await press(page, [['Sign in', 'name']])
      await page.getByLabel('Name').fill('Ada')
      await press(page, [
        ['Sign in', 'account-title'],
        ['Add Ink', 'Add Ink'],
        ['Add Papyrus', 'Add Papyrus'],
        ['Empty', 'cart-title'],
        ['Add note', 'Add note'],
        ['Send two forms at once', 'Send two forms at once'],
        ['Change one character', 'Change one character'],
        ['Sign in elsewhere too', 'Sign in elsewhere too'],
        ['Sign out everywhere', 'everywhere-title'],
        ['Replay the cookie from before sign-out', 'Replay the cookie from before sign-out'],
      ])
      await select(page, 'Pyramid’s')
      await signIn(page, 'Ada')
      await writeNote(page)
      await press(page, [
        ['Count', 'Count'],
        ['Reset', 'Reset'],
        ['Clear', 'notes-title'],
        ['Move from Pyramid’s', 'account-title'],
        ['Sign out', 'account-title'],
      ])
      await page.reload()
      expect(await page.evaluate('document.activeElement === document.body')).toBe(true)
      await page.context().close()
    },
  )

  test.runIf(executablePath)(
    'every control can be reached and seen, the way past the header first',
    async () => {
      const { page } = await open()
      const reached: string[] = []
      for (let presses = 0; presses < 32; presses++) {
        await page.keyboard.press('Tab')
        const focused = await page.evaluate<string | null>(`(() => {
        const element = document.activeElement
        if (element === document.body) return null
        const { outlineStyle, outlineWidth } = getComputedStyle(element)
        return [element.id || element.textContent.trim(), outlineStyle, outlineWidth].join(' ')
      })()`)
        if (focused !== null) reached.push(focused)
      }
      expect(reached[0]).toBe('Skip to the content solid 3px')
      const ids = [
        'cartouche',
        'Session',
        'About',
        'Pyramid’s',
        'Without a revocation list',
        'name',
      ]
      ids.push('Sign in', 'Papyrus', 'note', 'Add note', 'part', 'Change one character')
      for (const id of ids) expect(reached).toContain(`${id} solid 3px`)
      await page.context().close()
    },
  )

  test.runIf(executablePath)('goes past the header by the skip link', async () => {
    const { page } = await open()
    await page.keyboard.press('Tab')
    expect((await page.locator('.skip').boundingBox())!.x).toBeGreaterThanOrEqual(0)
    await page.keyboard.press('Enter')
    expect(await focused(page)).toBe('main')
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Sealed (for new applications)')
    await page.context().close()
  })
})
