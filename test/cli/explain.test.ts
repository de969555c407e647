import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { PickleSerializer, SignedSerializer, signedSerialize } from '../../src/index.js'
import { dumps } from '../../src/pickle/index.js'
import { findPickle } from '../../src/cli/find-pickle.js'
import { run, temporaryFolder } from './run.js'

const folder = temporaryFolder()
afterAll(folder.remove)

/** `pickletools.dis(b'\x80\x02]K\x07a.')`, and what is built. */
const LISTING = `    0: \\x80 PROTO      2
    2: ]    EMPTY_LIST                    # []
    3: K    BININT1    7
    5: a    APPEND                        # [7]
    6: .    STOP                          # [7]
highest protocol among opcodes = 2
`
const HEX = '80025d4b07612e'
const BYTES = Buffer.from(HEX, 'hex')

describe('explain', () => {
  test.each([
    ['hexadecimal', HEX],
    ['base64', BYTES.toString('base64')],
    ['base64url', BYTES.toString('base64url')],
    ["a cookie of Pyramid's first format", signedSerialize([7], 'seekrit')],
    [
      'one of its second',
      Buffer.from(
        new SignedSerializer('seekrit', 'salt', { serializer: new PickleSerializer() }).dumps([7]),
      ).toString(),
    ],
  ])('reads %s', async (_, text) => {
    const { status, stdout, stderr } = await run(['explain', '--', text])
    expect([status, stderr]).toEqual([0, ''])
    // The serializer puts lists into the memo too.
    expect(stdout.replace(/^.*BINPUT.*\n/m, '').replace(/^ *\d+/gm, '')).toBe(
      LISTING.replace(/^ *\d+/gm, ''),
    )
  })

  test('reads bytes and text of the standard input, and a file', async () => {
    writeFileSync(join(folder.path, 'a.pickle'), BYTES)
    const all = await Promise.all([
      run(['explain'], { input: BYTES }),
      run(['explain', '-'], { input: `${HEX}\n` }),
      run(['explain', '--file', 'a.pickle'], { cwd: folder.path }),
    ])
    expect(all.map(({ stdout }) => stdout)).toEqual([LISTING, LISTING, LISTING])
  })

  test('--json gives each instruction', async () => {
    const { stdout } = await run(['explain', HEX, '--json'])
    const lines = JSON.parse(stdout) as { name: string; top?: string }[]
    expect(lines.map(({ name, top }) => [name, top])).toEqual([
      ['PROTO', undefined],
      ['EMPTY_LIST', '[]'],
      ['BININT1', '7'],
      ['APPEND', '[7]'],
      ['STOP', '[7]'],
    ])
  })

  test('--no-values leaves them out', async () => {
    expect((await run(['explain', HEX, '--no-values'])).stdout).not.toContain('#')
  })

  test('a malformed pickle is explained as far as it goes: exit code 1', async () => {
    const { status, stdout } = await run(['explain', '80025d61'])
    expect(status).toBe(1)
    expect(stdout).toMatch(/^ {4}2: \] {4}EMPTY_LIST .*\n {4}3: a {4}APPEND\nerror STACK: /m)
  })

  test.each(['hello', '', '{}'])('%j holds none', async (text) => {
    const { status, stderr } = await run(['explain'], { input: text })
    expect([status, stderr]).toEqual([
      2,
      'cartouche explain: found no pickle in it: give a cookie of Pyramid, hexadecimal or base64\n',
    ])
  })

  test('a file that is not there', async () => {
    const { status, stderr } = await run(['explain', '--file', 'none.pickle'], { cwd: folder.path })
    expect([status, stderr]).toEqual([
      2,
      'cartouche explain: none.pickle cannot be read: there is no such file\n',
    ])
  })

  test('what a terminal would obey is escaped', async () => {
    const pickle = Buffer.from(dumps('\x1b[2Jgone\u202e')).toString('hex')
    const { stdout } = await run(['explain', pickle])
    expect(stdout).not.toContain('\x1b')
    expect(stdout).not.toContain('\u202e')
    expect(stdout).toContain('gone')
  })
})

describe('findPickle', () => {
  test.each([0, 1, 2, 3, 4, 5] as const)('finds those of protocol %i in each form', (protocol) => {
    const bytes = dumps({ userId: 7, cart: ['a'] }, { protocol })
    const forms = [Buffer.from(bytes).toString('hex'), Buffer.from(bytes).toString('base64')]
    for (const form of forms) {
      expect(Buffer.from(findPickle(Buffer.from(form))!.bytes).toString('hex')).toBe(forms[0])
    }
    expect(findPickle(bytes)?.form).toBe('bytes')
  })
})
