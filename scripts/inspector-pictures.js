// Takes the pictures of docs/inspector.md: `npm run docs:inspector`. Needs Debian's chromium, or CHROMIUM with its path.
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const FOLDER = new URL('../dist/inspector/', import.meta.url)
const PICTURES = fileURLToPath(new URL('../docs/inspector/', import.meta.url))
const TYPES = { html: 'text/html', js: 'text/javascript', css: 'text/css' }

/** Each: what is tried, how wide, which colours, and how much of the page is shown. */
const SHOTS = [
  { name: 'light', example: 'Pyramid, pickle', width: 1280, height: 1500, colorScheme: 'light' },
  { name: 'dark', example: 'Sealed', width: 1280, height: 1500, colorScheme: 'dark' },
  { name: 'pickle', example: 'Pyramid, pickle', width: 1280, height: 600, colorScheme: 'light' },
  { name: 'edit', example: 'Flask', width: 1280, height: 1250, colorScheme: 'light' },
  { name: 'phone', example: 'Flask', width: 360, height: 1100, colorScheme: 'light' },
]
/** Pixels for a pixel of the page: small files, and still to be read. */
const SCALE = 0.75

const server = createServer(async ({ url = '/' }, res) => {
  const file = url === '/' ? 'index.html' : url.slice(1)
  res.setHeader('Content-Type', `${TYPES[file.split('.').at(-1)]}; charset=utf-8`)
  res.end(await readFile(new URL(file, FOLDER)))
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})

/** What is done on the page before the picture is taken. */
const DEEDS = {
  light: (page) => page.getByRole('button', { name: /^Edit visits/ }).hover(),
  dark: (page) => page.getByRole('button', { name: /^Edit cart\[1\] item/ }).hover(),
  pickle: async (page) => {
    await page.getByRole('button', { name: '⇤ Start' }).click()
    for (let steps = 0; steps < 9; steps++) {
      await page.getByRole('button', { name: 'Step →' }).click()
    }
    await page.locator('.stepper').evaluate((row) => row.closest('section').scrollIntoView())
  },
  phone: (page) => page.locator('#result').evaluate((result) => result.scrollIntoView()),
  edit: async (page) => {
    await page.getByRole('button', { name: /^Edit +user/ }).click()
    await page.getByLabel('user, as JSON').fill('"grace"')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('button', { name: 'Change it' }).click()
    await page.locator('.halves').evaluate((halves) => halves.scrollIntoView())
  },
}

for (const { name, example, width, height, colorScheme } of SHOTS) {
  const deviceScaleFactor = width < 400 ? 1 : SCALE
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme,
    deviceScaleFactor,
  })
  await page.goto(`http://127.0.0.1:${server.address().port}/`)
  await page.getByRole('button', { name: example, exact: true }).click()
  await DEEDS[name]?.(page)
  await page.screenshot({ path: `${PICTURES}${name}.png` })
  await page.close()
}
await browser.close()
server.close()
