/** The clients of stores are what their stores take: checked by the compiler. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, expectTypeOf, test } from 'vitest'
import type { Storage, StorageValue } from 'unstorage'
import type { MemoryStore } from '../../src/stores/memory.js'
import type { SessionStore } from '../../src/stores/shared-store.js'
import type { UnstorageLike } from '../../src/stores/unstorage.js'
import { typeTest } from '../support/type-test.js'

const root = new URL('../../', import.meta.url)
const folder = new URL('build/store-types/', root)

beforeAll(() => void mkdirSync(folder, { recursive: true }))
afterAll(() => rmSync(folder, { recursive: true }))

typeTest('the store in memory is a store', () => {
  expectTypeOf<MemoryStore>().toExtend<SessionStore>()
})

typeTest('a Storage of unstorage is one', () => {
  expectTypeOf<Storage>().toExtend<UnstorageLike>()
  expectTypeOf<Storage<StorageValue>>().toExtend<UnstorageLike>()
  expectTypeOf<Storage<string>>().toExtend<UnstorageLike>()
  expectTypeOf<Map<string, string>>().not.toExtend<UnstorageLike>()
})

const EXPRESS_SESSION = `
import expressSession from 'express-session'
import { expressSessionStore } from 'cartouche/stores/express-session'

expressSessionStore(new expressSession.MemoryStore())
declare const any: expressSession.Store
expressSessionStore(any, {})
// @ts-expect-error -- no store
expressSessionStore(new Map<string, string>())
`

/** By itself, as the types of express-session give all requests a session. */
test('a store of express-session is one', () => {
  const types = (name: string): string[] => [
    new URL(`node_modules/${name}/index.d.ts`, root).pathname,
  ]
  const paths = {
    express: types('@types/express'),
    'express-session': types('types-express-session'),
  }
  const config = {
    extends: '../../tsconfig.base.json',
    compilerOptions: { noEmit: true, rootDir: root.pathname, paths },
    files: ['program.ts'],
  }
  writeFileSync(new URL('program.ts', folder), EXPRESS_SESSION)
  writeFileSync(new URL('tsconfig.json', folder), JSON.stringify(config))
  expect(problems()).toBe('')
})

function problems(): string {
  const tsc = new URL('node_modules/.bin/tsc', root).pathname
  try {
    return execFileSync(tsc, ['-p', '.'], { cwd: folder, encoding: 'utf8' })
  } catch (error) {
    return (error as { stdout: string }).stdout
  }
}
