/** Short cookies whose values unfold to more than any machine holds: lists that hold each other, or themselves. */
import { describe, expect, test } from 'vitest'
import { signedSerialize } from '../../src/index.js'
import { PyGlobal, PyObject, PyTuple } from '../../src/pickle/index.js'
import { plainWriter } from '../../src/cli/plain.js'
import { run } from './run.js'
import type { Ran } from './run.js'

const SECRET = 'unending '.repeat(8)
const AT = 1_700_000_000

/** In itself, so often. */
function circle(times: number): unknown[] {
  const list: unknown[] = []
  for (let time = 0; time < times; time++) list.push(list)
  return list
}

/** As deep as `levels`, and at each of them `width` times the same. */
function nested(
  levels: number,
  width: number,
  hold: (parts: unknown[]) => unknown,
  core: unknown = 1,
): unknown {
  let value = core
  for (let level = 0; level < levels; level++) value = hold(Array<unknown>(width).fill(value))
  return value
}

const list = (parts: unknown[]): unknown => parts
const tuple = (parts: unknown[]): unknown => PyTuple.from(parts)
const object = (parts: unknown[]): unknown =>
  new PyObject('inst', new PyGlobal('app', 'Cart'), parts)

const UNENDING: readonly (readonly [what: string, data: unknown])[] = [
  ['a list that holds itself once', { a: circle(1) }],
  ['four times', { a: circle(4) }],
  ['a thousand times', { a: circle(1000) }],
  ['lists 12 deep and 4 wide', { a: nested(12, 4, list) }],
  ['lists 40 deep and 2 wide', { a: nested(40, 2, list) }],
  ['a tuple that is a key', new Map([[nested(12, 4, tuple), 1]])],
  ['the same below another key', { a: new Map([[nested(12, 4, tuple), 1]]) }],
  ['objects of a class in each other', { a: nested(8, 100, object) }],
  ['a long text a million times', { a: nested(2, 1000, list, 'x'.repeat(2000)) }],
]

const inspect = (data: unknown, ...args: readonly string[]): Promise<Ran> => {
  const text = signedSerialize([AT, AT, data], SECRET)
  return run(['inspect', '--at', String(AT), ...args, `session=${text}`], {
    env: { CARTOUCHE_SECRET: SECRET },
    timeout: 60_000,
  })
}

describe.each(UNENDING)('%s', (_, data) => {
  test('is shown in a few hundred lines', async () => {
    const { status, stdout, stderr } = await inspect(data)
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout.split('\n').length).toBeLessThan(450)
    expect(stdout.length).toBeLessThan(200_000)
  })

  test('--json ends too, and is JSON', async () => {
    const { status, stdout, stderr } = await inspect(data, '--json')
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout.length).toBeLessThan(32_000_000)
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'valid' })
  })
})

test('what is left out is told', async () => {
  const { stdout } = await inspect({ a: circle(4) })
  expect(stdout).toMatch(/\n *… and more lines: --json has them\n$/)
})

describe('plain values', () => {
  const digits = Array.from({ length: 200_000 }, (_, at) => at % 10)

  test('are all there, of a session as large as any', () => {
    const data = new Map<string, unknown>([['digits', digits]])
    expect(plainWriter()(data)).toEqual({ digits })
  })

  test('share the room of an answer, however many there are', () => {
    const plain = plainWriter()
    const lists = Array.from({ length: 100 }, () => plain(digits) as unknown[])
    const sizes = lists.map(({ length }) => length)
    expect(sizes[0]).toBe(digits.length)
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(8_000_000)
    expect(lists.at(-1)).toBe('…')
  })

  test('stand for the rest by one mark in each list, and under one key', () => {
    const plain = plainWriter()
    const many = Array<string>(10_000).fill('x'.repeat(1000))
    const list = plain([many, 1, 2]) as unknown[]
    expect([list.length, list[1]]).toEqual([2, '…'])
    expect((list[0] as unknown[]).at(-1)).toBe('…')
    const first = { a: many, b: 1, c: 2 }
    expect(Object.keys(plainWriter()(first) as object)).toEqual(['a', '…'])
  })
})
