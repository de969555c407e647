/** A format within a format: what the inner one says of its text is what is heard. */
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { SignedSerializer } from '../../src/index.js'
import type { Serializer } from '../../src/index.js'
import { thrownBy } from '../support/thrown.js'

const SECRET = 'a secret of the tests, which nobody uses for anything else, and long enough for all'
const signed = (salt: string, serializer?: Serializer): SignedSerializer =>
  new SignedSerializer(SECRET, salt, serializer === undefined ? {} : { serializer })

const bytes: Serializer = {
  dumps: (value) => Buffer.from(value as string, 'latin1'),
  loads: (text) => Buffer.from(text).toString('latin1'),
}

describe('an error of the inner format is not made another', () => {
  test.each([
    ['BAD_SIGNATURE', signed('another salt').dumps(1)],
    ['BAD_BASE64', Buffer.from('a')],
  ])('%s', (code, inner) => {
    const outer = signed('outer', bytes).dumps(Buffer.from(inner).toString('latin1'))
    expect(() => signed('outer', signed('inner')).loads(outer)).toThrow(
      expect.objectContaining({ name: 'DeserializeError', code }),
    )
  })

  test.each<[string, (text: string) => unknown]>([
    ['of the engine, which quotes the text', (text) => JSON.parse(text)],
    [
      'that was made of such a one',
      (text) => {
        try {
          return JSON.parse(text)
        } catch (cause) {
          throw new Error(`not read: ${text}`, { cause })
        }
      },
    ],
  ])('an error %s is not handed on', (_, loads) => {
    const serializer: Serializer = { dumps: bytes.dumps, loads: (text) => loads(String(text)) }
    const format = signed('outer', serializer)
    const error = thrownBy(() => format.loads(format.dumps('{"a": hunter2}')))
    expect(error).toMatchObject({ code: 'BAD_PAYLOAD', cause: { name: 'SyntaxError' } })
    expect(inspect(error, { showHidden: true, depth: Infinity })).not.toContain('hunter2')
  })

  test('that of JSONSerializer is, as it tells the place alone', () => {
    const format = signed('outer')
    const broken = signed('outer', bytes).dumps('{"a": hunter2}')
    const error = thrownBy(() => format.loads(broken))
    expect(error).toMatchObject({ cause: { message: 'Expecting value at character 6' } })
  })

  test('any other error is one of the payload, and its cause is kept', () => {
    const cause = new RangeError('of the application')
    const failing: Serializer = {
      dumps: () => new Uint8Array(),
      loads: () => {
        throw cause
      },
    }
    const format = signed('outer', failing)
    expect(() => format.loads(format.dumps(1))).toThrow(
      expect.objectContaining({ name: 'DeserializeError', code: 'BAD_PAYLOAD', cause }),
    )
  })
})
