/** What the README says and other tests do not ask: its two programs, and the numbers of its table. */
import { spawn, spawnSync } from 'node:child_process'
import type { SpawnOptions } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  cookieSessionFactory,
  generateKey,
  sealedCookieSessionFactory,
  signedCookieSessionFactory,
  signedFormat,
  storedSessionFactory,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { SessionFactory, StoredSessionFactory } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'

const root = new URL('../../', import.meta.url)
const folder = new URL('build/readme/', root)
const readme = readFileSync(new URL('README.md', root), 'utf8')

test('it has at most 250 lines', () => {
  expect(readme.split('\n').length).toBeLessThanOrEqual(250)
})

const programs = Array.from(readme.matchAll(/^```js\n(.*?)^```$/gms), ([, code]) => code!)
const [variable, says] = [
  ['SESSION_KEY', 'SESSION_SECRET'],
  ['Set SESSION_KEY to what `npx cartouche keygen` prints', 'Set SESSION_SECRET to the secret'],
]

describe.each([0, 1])('its program %i', (index) => {
  const file = `app-${index}.mjs`
  const env = { ...process.env, SESSION_KEY: '', SESSION_SECRET: '', PORT: '0' }

  beforeAll(() => {
    mkdirSync(folder, { recursive: true })
    writeFileSync(new URL(file, folder), programs[index]!)
  })

  test('has ten lines, but for empty ones and imports', () => {
    const lines = programs[index]!.split('\n').filter((line) => !/^(?:import .*)?$/.test(line))
    expect(lines.length).toBeLessThanOrEqual(10)
  })

  test('says what is missing', () => {
    const { status, stderr } = spawnSync(process.execPath, [file], { cwd: folder, env })
    expect(status).toBe(1)
    expect(String(stderr)).toContain(says![index])
  })

  test('has a session', async () => {
    const key = randomBytes(32).toString('base64url')
    const options: SpawnOptions = { cwd: folder, env: { ...env, [variable![index]!]: key } }
    const server = spawn(process.execPath, ['--input-type=module', '-e', onAnyPort(file)], options)
    try {
      const [line] = (await once(server.stdout!, 'data')) as [Buffer]
      const address = String(line).trim()
      const first = await fetch(address)
      expect(await first.text()).toBe(index === 0 ? 'Visit 1' : 'Hello stranger, visit 1')
      const cookie = first.headers.getSetCookie()[0]?.split(';')[0] ?? ''
      const second = await fetch(address, { headers: { cookie } })
      expect(await second.text()).toBe(index === 0 ? 'Visit 2' : 'Hello stranger, visit 2')
    } finally {
      server.kill()
    }
  })
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the program, and tells of the port that the system chose in place of the one that it prints. */
const onAnyPort = (file: string): string => `
  import { Server } from 'node:http'
  const { listen } = Server.prototype
  Server.prototype.listen = function (port) {
    return listen.call(this, port, () => console.log('http://localhost:' + this.address().port))
  }
  await import('./${file}')`

const DATA = { user_id: 7, name: 'Ada', roles: ['admin', 'editor'] }

/** By the row: the factory, and its row in the first table of docs/benchmarks.md. */
const ROWS: Readonly<
  Record<string, readonly [SessionFactory | StoredSessionFactory, string | undefined]>
> = {
  'sealedCookieSessionFactory(keys)': [
    sealedCookieSessionFactory(generateKey()),
    'cartouche: sealed',
  ],
  'storedSessionFactory(store, keys)': [
    storedSessionFactory(memoryStore(), generateKey()),
    undefined,
  ],
  'cookieSessionFactory(signedFormat(keys))': [
    cookieSessionFactory(signedFormat(generateKey())),
    'cartouche: signed',
  ],
  'signedCookieSessionFactory(secret)': [
    signedCookieSessionFactory(generateKey()),
    'cartouche: SHA-512, JSON',
  ],
  'unencryptedCookieSessionFactoryConfig(secret)': [
    unencryptedCookieSessionFactoryConfig(generateKey()),
    'cartouche: SHA-1 hex, pickle',
  ],
}

const benchmarks = readFileSync(new URL('docs/benchmarks.md', root), 'utf8')

const cellsOf = (text: string, row: string): string[] => {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`| ${row} `))
  return line?.split('|').map((cell) => cell.trim()) ?? []
}

test.each(Object.entries(ROWS))('%s: bytes and speed', async (row, [factory, benchmark]) => {
  const cells = cellsOf(readme, `\`${row}\``)
  const open = factory.open()
  await open.load?.()
  open.session.update(DATA)
  const [[, line] = []] = await open.commit()
  // Times in Pyramid's cookies have fewer digits in one of ten, and of ten: a character or four.
  expect(Math.abs(/=([^;]*)/.exec(line!)![1]!.length - Number(cells[5]))).toBeLessThanOrEqual(4)
  // Reading 1 KB is the second column of that table.
  expect(cells[6]).toBe(benchmark === undefined ? '' : cellsOf(benchmarks, benchmark)[3])
})
