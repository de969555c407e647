import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { sealedCookieSessionFactory } from '../../src/index.js'
import { run, temporaryFolder } from './run.js'

const folder = temporaryFolder()
afterAll(folder.remove)

describe('keygen', () => {
  test('makes a key that the sealed factory takes, another one each time', async () => {
    const [one, other] = await Promise.all([run(['keygen']), run(['keygen'])])
    expect(one).toEqual({ status: 0, stdout: expect.stringMatching(/^[\w-]{43}\n$/), stderr: '' })
    expect(other.stdout).not.toBe(one.stdout)
    expect(() => sealedCookieSessionFactory(one.stdout.trim())).not.toThrow()
  })

  test.each([
    [['--bytes', '64', '--encoding', 'hex'], /^[\da-f]{128}\n$/],
    [['--bytes', '16', '--encoding', 'base64'], /^[\w+/]{22}==\n$/],
    [['--bytes=1024'], /^[\w-]{1366}\n$/],
  ])('%j', async (args, pattern) => {
    const { status, stdout } = await run(['keygen', ...args])
    expect([status, pattern.test(stdout)]).toEqual([0, true])
  })

  test.each(['15', '1025', '32.5', 'many', '-32'])('--bytes=%s is refused', async (bytes) => {
    const { status, stderr } = await run(['keygen', `--bytes=${bytes}`])
    expect([status, stderr]).toEqual([
      2,
      'cartouche keygen: --bytes is a whole number from 16 to 1024. See cartouche keygen --help\n',
    ])
  })

  test('--out writes a file that its owner alone may read, and shows nothing', async () => {
    expect(await run(['keygen', '--out', 'own.key'], { cwd: folder.path })).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    })
    const path = join(folder.path, 'own.key')
    expect(readFileSync(path, 'utf8')).toMatch(/^[\w-]{43}\n$/)
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  test.each([
    ['missing/own.key', 'its folder is missing: make that first'],
    ['file/own.key', 'what should be its folder is a file: choose another name'],
  ])('--out %s: says what to do', async (path, problem) => {
    writeFileSync(join(folder.path, 'file'), '')
    expect(await run(['keygen', '--out', path], { cwd: folder.path })).toEqual({
      status: 2,
      stdout: '',
      stderr: `cartouche keygen: ${path} cannot be written: ${problem}\n`,
    })
  })

  test('--out leaves a file that is there as it is', async () => {
    await run(['keygen', '--out', 'kept.key'], { cwd: folder.path })
    const before = readFileSync(join(folder.path, 'kept.key'), 'utf8')
    const { status, stderr } = await run(['keygen', '--out', 'kept.key'], { cwd: folder.path })
    expect([status, stderr]).toEqual([
      2,
      'cartouche keygen: kept.key cannot be written: it is there already: choose another name\n',
    ])
    expect(readFileSync(join(folder.path, 'kept.key'), 'utf8')).toBe(before)
  })
})
