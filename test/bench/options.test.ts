import { execFile } from 'node:child_process'
import { expect, test } from 'vitest'
import { parseOptions, UsageError } from '../../bench/options.js'

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

test.each([
  [['--rounds', '0'], '--rounds must be a number'],
  [['--rounds', 'many'], '--rounds must be a number'],
  [['--only', 'core,rust'], "there is no part 'rust'"],
  [['--only', ''], "there is no part ''"],
  [['--json', 'no/such/folder/a.json'], 'there is no folder no/such/folder'],
  [['--only', 'pickle', '--chart', 'a.svg'], 'add it to --only'],
  [['--fast'], "Unknown option '--fast'"],
  [['core'], 'Unexpected argument'],
])('%j is a mistake', (args, message) => {
  expect(() => parseOptions(args)).toThrow(UsageError)
  expect(() => parseOptions(args)).toThrow(message)
})

test('a mistake ends the benchmark with code 2 and a hint', async () => {
  const run = new URL('../../bench/run.js', import.meta.url).pathname
  const { code, stderr } = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
    execFile(process.execPath, [run, '--only', 'rust'], (error, _stdout, stderr) => {
      resolve({ code: error?.code, stderr })
    })
  })
  expect(code).toBe(2)
  expect(stderr).toBe(
    "bench: --only: there is no part 'rust', only core, cpython, pickle, tricks, http, resources, stores\n" +
      'Try npm run bench -- --help.\n',
  )
})
