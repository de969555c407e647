/**
 * Compiles and runs every `@example` of the doc comments and every TypeScript block of the README
 * and the guides, against the built package as a user has it.
 */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { exampleBlocks, markdownBlocks, withAssertions } from './blocks.js'

const root = new URL('../../', import.meta.url)
const folder = new URL('build/examples/', root)

const blocks = [
  ...exampleBlocks(new URL('src/', root)),
  ...[
    'README.md',
    'docs/csrf.md',
    'docs/security.md',
    'docs/stores.md',
    'docs/coming-from-pyramid.md',
    'docs/moving-off-pyramid.md',
    'docs/testing.md',
    'docs/options.md',
    'docs/dev-page.md',
    'docs/troubleshooting.md',
    'docs/languages.md',
    ...pagesIn('docs/frameworks/'),
    ...pagesIn('docs/guides/'),
    ...pagesIn('docs/languages/'),
  ].flatMap((name) =>
    existsSync(new URL(name, root)) ? markdownBlocks(new URL(name, root), name) : [],
  ),
]

function pagesIn(folder: string): string[] {
  const pages = readdirSync(new URL(folder, root))
  return pages.filter((page) => page.endsWith('.md')).map((page) => folder + page)
}

const nameOf = (index: number): string => `example-${String(index).padStart(3, '0')}`

describe('the code that the documentation shows', () => {
  beforeAll(() => {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    for (const [index, { code }] of blocks.entries()) {
      writeFileSync(new URL(`${nameOf(index)}.ts`, folder), withAssertions(code))
    }
    const config = {
      extends: '../../tsconfig.base.json',
      compilerOptions: {
        rootDir: '.',
        outDir: 'js',
        noUnusedLocals: false,
        noUnusedParameters: false,
      },
      include: ['*.ts'],
    }
    writeFileSync(new URL('tsconfig.json', folder), JSON.stringify(config))
    const failure = failureOf(new URL('node_modules/.bin/tsc', root).pathname, '-p', '.')
    if (failure !== undefined) throw new Error(failure)
  })

  test('there is some', () => expect(blocks.length).toBeGreaterThan(8))

  test.each(blocks.map(({ where }, index) => [where, index] as const))('%s runs', (_, index) => {
    expect(failureOf(process.execPath, `js/${nameOf(index)}.js`)).toBeUndefined()
  })
})

/** What the examples read their secret from. */
const env = {
  ...process.env,
  SESSION_SECRET: randomBytes(64).toString('hex'),
  SESSION_KEY: randomBytes(32).toString('base64url'),
}

/** What a program has printed that failed. */
function failureOf(program: string, ...args: string[]): string | undefined {
  try {
    execFileSync(program, args, { cwd: folder, env, stdio: 'pipe', timeout: 300_000 })
    return undefined
  } catch (error) {
    const { stdout, stderr } = error as { stdout: Buffer; stderr: Buffer }
    return `${stdout}${stderr}`
  }
}
