import { expect, test } from 'vitest'
import { codeOf } from '../../demo/code.js'

/** A function as the compiler writes it. */
const written = (source: string): (() => void) =>
  Object.assign(() => {}, { toString: () => source })

test('the lines between the braces, without semicolons and with small indents', () => {
  const source = [
    'function run(session) {',
    '    session.a = 1; // why; really',
    "    if (x) {\n        session.set('a;', 1);\n    }",
    '}',
  ]
  expect(codeOf(written(source.join('\n')))).toBe(
    "session.a = 1 // why; really\nif (x) {\n  session.set('a;', 1)\n}",
  )
})
