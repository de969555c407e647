/** What every folder of examples/ has; `npm run test:examples` runs them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import oldest from '../../examples/oldest.json' with { type: 'json' }

const root = new URL('../../examples/', import.meta.url)
const names = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

interface PackageJson {
  readonly private: boolean
  readonly scripts: Readonly<Record<string, string>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

test('there are some', () => expect(names.length).toBeGreaterThan(4))

describe.each(names)('examples/%s', (name) => {
  const own = JSON.parse(read(`${name}/package.json`)) as PackageJson

  test('is private, starts, and uses the package as it is here', () => {
    expect(own.private).toBe(true)
    expect(own.scripts['start']).toBeDefined()
    expect(own.dependencies['cartouche']).toBe('file:../..')
  })

  test('names exact versions', () => {
    const { cartouche: _, ...others } = own.dependencies
    const versions = Object.values({ ...others, ...own.devDependencies })
    expect(
      versions.filter((version) => !/^(?:npm:.+@)?\d+\.\d+\.\d+[\w.-]*$/.test(version)),
    ).toEqual([])
  })

  const locks = name in oldest ? ['.', 'contract/oldest'] : ['.']
  test.each(locks)('has a lock file without addresses of a registry in %s', (folder) => {
    const lock = read(`${name}/${folder}/package-lock.json`)
    expect(lock).not.toMatch(/"resolved": "(?!\.\.\/\.\.")/)
    expect(lock).toContain('"resolved": "../.."')
  })

  test('says what it is, and how it is started', () => {
    expect(existsSync(new URL(`${name}/README.md`, root))).toBe(true)
    expect(read(`${name}/README.md`)).toContain('SESSION_KEY=')
  })
})
