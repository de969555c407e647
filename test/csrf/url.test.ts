import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { urlFront } from '../../src/csrf/url.js'
import { python, runPython } from '../support/python.js'

describe('urlFront', () => {
  test.each([
    ['https://example.com', 'https', 'example.com'],
    ['HTTPS://Example.COM:443/a?b#c', 'https', 'Example.COM:443'],
    ['https://example.com@evil.test/', 'https', 'example.com@evil.test'],
    ['https://example.com?@evil.test', 'https', 'example.com'],
    ['https://example.com#@evil.test', 'https', 'example.com'],
    [String.raw`https://example.com\@evil.test`, 'https', String.raw`example.com\@evil.test`],
    ['https:example.com', 'https', ''],
    ['https:/example.com', 'https', ''],
    ['//example.com', '', 'example.com'],
    ['garbage', '', ''],
    ['null', '', ''],
    ['', '', ''],
    [' \u0001https://exam\tple.com', 'https', 'example.com'],
    ['ht_tps://example.com', '', ''],
    ['1https://example.com', '', ''],
    ['https://[::1]:8443/', 'https', '[::1]:8443'],
    ['https://user@[::1]', 'https', 'user@[::1]'],
  ])('%j: %j, %j', (url, scheme, netloc) => {
    expect(urlFront(url)).toEqual({ scheme, netloc })
  })

  test.each([
    'https://[.example.com',
    'https://].example.com',
    'https://[x].example.com',
    'https://[]',
    'https://[[::1]]',
  ])('%s cannot be parsed', (url) => expect(urlFront(url)).toBeUndefined())

  test.skipIf(python === undefined)('Python takes the same front off', async () => {
    const piece = fc.constantFrom(
      'https',
      'http',
      ':',
      '/',
      '//',
      '?',
      '#',
      '@',
      '.',
      'a',
      'B1',
      '-',
    )
    const urls = fc.sample(
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
      2000,
    )
    const found = await runPython(PARSE, JSON.stringify(urls))
    const fronts = urls.map((url) => urlFront(url))
    expect(fronts.map((front) => [front!.scheme, front!.netloc])).toEqual(JSON.parse(found))
  })
})

const PARSE = `
import json, sys
from urllib.parse import urlparse
print(json.dumps([urlparse(url)[:2] for url in json.load(sys.stdin)]))
`
