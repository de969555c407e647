/** Which bytes of a pickle make which of its values. */
import { describe, expect, test } from 'vitest'
import { dumps } from '../../src/pickle/index.js'
import { pickleSpans } from '../../src/pickle/explain/spans.js'
import type { PickleSpan } from '../../src/pickle/explain/spans.js'

const bytesOf = (latin1: string): Uint8Array => new Uint8Array(Buffer.from(latin1, 'latin1'))

/** The bytes of a value, and those of the values in it by their keys. */
function shown(pickle: Uint8Array, span = pickleSpans(pickle)): unknown {
  if (span === undefined) return undefined
  const text = Buffer.from(pickle).toString('latin1', span.start, span.end)
  const children = span.children.map(({ key, value }) => [key, shown(pickle, value)])
  return children.length === 0 ? text : [text, ...children]
}

/** Written by hand, after the documentation of pickletools. */
const ITEMS = [0, 1, 2, 3].map((at) => [at, `K${String.fromCharCode(at + 1)}`])
const FOUR = ITEMS.map(([, item]) => item).join('')

describe('of a pickle', () => {
  test.each([
    ['a number', 'K\x07.', 'K\x07'],
    ['a list', `](${FOUR}e.`, [`](${FOUR}e`, ...ITEMS]],
    ['a list, item by item', ']K\x01aK\x02a.', [']K\x01aK\x02a', ...ITEMS.slice(0, 2)]],
    ['a list of protocol 0', '(lI1\naI2\na.', ['(lI1\naI2\na', [0, 'I1\n'], [1, 'I2\n']]],
    ['a tuple', `(${FOUR}t.`, [`(${FOUR}t`, ...ITEMS]],
    ['a tuple of two', '\x80\x02K\x01]\x86.', ['K\x01]\x86', [0, 'K\x01'], [1, ']']]],
    ['a dict', '}(U\x01aK\x01U\x01bK\x02u.', shownDict('}(U\x01aK\x01U\x01bK\x02u')],
    ['a dict of protocol 0', '(dVa\nI1\ns.', ['(dVa\nI1\ns', ['a', 'I1\n']]],
    ['a dict made at once', '(Va\nK\x01Vb\nK\x02d.', shownDict('(Va\nK\x01Vb\nK\x02d')],
    [
      'what is noted',
      '}q\0X\x01\0\0\0aq\x01]q\x02s.',
      ['}q\0X\x01\0\0\0aq\x01]q\x02s', ['a', ']q\x02']],
    ],
    ['what is fetched', '](]q\0h\0e.', ['](]q\0h\0e', [0, ']q\0'], [1, 'h\0']]],
    ['what is thrown away', '](K\x01K\x020e.', ['](K\x01K\x020e', [0, 'K\x01']]],
    ['an object', 'c__builtin__\nset\n(K\x01tR.', 'c__builtin__\nset\n(K\x01tR'],
  ])('%s', (_, pickle, expected) => {
    expect(shown(bytesOf(pickle))).toEqual(expected)
  })

  test('keys stand where they are made', () => {
    const [child] = pickleSpans(bytesOf('}X\x01\0\0\0aK\x01s.'))!.children
    expect([child?.keySpan?.start, child?.keySpan?.end]).toEqual([1, 7])
  })
})

function shownDict(text: string): unknown[] {
  return [text, ['a', 'K\x01'], ['b', 'K\x02']]
}

describe('of what is no pickle', () => {
  test.each([
    ['nothing', ''],
    ['without an end', ']'],
    ['an unknown instruction', '\xff.'],
    ['too little on the stack', 's.'],
    ['nothing on the stack', '.'],
  ])('%s', (_, pickle) => {
    expect(pickleSpans(bytesOf(pickle))).toBeUndefined()
  })
})

test('every value of a written pickle has its place, whatever the protocol', () => {
  const value = { a: [1, 'x', { b: null }], c: true }
  for (const protocol of [0, 1, 2, 3, 4, 5] as const) {
    const root = pickleSpans(dumps(value, { protocol }))!
    const list = [
      [0, []],
      [1, []],
      [2, [['b', []]]],
    ]
    expect(keysOf(root)).toEqual([
      ['a', list],
      ['c', []],
    ])
    for (const { value: child } of root.children) {
      expect(child.start).toBeGreaterThanOrEqual(root.start)
      expect(child.end).toBeLessThanOrEqual(root.end)
    }
  }
})

const keysOf = ({ children }: PickleSpan): unknown[] =>
  children.map(({ key, value }) => [key, keysOf(value)])
