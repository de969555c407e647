import { describe, expect, test } from 'vitest'
import { filesOfSealed, measureBundles } from '../../bench/resources/bundle.js'

/** How much more than what was written down here is no loss yet. */
const TOLERANCE = 0.03

describe('what a bundler makes of an application, minified and gzipped', () => {
  const sizes = new Map(measureBundles().rows.map(({ name, figures }) => [name, figures['gzip']]))

  test.each([
    ['cartouche/express', 15_110],
    ['cartouche/node', 15_152],
    ['cartouche/fetch', 11_130],
    ['cartouche/pickle', 40_319],
    ['sealedCookieSessionFactory', 28_642],
    ['sealedCookieSessionFactory + cartouche/fetch', 37_546],
    ['signedCookieSessionFactory + cartouche/express', 41_173],
    ['signedCookieSessionFactory + cartouche/fetch', 40_211],
    ['unencryptedCookieSessionFactoryConfig + cartouche/express', 68_578],
    ['unencryptedCookieSessionFactoryConfig + cartouche/fetch', 67_589],
  ])('%s: little more than %i bytes', (name, bytes) => {
    expect(sizes.get(name)).toBeLessThanOrEqual(bytes * (1 + TOLERANCE))
  })
})

test('who takes the sealed factory gets neither pickles nor Pyramid’s formats and JSON', () => {
  const files = filesOfSealed()
  expect(files).toContain('dist/formats/sealed.js')
  // Not the limits, nor what holds numbers to them: sealed Maps have these too.
  const pyramids =
    /dist\/(?:pickle\/(?!limits|collisions)|serializers\/(?!modern)|formats\/(?:pyramid|shared-(?:python|triple)))/
  expect(files.filter((file) => pyramids.test(file))).toEqual([])
})
