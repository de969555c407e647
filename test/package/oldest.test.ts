/** That the oldest versions which are promised are among those that the contract of bindings runs with. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import nitroLock from '../../examples/nitro/package-lock.json' with { type: 'json' }
import oldest from '../../examples/oldest.json' with { type: 'json' }
import packageJson from '../../package.json' with { type: 'json' }

/** Those of test/, as 'koa@3.0.0': `"koa-oldest": "npm:koa@3.0.0"`; of some the newest is the only one. */
const beside = Object.entries(packageJson.devDependencies).map(([name, version]) =>
  name.endsWith('-oldest') ? version.replace('npm:', '') : `${name}@${version}`,
)

const inOldest = Object.values(oldest).flatMap((versions) =>
  Object.entries(versions).map(([name, version]) => `${name}@${version}`),
)

/** Of Nitro there is no newer 3, so its example is its oldest; the h3 that it brings is the oldest h3 2. */
const { 'node_modules/nitro': nitro, 'node_modules/h3': h3 } = nitroLock.packages
const tested = [...beside, ...inOldest, `nitro@${nitro.version}`, `h3@${h3.version}`]

/** What a range begins with: '>=4.18' with 4.18.0. */
function beginningOf(range: string): string {
  const [, numbers, prerelease = ''] = /^(?:>=|\^)([\d.]+)(-[\w.]+)?$/.exec(range)!
  return [...numbers!.split('.'), '0', '0'].slice(0, 3).join('.') + prerelease
}

const ranges = Object.entries(packageJson.peerDependencies).flatMap(([name, range]) =>
  range.split(' || ').map((part) => [name, part] as const),
)
test.each(ranges)('%s %s begins with a version that is tested', (name, range) => {
  expect(tested).toContain(`${name}@${beginningOf(range)}`)
})

test('so do those that only the README promises: Nuxt and Nitro', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  const promised = [...readme.matchAll(/\b(Nuxt|Nitro) (\d+)/g)].map(
    ([, name, number]) => `${name!.toLowerCase()}@${number}.0.0`,
  )
  expect(promised).toHaveLength(2)
  expect(tested).toEqual(expect.arrayContaining(promised))
})
