import { describe, expect, test } from 'vitest'
import { filesOfSealed, measureBundles } from '../../bench/resources/bundle.js'

/** How much more than what was written down here is no loss yet. */
const TOLERANCE = 0.03

describe('what a bundler makes of an application, minified and gzipped', () => {
  const sizes = new Map(measureBundles().rows.map(({ name, figures }) => [name, figures['gzip']]))

  test.each([
    ['cartouche/express', 14_294],
    ['cartouche/node', 14_322],
    ['cartouche/fetch', 10_556],
    ['cartouche/pickle', 40_201],
    ['sealedCookieSessionFactory', 27_665],
    ['sealedCookieSessionFactory + cartouche/fetch', 35_976],
    ['signedCookieSessionFactory + cartouche/express', 39_528],
    ['signedCookieSessionFactory + cartouche/fetch', 38_679],
    ['unencryptedCookieSessionFactoryConfig + cartouche/express', 66_819],
    ['unencryptedCookieSessionFactoryConfig + cartouche/fetch', 65_938],
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
