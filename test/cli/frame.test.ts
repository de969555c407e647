/** What all commands have in common: help, errors, exit codes, colours, pipes. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { COMMANDS } from '../../src/cli/commands.js'
import { MAIN, environment, run } from './run.js'

const NAMES = COMMANDS.map(({ name }) => name)

describe('help', () => {
  test.each([[], ['--help'], ['-h'], ['help']])(
    'cartouche %s lists every command',
    async (...args) => {
      const { status, stdout, stderr } = await run(args.filter((arg) => typeof arg === 'string'))
      expect([status, stderr]).toEqual([0, ''])
      for (const name of NAMES) expect(stdout).toMatch(new RegExp(`^  ${name} +\\S`, 'm'))
    },
  )

  test.each(NAMES)(
    'of %s is the golden one; it has an example, and lines that a terminal holds',
    async (name) => {
      const { status, stdout, stderr } = await run([name, '--help'])
      expect([status, stderr]).toEqual([0, ''])
      await expect(stdout).toMatchFileSnapshot(`golden/help-${name}.txt`)
      expect(stdout).toMatch(/^ {2}# /m)
      expect(stdout).toMatch(new RegExp(`cartouche ${name}`))
      const lines = stdout.split('\n').filter((line) => !/^ {2}\S/.test(line))
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120)
    },
  )

  test('of a command is reached in three ways, also where the rest is wrong', async () => {
    const ways = [
      ['keygen', '--help'],
      ['help', 'keygen'],
      ['keygen', '-h', '--wrong', 'x'],
    ]
    const all = await Promise.all(ways.map((args) => run(args)))
    expect(new Set(all.map(({ stdout }) => stdout)).size).toBe(1)
  })

  test('the list is the golden one', async () => {
    await expect((await run(['--help'])).stdout).toMatchFileSnapshot('golden/help.txt')
  })

  test('--version is that of the package', async () => {
    expect((await run(['--version'])).stdout).toBe(`${packageJson.version}\n`)
  })
})

describe('wrong usage is one line that says what to do, and exit code 2', () => {
  test.each([
    [
      ['explian'],
      'cartouche: there is no command explian: did you mean explain? See cartouche --help\n',
    ],
    [['xyzzy'], 'cartouche: there is no command xyzzy. See cartouche --help\n'],
    [['--frobnicate'], 'cartouche: there is no option --frobnicate. See cartouche --help\n'],
    [
      ['keygen', '--byte', '32'],
      'cartouche keygen: there is no option --byte: did you mean --bytes? See cartouche keygen --help\n',
    ],
    [
      ['keygen', '--xyzzy'],
      'cartouche keygen: there is no option --xyzzy. See cartouche keygen --help\n',
    ],
    [
      ['keygen', '--bytes'],
      'cartouche keygen: --bytes needs a value: --bytes N. See cartouche keygen --help\n',
    ],
    [
      ['explain', '--json=yes', '80'],
      'cartouche explain: --json takes no value. See cartouche explain --help\n',
    ],
    [
      ['keygen', '--encoding', 'base32'],
      'cartouche keygen: --encoding has no such value: did you mean base64? See cartouche keygen --help\n',
    ],
    [
      ['keygen', '--encoding', 'morse'],
      'cartouche keygen: --encoding is one of base64url, base64, hex. See cartouche keygen --help\n',
    ],
    [['keygen', '32'], 'cartouche keygen: takes options only. See cartouche keygen --help\n'],
    [
      ['explain', '80', '02'],
      'cartouche explain: takes one word besides options: put what has blanks in quotes. See cartouche explain --help\n',
    ],
  ])('%j', async (args, line) => {
    expect(await run(args)).toEqual({ status: 2, stdout: '', stderr: line })
  })

  test('what may be a cookie is not repeated', async () => {
    const cookie = 'eyJ1c2VyX2lkIjo3fQ.aRhQIg.secret-part'
    const first = await run([cookie])
    expect(first.status).toBe(2)
    expect(first.stderr).toBe(
      'cartouche: the first word is a command: did you mean "cartouche inspect COOKIE"? See cartouche --help\n',
    )
    const second = await run(['inspect', '-AQx_secret-part'])
    expect(second.status).toBe(2)
    expect(second.stderr).toBe(
      'cartouche inspect: an argument begins with "-" and is no option: put -- before a cookie that does. See cartouche inspect --help\n',
    )
  })

  test.each(['keygen', 'explain', 'inspect', 'doctor'])(
    '%s of nothing shows no stack',
    async (name) => {
      const { stderr } = await run([name, '--nothing-of-this-name'])
      expect(stderr.trimEnd().split('\n')).toHaveLength(1)
      expect(stderr).not.toMatch(/\bat .*:\d+/)
    },
  )
})

describe('colours', () => {
  const PICKLE = ['explain', '4b072e']

  test('there are none in a pipe', async () => {
    expect((await run(PICKLE)).stdout).not.toContain('\x1b')
  })

  test('FORCE_COLOR asks for them, and is heard before NO_COLOR', async () => {
    const env = { FORCE_COLOR: '1', NO_COLOR: '1' }
    expect((await run(PICKLE, { env })).stdout).toContain('\x1b[36mBININT1\x1b[39m')
    expect((await run(['nothing'], { env })).stderr).toContain('\x1b[31m')
  })

  test('FORCE_COLOR=0 does not', async () => {
    expect((await run(PICKLE, { env: { FORCE_COLOR: '0' } })).stdout).not.toContain('\x1b')
  })
})

describe('a pipe that closes', () => {
  test('is no error', () => {
    // Many lines: more than the pipe holds when its reader has gone.
    const pickle = `5d${'4b0761'.repeat(9000)}2e`
    const { status, stderr, stdout } = spawnSync(
      'bash',
      ['-c', `set -o pipefail; echo ${pickle} | "$NODE" "$MAIN" explain | head -1`],
      { env: environment({ NODE: process.execPath, MAIN }), encoding: 'utf8' },
    )
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toBe('    0: ]    EMPTY_LIST                    # []\n')
  })
})

describe.skipIf(!existsSync('/dev/full'))('a full disk', () => {
  const onto = (line: string, input = '') =>
    spawnSync('bash', ['-c', `"$NODE" "$MAIN" ${line} >/dev/full`], {
      env: environment({ NODE: process.execPath, MAIN, CARTOUCHE_SECRET: 'secret' }),
      encoding: 'utf8',
      input,
    })

  test.each([
    'keygen',
    '--help',
    'explain 4b072e',
    'verify hello',
    'inspect hello',
    'completion bash',
  ])('%s: one line, and exit code 2', (line) => {
    const { status, stderr } = onto(line)
    expect([status, stderr]).toEqual([
      2,
      'cartouche: the answer cannot be written: the disk is full: make room, or write elsewhere\n',
    ])
  })
})

describe('the start', () => {
  /** The file and what it imports before it runs. */
  function loadedBy(file: string, found = new Set<string>()): Set<string> {
    if (found.has(file)) return found
    found.add(file)
    for (const [, path] of readFileSync(file, 'utf8').matchAll(
      /(?:^|;)\s*import[^('"]*["'](\.[^"']+)["']/gm,
    )) {
      loadedBy(join(dirname(file), path!), found)
    }
    return found
  }

  test('reads a few kilobytes: each command is loaded when it is called', () => {
    const size = [...loadedBy(MAIN)].reduce((sum, file) => sum + readFileSync(file).length, 0)
    expect(size).toBeLessThan(24_000)
  })
})
