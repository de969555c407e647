import { describe, expect, test } from 'vitest'
import { filesOfSealed, measureBundles } from '../../bench/resources/bundle.js'

/** How much more than what was written down here is no loss yet. */
const TOLERANCE = 0.03

describe('what a bundler makes of an application, minified and gzipped', () => {
  const sizes = new Map(measureBundles().rows.map(({ name, figures }) => [name, figures['gzip']]))

  test.each([
    ['cartouche/express', 13_609],
    ['cartouche/node', 13_616],
    ['cartouche/fetch', 9_975],
    ['cartouche/pickle', 39_103],
    ['sealedCookieSessionFactory', 27_326],
    ['sealedCookieSessionFactory + cartouche/fetch', 34_924],
    ['signedCookieSessionFactory + cartouche/express', 36_885],
    ['signedCookieSessionFactory + cartouche/fetch', 36_817],
    ['unencryptedCookieSessionFactoryConfig + cartouche/express', 62_575],
    ['unencryptedCookieSessionFactoryConfig + cartouche/fetch', 63_311],
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
