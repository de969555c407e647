/** Of every recorded cookie browsers are told what Node is told, with what they have in place of Node's functions. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runtimePlugin } from '../../../scripts/inspector-runtime.js'
import * as native from '../../../src/inspect/index.js'
import { grouped, readSamples } from '../../inspect/samples.js'

const folder = mkdtempSync(join(tmpdir(), 'cartouche-inspector-'))
let web: typeof native

beforeAll(async () => {
  const outfile = join(folder, 'inspect.mjs')
  await build({
    entryPoints: [fileURLToPath(new URL('../../../src/inspect/index.ts', import.meta.url))],
    outfile,
    bundle: true,
    keepNames: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    plugins: [runtimePlugin],
    logLevel: 'warning',
  })
  web = (await import(outfile)) as typeof native
})

afterAll(() => rmSync(folder, { recursive: true }))

/** Of a source: all would take minutes, as JavaScript derives keys slowly. */
const MOST = 12

/** Without classes, of which each has its own: Buffers and those of pickles. */
function told(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return [...value]
  if (value instanceof Map || value instanceof Set) return [...(value as Set<unknown>)].map(told)
  if (Array.isArray(value)) return value.map(told)
  if (value instanceof Date) return value.getTime()
  return [value.constructor?.name, Object.entries(value).map(([key, item]) => [key, told(item)])]
}

const samples = [
  ...grouped(readSamples(), ({ source, format }) => `${source} ${format}`).values(),
].flatMap((group) => group.filter((_, index) => index % Math.ceil(group.length / MOST) === 0))

test('there are recordings of many formats', () => {
  expect(new Set(samples.map(({ format }) => format)).size).toBeGreaterThan(20)
})

test('with their secrets', { timeout: 240_000 }, () => {
  for (const { source, name, text, cookieName, also, secrets, now } of samples) {
    const input = { text, cookieName, also, secrets, now }
    expect(told(web.inspectCookie(input)), `${source}, ${name}`).toEqual(
      told(native.inspectCookie(input)),
    )
  }
})

test('with a character that is another, and without a secret', { timeout: 240_000 }, () => {
  for (const { source, name, text, cookieName, also, secrets, now } of samples) {
    const at = Math.floor(text.length / 3)
    const changed = text.slice(0, at) + (text[at] === 'a' ? 'b' : 'a') + text.slice(at + 1)
    for (const input of [
      { text: changed, cookieName, also, secrets, now },
      { text, cookieName, also, now },
    ]) {
      expect(told(web.inspectCookie(input)), `${source}, ${name}`).toEqual(
        told(native.inspectCookie(input)),
      )
    }
  }
})
