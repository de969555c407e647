/** What `npm pack` makes of a fresh clone, where nothing was built yet: what users install. */
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** What a clone does not have; `node_modules` it has after `npm ci`. */
const NOT_CLONED = new Set(['.git', 'node_modules', 'dist', 'build', 'coverage', 'oldest'])
/** Milliseconds: it builds and installs, on a machine that does other things as well. */
const TIMEOUT = 300_000

const folder = mkdtempSync(join(tmpdir(), 'cartouche-pack-'))
const project = join(folder, 'project')
const installed = join(project, 'node_modules', packageJson.name)

beforeAll(() => {
  const tarball = pack(clone())
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), '{ "private": true }')
  run(project, 'npm', 'install', '--offline', '--no-audit', '--no-fund', tarball)
}, TIMEOUT)

afterAll(() => rmSync(folder, { recursive: true }))

function clone(): string {
  const copy = join(folder, 'clone')
  cpSync(ROOT, copy, { recursive: true, filter: (path) => !NOT_CLONED.has(basename(path)) })
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

/** The path of the one tarball that is made. */
function pack(from: string): string {
  const to = join(folder, 'packed')
  mkdirSync(to)
  run(from, 'npm', 'pack', '--pack-destination', to)
  const tarballs = readdirSync(to)
  expect(tarballs).toHaveLength(1)
  return join(to, tarballs[0]!)
}

function run(cwd: string, program: string, ...args: readonly string[]): string {
  return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

/** The files below a folder, as paths from there with `/`. */
function filesIn(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(root, path)).isFile())
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted()
}

/** What is imported by a subpath that `exports` names: './node' is 'cartouche/node'. */
const specifiers = Object.keys(packageJson.exports).map((path) => packageJson.name + path.slice(1))
/** Those that are more than types, or a file of JSON. */
const modules = specifiers.filter(
  (specifier) => 'node' in Object(packageJson.exports[pathOf(specifier)]),
)

/** Those that need a package of the application's: Node has no XSalsa20. */
const NEEDY = modules.filter((specifier) => /\/(?:secure-session|nacl)$/.test(specifier))

const exportsOf = (specifier: string): string[] => {
  const program = `console.log(JSON.stringify(Object.keys(await import('${specifier}'))))`
  const printed = run(project, process.execPath, '--input-type=module', '-e', program)
  return (JSON.parse(printed) as string[]).toSorted()
}

async function expectImported(specifier: string): Promise<void> {
  const entry = packageJson.exports[pathOf(specifier)] as { default: string }
  const source = entry.default.replace('./dist/', '../../src/').replace(/\.js$/, '.ts')
  expect(exportsOf(specifier)).toEqual(Object.keys(await import(source)).toSorted())
}

function expectRequired(specifier: string): void {
  const program = `import('${specifier}').then((m) => console.log(require('${specifier}') === m))`
  expect(run(project, process.execPath, '-e', program)).toBe('true\n')
}

describe('the installed package', () => {
  const alone = modules.filter((specifier) => !NEEDY.includes(specifier))

  test.each(alone)('%s is imported, and exports what the source does', expectImported)

  test.each(alone)('%s is there for require, which gets the same', expectRequired)

  test.each(NEEDY)('%s says which package it needs', (specifier) => {
    expect(() => exportsOf(specifier)).toThrow(/Cannot find package '@noble\/ciphers'/)
  })

  test('package.json is there for require', () => {
    const program = `console.log(require('${packageJson.name}/package.json').version)`
    expect(run(project, process.execPath, '-e', program).trim()).toBe(packageJson.version)
  })

  test('a session goes from request to request', () => {
    expect(run(project, process.execPath, '--input-type=module', '-e', SESSION)).toBe('7\n')
  })

  test('nothing else was installed', () => {
    const names = readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'))
    expect(names).toEqual([packageJson.name])
  })

  test('every file that exports names is in it', () => {
    const targets = Object.values(packageJson.exports).flatMap((entry) =>
      typeof entry === 'string' ? [entry] : Object.values(entry),
    )
    for (const target of targets) expect(statSync(join(installed, target)).isFile()).toBe(true)
  })

  test('it holds what was built, the docs, and nothing else', () => {
    const sources = filesIn(join(ROOT, 'src')).filter((file) => !file.startsWith('inspector/'))
    const built = sources.flatMap((file) => {
      const name = `dist/${file.replace(/\.ts$/, '')}`
      return [`${name}.js`, `${name}.d.ts`]
    })
    const inspector = ['index.html', 'inspector.js', 'style.css']
    built.push(...inspector.map((file) => `dist/inspector/${file}`))
    // But for pictures.
    const pages = filesIn(join(ROOT, 'docs')).filter((file) => !file.endsWith('.png'))
    const docs = pages.map((file) => `docs/${file}`)
    const top = ['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'package.json']
    const others = filesIn(installed).filter((file) => !file.startsWith('dist/bundle/'))
    expect(others).toEqual([...built, ...docs, ...top].toSorted())
  })

  test('the bundles are the entry points and what they share', () => {
    const entries = modules.map((specifier) => bundleOf(specifier))
    const bundles = filesIn(join(installed, 'dist/bundle'))
      .filter((file) => !file.startsWith('cli/'))
      .map((file) => `./dist/bundle/${file}`)
    const shared = /^\.\/dist\/bundle\/shared-[a-z0-9-]+\.js$/
    const ofStores = bundles.filter((file) => shared.test(file))
    expect(ofStores).toContain('./dist/bundle/shared-sql.js')
    expect(bundles.filter((file) => !ofStores.includes(file))).toEqual(
      [...entries, './dist/bundle/core.js'].toSorted(),
    )
  })

  test('npx runs the command line, alone', () => {
    expect(run(project, 'npx', '--offline', packageJson.name, '--version')).toBe(
      `${packageJson.version}\n`,
    )
    const key = run(project, 'npx', '--offline', packageJson.name, 'keygen').trim()
    const sign = ['sign', '{"a":1}', '--format', 'nacl', '--secret', '0'.repeat(64)]
    // Its cipher is in no Node: it comes with the command line.
    expect(run(project, 'npx', '--offline', packageJson.name, ...sign)).toMatch(
      /^session=[\w-]+\n$/,
    )
    expect(key).toMatch(/^[\w-]{43}$/)
  })

  test('the licences of what the command line has of others are in it', () => {
    const bundled = filesIn(join(installed, 'dist/bundle/cli')).map((file) =>
      readFileSync(join(installed, 'dist/bundle/cli', file), 'utf8'),
    )
    expect(bundled.join('')).toContain('noble-ciphers - MIT License (c)')
  })

  test('no file of it names a path of the machine where it was made', () => {
    for (const file of filesIn(installed)) {
      const text = readFileSync(join(installed, file), 'utf8')
      expect(text.includes(ROOT) || text.includes(folder), file).toBe(false)
    }
  })
})

type Subpath = keyof typeof packageJson.exports

function pathOf(specifier: string): Subpath {
  return `.${specifier.slice(packageJson.name.length)}` as Subpath
}

function bundleOf(specifier: string): string {
  return (packageJson.exports[pathOf(specifier)] as { node: string }).node
}

const SESSION = `
import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
const factory = unencryptedCookieSessionFactoryConfig('seekrit')
const { session, commit } = factory.open()
session.set('userId', 7)
const [[, cookie]] = commit()
console.log(factory.open(cookie.split(';', 1)[0]).session.get('userId'))
`

describe('beside the packages that it may need', () => {
  beforeAll(() => {
    mkdirSync(join(folder, 'node_modules'))
    symlinkSync(join(ROOT, 'node_modules/@noble'), join(folder, 'node_modules/@noble'))
  })

  test.each(NEEDY)('%s is imported, and exports what the source does', expectImported)

  test.each(NEEDY)('%s is there for require, which gets the same', expectRequired)
})
