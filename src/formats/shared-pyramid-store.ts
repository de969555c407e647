/** What the formats of Pyramid's sessions in Redis have in common. */
import type { RandomBytes } from '../crypto/random.js'
import { DeserializeError } from '../errors.js'
import { writePickle } from '../serializers/pickle.js'
import type { PickleWriting } from '../serializers/pickle.js'
import type { ReadRecord, SessionRecord } from '../session/record.js'
import type { SessionFormat } from './shared-format.js'
import type { ReadKeys } from './shared-own-texts.js'
import type { PyramidPayload } from './shared-pyramid-redis.js'

/** What a session in Redis tells besides its data: for the next time it is written. */
export class PyramidStored {
  /** As Python has it; `undefined` where it is not kept. */
  readonly created: unknown
  readonly timeout: number | undefined
  readonly expires: number | undefined
  readonly readKeys: ReadKeys | undefined

  constructor({ created, timeout, expires }: Omit<PyramidPayload, 'data'>, readKeys?: ReadKeys) {
    this.created = created
    this.timeout = timeOf('timeout', timeout)
    this.expires = timeOf('time of its end', expires)
    this.readKeys = readKeys
  }
}

function timeOf(what: string, value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined
  if (isTime(value)) return value
  throw new DeserializeError('BAD_SESSION', `The session has a ${what} that is no whole number`)
}

export const isTime = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) > 0

/** What is to stand in Redis. */
export interface PyramidValue {
  readonly bytes: Uint8Array
  /** How long it lives there; `null`: for good. */
  readonly seconds: number | null
  readonly stored: PyramidStored
}

export interface PyramidRedisFormat extends SessionFormat {
  /**
   * The key of Redis that a cookie has.
   *
   * @throws {DeserializeError} for a text that nobody with a key has made
   */
  readonly open: (text: string) => string
  /** @throws {DeserializeError} for what is no session, or none any more */
  readonly recordOf: (id: string, value: Uint8Array, now: number) => ReadRecord
  readonly valueOf: (record: SessionRecord, now: number) => PyramidValue
  /** Whether what is stored tells another end than it would if it were written now. An empty session is let be. */
  readonly isStale: (record: SessionRecord, now: number) => boolean
  readonly newId: (randomBytes: RandomBytes) => string
}

/** The pickle of what is to stand in Redis, with the data in it. */
export function bytesOf(dict: unknown, data: unknown, writing: PickleWriting): Uint8Array {
  try {
    // A copy: the next pickle is written in the same place.
    return writePickle(dict, writing).slice()
  } catch (error) {
    // The path in its error is that of the application's value.
    writePickle(data, writing)
    throw error
  }
}
