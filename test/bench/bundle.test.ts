import { describe, expect, test } from 'vitest'
import { filesOfSealed, measureBundles } from '../../bench/resources/bundle.js'

/** How much more than what was written down here is no loss yet. */
const TOLERANCE = 0.03

describe('what a bundler makes of an application, minified and gzipped', () => {
  const sizes = new Map(measureBundles().rows.map(({ name, figures }) => [name, figures['gzip']]))

  test.each([
    ['cartouche/express', 9211],
    ['cartouche/node', 9349],
    ['cartouche/fetch', 7267],
    ['cartouche/pickle', 37_539],
    ['sealedCookieSessionFactory', 18_438],
    ['sealedCookieSessionFactory + cartouche/fetch', 24_106],
    ['signedCookieSessionFactory + cartouche/express', 25_458],
    ['signedCookieSessionFactory + cartouche/fetch', 27_308],
    ['unencryptedCookieSessionFactoryConfig + cartouche/express', 52_854],
    ['unencryptedCookieSessionFactoryConfig + cartouche/fetch', 54_643],
  ])('%s: little more than %i bytes', (name, bytes) => {
    expect(sizes.get(name)).toBeLessThanOrEqual(bytes * (1 + TOLERANCE))
  })
})

test('who takes the sealed factory gets neither pickles nor Pyramid’s formats and JSON', () => {
  const files = filesOfSealed()
  expect(files).toContain('dist/formats/sealed.js')
  const pyramids =
    /dist\/(?:pickle|serializers\/(?!modern)|formats\/(?:pyramid|shared-(?:python|triple)))/
  expect(files.filter((file) => pyramids.test(file))).toEqual([])
})
