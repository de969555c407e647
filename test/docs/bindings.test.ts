/** `docs/bindings.md` tells what the contract of bindings holds, and all bindings have joined it. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SUBJECTS } from '../contracts/binding/index.js'
import { JOINED } from '../contracts/binding/joined.js'
import { withTable } from '../contracts/binding/table.js'

const root = new URL('../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')
const filesIn = (folder: string): string[] =>
  readdirSync(new URL(folder, root)).filter((name) => name.endsWith('.ts'))

/** Of those that are installed below examples/ only. */
const frameworkTests = (): string[] =>
  readdirSync(new URL('examples/', root))
    .map((name) => `examples/${name}/contract`)
    .filter((folder) => existsSync(new URL(folder, root)))
    .flatMap((folder) => filesIn(folder).map((name) => `${folder}/${name}`))
    .filter((path) => path.endsWith('.framework.ts'))

const page = read('docs/bindings.md')
const sentences = Object.values(SUBJECTS).flatMap((behaviours) => Object.keys(behaviours))

describe('the table', () => {
  test('is that of the contract and of the bindings that joined: else npm run docs:bindings', () => {
    expect(page).toBe(withTable(page))
  })

  test('has a row for each behaviour, and a column for each binding', () => {
    const rows = page
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) => line.split(' | ').map((cell) => cell.replace(/^\||\|$/g, '').trim()))
    const [columns, rule, ...others] = rows
    expect(columns).toEqual(['', ...Object.keys(JOINED)])
    expect(rule).toHaveLength(columns!.length)
    const found = others.map(([sentence]) => sentence!).filter((cell) => !cell.startsWith('**'))
    expect(found).toEqual(sentences)
  })

  test('has more than forty behaviours, and none twice', () => {
    expect(sentences.length).toBeGreaterThanOrEqual(40)
    expect(new Set(sentences).size).toBe(sentences.length)
  })
})

describe('the bindings', () => {
  const joining = [
    ...filesIn('test/bindings').map((name) => `test/bindings/${name}`),
    ...frameworkTests(),
  ]
    .map((path) => [basename(path), read(path)] as const)
    .filter(([, source]) => source.includes('bindingContract('))

  test('every file of src/bindings/ has a test that joins', () => {
    const files = filesIn('src/bindings').filter((name) => !name.startsWith('shared'))
    const isPart = (name: string): boolean =>
      files.some((other) => name.startsWith(other.replace('.ts', '-')))
    const bindings = files.filter((name) => !isPart(name))
    const joined = joining.map(([name]) => name.replace(/\.(?:test|framework)\.ts$/, '.ts'))
    expect(bindings.filter((name) => !joined.includes(name))).toEqual([])
    expect(bindings.length).toBeGreaterThan(0)
  })

  test('who joins is in the list, with the traits that are there', () => {
    const calls = joining.flatMap(([, source]) => [
      ...source.matchAll(
        /^bindingContract\(\s*'([^']+)',[^']+?, JOINED(?:\.(\w+)|\['([^']+)'\]),?\s*\)/gm,
      ),
    ])
    const names = calls.map(([, name, dotted, quoted]) => [name!, dotted ?? quoted!])
    const listed = Object.keys(JOINED)
    const own = names.filter(([name, row]) => name === row).map(([name]) => name)
    expect([...new Set(own)].toSorted()).toEqual(listed.toSorted())
    // Other versions have the traits of a row too.
    expect(names.filter(([, row]) => !listed.includes(row!))).toEqual([])
  })
})

describe('the contract runs anywhere', () => {
  const files = filesIn('test/contracts/binding')

  test.each(files)('%s imports nothing but the runner, src/ and its neighbours', (name) => {
    const imports = [...read(`test/contracts/binding/${name}`).matchAll(/^.*from '([^']+)'$/gm)]
    const foreign = imports
      .map(([, from]) => from!)
      .filter((from) => !/^(?:vitest|\.\/[\w-]+\.js|\.\.\/\.\.\/\.\.\/src\/.+\.js)$/.test(from))
    const isOfNode = name.startsWith('node-')
    expect(isOfNode ? foreign.filter((from) => !from.startsWith('node:')) : foreign).toEqual([])
    const neighbours = imports.map(([, from]) => from!).filter((from) => from.startsWith('./node-'))
    expect(isOfNode ? [] : neighbours).toEqual([])
  })

  test.each(files)('%s asks of the runner what a small one has', (name) => {
    const source = read(`test/contracts/binding/${name}`)
    const asked = /^import \{ ([^}]+) \} from 'vitest'$/m.exec(source)?.[1]?.split(', ') ?? []
    const small = ['afterEach', 'describe', 'expect', 'test']
    expect(asked.filter((what) => !small.includes(what))).toEqual([])
  })
})
