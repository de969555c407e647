/** The bundle that Node runs: that what is printed of an error in it can be read. */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const BUNDLE = new URL('../../dist/bundle/', import.meta.url)

/** Characters of a line that a terminal still shows in a few rows. */
const LONGEST_LINE = 500

/** Runs a program beside the package, which it imports by its name, and gives what it prints of its end. */
function endOf(program: string): string {
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  expect(status).toBe(1)
  return stderr
}

describe('an error that nobody catches', () => {
  test.each([
    [
      'OptionError',
      `import { signedCookieSessionFactory } from 'cartouche'
       signedCookieSessionFactory('')`,
    ],
    [
      'DeserializeError',
      `import { signedDeserialize } from 'cartouche'; signedDeserialize('', 'a')`,
    ],
    ['PickleError', `import { loads } from 'cartouche/pickle'; loads(new Uint8Array(1))`],
    [
      'CookieTooLargeError',
      `import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
       const { session, commit } = unencryptedCookieSessionFactoryConfig('a').open()
       session.set('a', 'x'.repeat(5000))
       commit()`,
    ],
  ])('%s is printed with a short line of code, and where it was thrown', (name, program) => {
    const printed = endOf(program)
    expect(printed).toMatch(/^file:\/\/\S+\/dist\/bundle\/\S+\.js:\d+\n.+\n\s*\^/m)
    expect(printed).toContain(`\n${name}: `)
    expect(printed).toMatch(/^ {4}at .*\/dist\/bundle\/\S+\.js:\d+:\d+\)?$/m)
    expect(longestLine(printed)).toBeLessThan(LONGEST_LINE)
  })
})

test('a Proxy that was revoked is told, though who minifies may think that it is not asked for', () => {
  const printed = endOf(
    `import { signedCookieSessionFactory } from 'cartouche'
     const { proxy, revoke } = Proxy.revocable({}, {})
     revoke()
     const { session, commit } = signedCookieSessionFactory('a').open()
     session.set('cart', proxy)
     commit()`,
  )
  expect(printed).toContain('cart: JSON cannot hold a Proxy that was revoked; store a plain copy')
})

const files = readdirSync(BUNDLE, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.js'),
)

test.each(files)('no line of %s that makes an error is a long one', (file) => {
  const lines = readFileSync(new URL(file, BUNDLE), 'utf8')
    .split('\n')
    .filter((line) => /\bthrow\b|\bnew \w*Error\b/.test(line))
  expect(longestLine(lines.join('\n'))).toBeLessThan(LONGEST_LINE)
})

function longestLine(text: string): number {
  return Math.max(...text.split('\n').map((line) => line.length))
}
