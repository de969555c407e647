import { beforeEach, describe, expect, test, vi } from 'vitest'
import * as zlib from 'node:zlib'
import type { ZlibOptions } from 'node:zlib'
import { deflate, inflate } from '../../src/lib/deflate.js'

vi.mock('node:zlib', { spy: true })

const original = await vi.importActual<typeof zlib>('node:zlib')

/** Bytes of workerd's first buffer; the next have twice as many each. */
const FIRST_BUFFER = 16_384

/** As workerd does: a second buffer must not be larger than the bound, however little of it is used. */
function inflateByDoubling(bytes: zlib.InputType, options: ZlibOptions = {}): Buffer {
  const inflated = original.inflateRawSync(bytes, options)
  let room = FIRST_BUFFER
  while (room < inflated.length) room *= 2
  const isOver = room > FIRST_BUFFER && room > options.maxOutputLength!
  if (isOver) throw new RangeError('Memory limit exceeded')
  return inflated as Buffer
}

describe.each([
  ['Node', original.inflateRawSync],
  ['workerd', inflateByDoubling],
])('inflate as %s does', (_, inflateRawSync) => {
  beforeEach(() => void vi.mocked(zlib.inflateRawSync).mockImplementation(inflateRawSync as never))

  test.each([2, 100, 16_384, 16_385, 60_000, 65_536, 195_000, 196_608])(
    'what becomes %i bytes is taken where as many are allowed, and refused below that',
    (size) => {
      const bytes = Buffer.alloc(size, 'x')
      expect(inflate(deflate(bytes), size).equals(bytes)).toBe(true)
      expect(inflate(deflate(bytes), 2 * size).equals(bytes)).toBe(true)
      expect(() => inflate(deflate(bytes), size - 1)).toThrow(
        expect.objectContaining({ code: 'BAD_PAYLOAD' }),
      )
    },
  )
})

test('no more is made than four times what is allowed', () => {
  vi.mocked(zlib.inflateRawSync).mockImplementation(original.inflateRawSync as never)
  expect(() => inflate(deflate(Buffer.alloc(401)), 100)).toThrow(
    expect.objectContaining({ cause: expect.any(RangeError) }),
  )
})
