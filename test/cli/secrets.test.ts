/** Where secrets come from; that none is shown. */
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FLASK } from './cookies.js'
import { run, temporaryFolder } from './run.js'
import { inTerminal, python } from './terminal.js'

const folder = temporaryFolder()
afterAll(folder.remove)

const at = (name: string): string => join(folder.path, name)

beforeAll(() => {
  writeFileSync(at('secret.txt'), `${FLASK.secret}\n`)
  writeFileSync(at('bare.txt'), FLASK.secret)
  writeFileSync(at('windows.txt'), `${FLASK.secret}\r\n`)
  writeFileSync(at('empty.txt'), '\n')
  writeFileSync(at('wrong.txt'), 'another secret, long enough for it')
  writeFileSync(at('cookie.txt'), FLASK.text)
})

const VERIFY = ['verify', '--at', FLASK.at, FLASK.text]

describe('a secret comes from', () => {
  test.each([
    [['--secret-file', 'secret.txt']],
    [['--key-file', 'secret.txt']],
    [['--secret-file', 'bare.txt']],
    [['--secret-file', 'windows.txt']],
    [['--secret-file', 'wrong.txt', '--secret-file', 'secret.txt']],
  ])('%j', async (args) => {
    const { status, stderr } = await run([...VERIFY, ...args], { cwd: folder.path })
    expect([status, stderr]).toEqual([0, ''])
  })

  test.each(['CARTOUCHE_SECRET', 'CARTOUCHE_KEY'])('%s', async (name) => {
    expect((await run(VERIFY, { env: { [name]: FLASK.secret } })).status).toBe(0)
  })

  test.each(['--secret', '--key'])('%s, with a warning that does not repeat it', async (option) => {
    const { status, stdout, stderr } = await run([...VERIFY, option, FLASK.secret])
    expect(status).toBe(0)
    expect(stderr).toMatch(
      /^warning: a secret among the arguments is seen by other users .*--ask\n$/,
    )
    expect(stdout + stderr).not.toContain(FLASK.secret)
  })

  test('an option is heard before the environment', async () => {
    const options = { cwd: folder.path, env: { CARTOUCHE_SECRET: FLASK.secret } }
    expect((await run([...VERIFY, '--secret-file', 'wrong.txt'], options)).status).toBe(1)
  })
})

describe('a file that holds none', () => {
  test.each([
    ['none.txt', 'none.txt cannot be read: there is no such file'],
    ['.', '. cannot be read: it is a folder'],
    ['empty.txt', 'empty.txt is empty: write the secret into it'],
  ])('%s', async (file, message) => {
    const { status, stderr } = await run([...VERIFY, '--secret-file', file], { cwd: folder.path })
    expect([status, stderr]).toEqual([2, `cartouche verify: ${message}\n`])
  })

  test.skipIf(process.getuid?.() === 0)('that may not be read', async () => {
    writeFileSync(at('locked.txt'), 'secret')
    chmodSync(at('locked.txt'), 0)
    const { stderr } = await run([...VERIFY, '--secret-file', 'locked.txt'], { cwd: folder.path })
    expect(stderr).toBe(
      'cartouche verify: locked.txt cannot be read: it may not be read: see its permissions\n',
    )
  })
})

describe.skipIf(python === undefined)('the prompt', () => {
  const PROMPT = 'Secret or key (not shown): '
  const env = { NO_COLOR: '1' }

  test('asks where there is no other secret, and shows nothing of it', async () => {
    const { status, text } = await inTerminal(VERIFY, {
      env,
      typed: [[PROMPT, `${FLASK.secret}\r`]],
    })
    expect(status).toBe(0)
    expect(text).toBe(`${PROMPT}\nvalid: Flask's session\n`)
  })

  test('--ask asks, whatever else there is', async () => {
    const { status, text } = await inTerminal([...VERIFY, '--ask'], {
      env: { ...env, CARTOUCHE_SECRET: 'another secret, long enough for it' },
      typed: [[PROMPT, `${FLASK.secret}\r`]],
    })
    expect([status, text.startsWith(PROMPT)]).toEqual([0, true])
  })

  test('backspace, Ctrl-U and arrow keys edit', async () => {
    const typed = `wrong\x15\x1b[D${FLASK.secret}xy\x7f\x7f\r`
    expect((await inTerminal(VERIFY, { env, typed: [[PROMPT, typed]] })).status).toBe(0)
  })

  test('Ctrl-C stops: exit code 130', async () => {
    const { status, text } = await inTerminal(VERIFY, { env, typed: [[PROMPT, '\x03']] })
    expect([status, text]).toEqual([130, `${PROMPT}\n`])
  })

  test('an empty line is no secret', async () => {
    const { status, text } = await inTerminal(VERIFY, { env, typed: [[PROMPT, '\r']] })
    expect([status, text]).toEqual([2, `${PROMPT}\ncartouche verify: no secret was typed\n`])
  })

  test('the terminal is asked where the cookie comes through a pipe', async () => {
    const { status, text } = await inTerminal(['verify', '--at', FLASK.at], {
      env,
      in: at('cookie.txt'),
      typed: [[PROMPT, `${FLASK.secret}\r`]],
    })
    expect([status, text]).toEqual([0, `${PROMPT}\nvalid: Flask's session\n`])
  })

  test('nobody is asked where nobody sits', async () => {
    const { status, stderr } = await run([...VERIFY, '--ask'])
    expect([status, stderr]).toEqual([
      2,
      'cartouche verify: --ask needs a terminal: give --secret-file FILE\n',
    ])
  })
})
