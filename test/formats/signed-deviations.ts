/** Where the signed format here deliberately goes another way than the recording, with the reason. */
import { expect } from 'vitest'
import { SignedSerializer } from '../../src/index.js'
import { fromTagged } from '../support/tagged.js'
import type { Vector } from './pyramid-signed.test.js'

export interface Deviation {
  readonly vectors: RegExp
  readonly reason: string
  /** Asserts what we do instead. */
  readonly check: (vector: Vector, read: () => unknown) => void
}

const refusedAs =
  (code: string) =>
  (_: Vector, read: () => unknown): void => {
    expect(read).toThrow(expect.objectContaining({ code }))
  }

const works = ({ secret, salt, hashalg }: Vector): void => {
  const [key, prefix] = [fromTagged(secret) as string, fromTagged(salt) as string | null]
  const signed = new SignedSerializer(key, prefix, { hashAlg: hashalg })
  expect(signed.loads(signed.dumps([1]))).toEqual([1])
}

const DEVIATIONS: readonly Deviation[] = [
  {
    vectors: /\/1\.6\/3\.6\.15\/alg_(ripemd160|sha512_256)_/,
    reason: 'That Python has no such hash function.',
    check: works,
  },
  {
    vectors: /\/1\.5\/2\.7\.18\/(secret|salt)_.*utf8/,
    reason: 'WebOb 1.3 takes latin-1 only; secrets beyond it are UTF-8, as from WebOb 1.4.',
    check: works,
  },
  {
    vectors: /\/secret_empty_(json|pickle)$/,
    reason: 'An empty secret is a mistake in the configuration.',
    check: refusedAs('BAD_OPTION'),
  },
  {
    vectors: /\/pickle\/missing_(class|module)$/,
    reason:
      'A class is never looked up: what names one that is not there is as good a placeholder.',
    check: (_, read) => expect(String(read())).toMatch(/^<(?:object of|global) /),
  },
  {
    vectors: /\/2\.7\.18\/json\/utf8_surrogate$/,
    reason: 'Surrogates encoded in UTF-8 are refused, as in Python 3.',
    check: refusedAs('BAD_PAYLOAD'),
  },
  {
    vectors: /\/json\/int_5000_digits$/,
    reason: 'An integer has at most 4300 digits, as from Python 3.11.',
    check: refusedAs('BAD_PAYLOAD'),
  },
]

export function deviationOf(name: string): Deviation | undefined {
  return DEVIATIONS.find(({ vectors }) => vectors.test(name))
}
