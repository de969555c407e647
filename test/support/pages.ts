/** What goes wrong on a page that a browser shows. */
import type { Page } from 'playwright-core'

/** Lists, from now on, what the page says on its console and the errors that nothing caught. */
export function problemsOn(page: Page): string[] {
  const problems: string[] = []
  page.on('console', (message) => {
    // Chromium informs that it gave no focus, where a quick hand was on the page before it.
    if (message.type() !== 'info') problems.push(`${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => problems.push(String(error)))
  return problems
}
