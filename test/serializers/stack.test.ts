/** Data of many levels, where the caller has left too little of the call stack for them. */
import { describe, expect, test } from 'vitest'
import {
  JSONSerializer,
  PickleSerializer,
  generateKey,
  sealedCookieSessionFactory,
} from '../../src/index.js'
import { writeGoJson } from '../../src/serializers/go-json.js'
import { writeGob } from '../../src/serializers/gob/index.js'
import { writeMarshal } from '../../src/serializers/marshal/write.js'
import { encodeData, encodePlain, encodeValue } from '../../src/serializers/modern-write.js'
import { writePhp } from '../../src/serializers/php.js'
import { encodeTagged } from '../../src/serializers/tagged-json.js'
import { withFrames } from '../support/stack.js'

type Data = ReadonlyMap<unknown, unknown>

/** Without the JSON of Ruby, which has at most 100 levels. */
const WRITERS: readonly (readonly [string, (data: Data) => unknown])[] = [
  ['pickles', (data) => new PickleSerializer().dumps(data)],
  ['JSON of Python', (data) => new JSONSerializer().dumps(data)],
  ['JSON of Flask', (data) => encodeTagged(data, true)],
  ['JSON of Go', writeGoJson],
  ['gobs', (data) => writeGob(data, 'map[string]interface {}')],
  ['Marshal', writeMarshal],
  ['PHP', (data) => writePhp(data)],
  ['sealed sessions', encodeData],
  ['a value of one', (data) => encodeValue(data.get('a'), 'a')],
  ['JSON of JavaScript', encodePlain],
]

/** Far fewer than the levels take, and enough to make an error. */
const FRAMES = 800

const levels = (count: number, around: (inner: unknown) => unknown): unknown =>
  Array.from({ length: count }).reduce(around, 1)

const AROUND: readonly (readonly [string, (inner: unknown) => unknown])[] = [
  ['arrays', (inner) => [inner]],
  ['objects', (inner) => ({ a: inner })],
]

describe.each(AROUND)('%s in each other', (_, around) => {
  test.each(WRITERS)('%s', (_name, write) => {
    const data = new Map([['a', levels(490, around)]])
    expect(() => write(data)).not.toThrow()
    expect(withFrames(FRAMES, () => write(data))).toEqual(
      expect.objectContaining({
        code: expect.stringMatching(/^(?:BAD_VALUE|LIMIT)$/) as unknown,
        message: expect.stringMatching(/lie too deep|more levels than the caller/) as unknown,
      }),
    )
  })
})

test('a sealed session tells of it where it is written, and where it is read', () => {
  const factory = sealedCookieSessionFactory(generateKey(), { compress: true })
  const opened = factory.open()
  const value = levels(490, (inner) => new Map([[1, inner]]))
  opened.session.set('a', value)
  expect(withFrames(FRAMES, () => opened.session.save())).toMatchObject({ code: 'BAD_VALUE' })
  const cookie = opened.commit()[0]![1].split(';')[0]!
  const read = (): number => factory.open(cookie).session.size
  expect(read()).toBe(1)
  expect(withFrames(FRAMES, read)).toMatchObject({ code: 'LIMIT' })
})

/** As an application may have it by mistake. */
const endless = (): number => 1 + endless()
const withEndlessGetter = (): object => ({
  get total() {
    return endless()
  },
})

test.each(WRITERS)('a getter without end is told by its own error: %s', (_name, write) => {
  let failure: unknown
  try {
    write(new Map([['a', withEndlessGetter()]]))
  } catch (error) {
    failure = error
  }
  expect(failure).toMatchObject({ cause: expect.any(RangeError) as unknown })
  expect((failure as Error).message).toContain('a getter of theirs has no end')
})
