/** What a person does with the demo in a browser, and what is seen then. */
import type { Cookie, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

export const button = (page: Page, name: string): Locator =>
  page.getByRole('button', { name, exact: true })

export async function signIn(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name').fill(name)
  await button(page, 'Sign in').click()
}

export const select = (page: Page, kind: string): Promise<void> =>
  page.getByRole('link', { name: kind }).click()

export async function writeNote(page: Page): Promise<void> {
  await page.getByLabel('Note').fill('The engine weaves\nalgebraical patterns.')
  await button(page, 'Add note').click()
  await page.getByRole('listitem').getByText('algebraical patterns.').waitFor()
}

/** What applications do. */
export async function walk(page: Page): Promise<void> {
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
  await page.reload()
  expect(await page.getByRole('status').filter({ hasText: 'note' }).count()).toBe(0)
}

const trial = (page: Page): Promise<string> => page.locator('#trial').innerText()

/** What others could do, and what stops them. */
export async function experiment(page: Page): Promise<void> {
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
}

export async function experimentUnlisted(page: Page): Promise<void> {
  await select(page, 'Without a revocation list')
  await signIn(page, 'Ada Lovelace')
  await button(page, 'Sign out').click()
  await button(page, 'Replay the cookie from before sign-out').click()
  expect(await trial(page)).toMatch(/Taken\..*is signed in as Ada Lovelace/)
}

export async function walkPyramid(page: Page): Promise<void> {
  await select(page, 'Pyramid’s')
  await signIn(page, 'Ada Lovelace')
  await button(page, 'Count').click()
  await button(page, 'Count').click()
  expect(await page.locator('#count').innerText()).toBe('2')
  await writeNote(page)
  await button(page, 'Change one character').click()
  expect(await trial(page)).toContain('BAD_SIGNATURE')
}

export async function overfillAndSignOut(page: Page): Promise<void> {
  await button(page, 'Overfill').click()
  await page.getByRole('heading', { name: 'That does not fit into the cookie' }).waitFor()
  await page.getByRole('link', { name: 'Back to the session' }).click()
  await page.locator('.status').getByText('Signed in as Ada Lovelace').waitFor()
  await button(page, 'Sign out').click()
  await page.locator('.status').getByText('Not signed in').waitFor()
  expect(await page.locator('#count').innerText()).toBe('0')
}

export async function movePyramid(page: Page): Promise<void> {
  await signIn(page, 'Grace')
  await button(page, 'Move from Pyramid’s').click()
  await page.getByRole('status').getByText('Your session has moved').waitFor()
  expect(await page.locator('#session-subject').innerText()).toBe('Grace')
  expect(await page.locator('#events').innerText()).toContain('legacy-format')
  expect(await cookieNamed(page, 'session')).toBeUndefined()
}

export async function cookieNamed(page: Page, name: string): Promise<Cookie | undefined> {
  const cookies = await page.context().cookies()
  return cookies.find((cookie) => cookie.name === name)
}

/** Changes a cookie as with the developer tools. */
export async function editCookie(
  page: Page,
  name: string,
  edit: (value: string) => string,
): Promise<void> {
  const cookie = (await cookieNamed(page, name))!
  await page.context().addCookies([{ ...cookie, value: edit(cookie.value) }])
}
