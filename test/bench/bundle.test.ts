import { describe, expect, test } from 'vitest'
import { measureBundles } from '../../bench/resources/bundle.js'

describe('what a bundler makes of an application, minified and gzipped', () => {
  const sizes = new Map(measureBundles().rows.map(({ name, figures }) => [name, figures['gzip']]))

  test.each([
    ['cartouche/express', 9],
    ['cartouche/node', 9],
    ['cartouche/fetch', 7],
    ['signedCookieSessionFactory + cartouche/express', 22],
    ['signedCookieSessionFactory + cartouche/fetch', 24],
    ['unencryptedCookieSessionFactoryConfig + cartouche/express', 46],
    ['unencryptedCookieSessionFactoryConfig + cartouche/fetch', 48],
    ['cartouche/pickle', 37],
  ])('%s: at most %i KiB', (name, limit) => {
    expect(sizes.get(name)).toBeLessThanOrEqual(limit * 1024)
  })
})
