/** Functions of the application that this library calls. */
import { inspect } from 'node:util'
import { afterEach, expect, test, vi } from 'vitest'
import { printError } from '../../src/lib/hook.js'

afterEach(() => {
  vi.restoreAllMocks()
})

const throws = (): never => {
  throw new Error('in the error')
}

test.each<[string, unknown]>([
  ['whose stack throws', Object.defineProperty(new Error('any'), 'stack', { get: throws })],
  ['that cannot be inspected', { [Symbol.for('nodejs.util.inspect.custom')]: throws }],
])('an error %s is printed in other words', (_, error) => {
  const lines: string[] = []
  vi.spyOn(console, 'error').mockImplementation((value: unknown) => {
    lines.push(typeof value === 'string' ? value : inspect(value))
  })
  printError(error)
  expect(lines).toEqual([
    'An error that cannot be printed: its stack, or how it is inspected, throws',
  ])
})
