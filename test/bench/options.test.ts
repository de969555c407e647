import { execFile } from 'node:child_process'
import { expect, test } from 'vitest'
import { parseOptions, UsageError, withoutNode } from '../../bench/options.js'

const RUN = new URL('../../bench/run.js', import.meta.url).pathname

const runBench = (args: readonly string[], env = process.env) =>
  new Promise<{ code: unknown; stderr: string }>((resolve) => {
    execFile(process.execPath, [RUN, ...args], { env }, (error, _stdout, stderr) => {
      resolve({ code: error?.code, stderr })
    })
  })

test('everything runs unless told otherwise', () => {
  expect(parseOptions([])).toEqual({
    help: false,
    rounds: 41,
    parts: ['core', 'cpython', 'pickle', 'tricks', 'http', 'resources', 'stores'],
  })
})

test('the parts run in their own order', () => {
  const { parts, rounds } = parseOptions(['--only', 'pickle,core', '--rounds', '5'])
  expect({ parts, rounds }).toEqual({ parts: ['core', 'pickle'], rounds: 5 })
})

test('a Node is named by its version', () => {
  expect(parseOptions(['--node', '24', '--only', 'core'])).toMatchObject({ node: '24' })
  expect(parseOptions(['--node=24.1.0'])).toMatchObject({ node: '24.1.0' })
})

test('on another Node the benchmark has the same arguments, but for its name', () => {
  const args = ['--node', '24', '--only', 'core', '--rounds=3']
  expect(withoutNode(args)).toEqual(['--only', 'core', '--rounds=3'])
  expect(withoutNode(['--only', 'core', '--node=24'])).toEqual(['--only', 'core'])
})

test.each([
  [['--node', 'lts/*'], '--node must be a version'],
  [['--node', '24 || 26'], '--node must be a version'],
  [['--rounds', '0'], '--rounds must be a number'],
  [['--rounds', 'many'], '--rounds must be a number'],
  [['--only', 'core,rust'], "there is no part 'rust'"],
  [['--only', ''], "there is no part ''"],
  [['--json', 'no/such/folder/a.json'], 'there is no folder no/such/folder'],
  [['--fast'], "Unknown option '--fast'"],
  [['core'], 'Unexpected argument'],
])('%j is a mistake', (args, message) => {
  expect(() => parseOptions(args)).toThrow(UsageError)
  expect(() => parseOptions(args)).toThrow(message)
})

test('a Node that cannot be had ends the benchmark with code 2, and says which and why', async () => {
  const { code, stderr } = await runBench(['--node', '24'], { ...process.env, PATH: '' })
  expect(code).toBe(2)
  expect(stderr).toBe('bench: npm gives no Node 24 for --node: spawnSync npx ENOENT\n')
})

test('a mistake ends the benchmark with code 2 and a hint', async () => {
  const { code, stderr } = await runBench(['--only', 'rust'])
  expect(code).toBe(2)
  expect(stderr).toBe(
    "bench: --only: there is no part 'rust', only core, cpython, pickle, tricks, http, resources, stores\n" +
      'Try npm run bench -- --help.\n',
  )
})
