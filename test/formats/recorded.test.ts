/** What real Pyramids signed, and what an attacker who has the secret could sign. */
import { describe, expect, test } from 'vitest'
import { DeserializeError, signedDeserialize, signedSerialize } from '../../src/index.js'
import type { Protocol } from '../../src/index.js'
import { fromTagged, sameAsTagged } from '../support/tagged.js'
import type { Tagged } from '../support/tagged.js'
import { readVectors } from '../support/vectors.js'
import { timeOfWork } from '../support/time.js'

interface Reading {
  outcome: 'ok' | 'error'
  data?: Tagged
}

interface Vector {
  name: string
  cookie: string
  secret: Tagged
  data: Tagged
  protocol: Protocol
  expect: { py3: Reading }
  verdict?: 'accept' | 'reject' | 'depends'
  pickle_hex: string
}

const secretOf = ({ secret }: Vector): string | Uint8Array =>
  secret.t === 'str' ? (fromTagged(secret) as string) : Buffer.from(secret.hex!, 'hex')

const named = (file: string): [string, Vector][] =>
  readVectors<Vector>(`pyramid/${file}`).map((vector) => [vector.name, vector])

describe('accept.json: what Pyramid signed is read, and what we sign is read back equal', () => {
  test.each(named('accept'))('%s', (_, vector) => {
    const secret = secretOf(vector)
    // What only Python 2 reads are dates of its own and str beyond ASCII: both are read here.
    const expected = vector.expect.py3.data ?? vector.data
    const closely = { numberKinds: true, identity: true }
    const value = signedDeserialize(vector.cookie, secret)
    expect(sameAsTagged(value, expected, closely)).toBeUndefined()
    const ours = signedSerialize(value, secret, { protocol: vector.protocol })
    expect(sameAsTagged(signedDeserialize(ours, secret), expected, closely)).toBeUndefined()
  })
})

describe.each(['malformed_pickles', 'hostile_pickles'])('%s.json', (file) => {
  test.each(named(file))('%s ends in the typed error or an inert value, soon', (_, vector) => {
    const started = timeOfWork()
    const outcome = outcomeOf(() => signedDeserialize(vector.cookie, secretOf(vector)))
    expect(timeOfWork() - started).toBeLessThan(1000)
    expect(outcome === undefined || outcome instanceof DeserializeError).toBe(true)
  })
})

/** The error that an action ends in. */
function outcomeOf(action: () => unknown): unknown {
  try {
    action()
    return undefined
  } catch (error) {
    return error
  }
}
