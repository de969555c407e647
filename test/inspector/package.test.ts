/** What the package has of the inspector: few files, small, and none that could send anything. */
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { FILES, FOLDER } from './serve.js'

const MOST = 200 * 1024 // bytes, gzipped

const contents = FILES.map((file) => readFileSync(FOLDER + file))

test('it is these files, and no others', () => {
  expect(readdirSync(FOLDER).toSorted()).toEqual([...FILES].toSorted())
})

test('it is small enough', () => {
  const sizes = contents.map((content) => gzipSync(content, { level: 9 }).length)
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(MOST)
})

test('its policy forbids all that is not its own files', () => {
  const [policy] = /(?<=http-equiv="Content-Security-Policy"\s+content=")[^"]+/.exec(
    String(contents[0]),
  )!
  const directives = Object.fromEntries(
    policy.split('; ').map((directive) => {
      const [name, ...values] = directive.split(' ')
      return [name, values.join(' ')]
    }),
  )
  expect(directives).toEqual({
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': 'data:',
    'connect-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'require-trusted-types-for': "'script'",
    'trusted-types': "'none'",
  })
})

test('it asks for nothing of elsewhere', () => {
  const [page, script, style] = contents.map(String) as [string, string, string]
  expect([...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address)).toEqual([
    'data:,',
    'style.css',
    'inspector.js',
    '#result',
  ])
  expect(style).not.toMatch(/@import|url\(/)
  expect(script).not.toMatch(
    /\bfetch\(|XMLHttpRequest|sendBeacon|WebSocket|EventSource|importScripts/,
  )
  expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write/)
})
