/** The functions below our factories: value → text and text → value, without headers and sessions. */
import { PickleSerializer, signedDeserialize, SignedSerializer, signedSerialize } from 'cartouche'
import { tripleOf } from '../sessions.js'
import { SECRET } from './subject.js'

/** @import { FormatName } from './formats.js' */
/** @import { Subject, Text } from './subject.js' */

const SALT = 'pyramid.session.'

/** @type {(name: string, write: (value: unknown) => Text, read: (text: any) => unknown) => Subject} */
const subject = (name, write, read) => ({
  name,
  prepare(state) {
    const triple = tripleOf(state)
    return { write: () => write(triple), read, dataOf: (value) => value[2] }
  },
})

/** @type {(name: string, serializer: SignedSerializer) => Subject} */
const signed = (name, serializer) =>
  subject(
    `SignedSerializer: ${name}`,
    (value) => serializer.dumps(value),
    (text) => serializer.loads(text),
  )

/** @type {Readonly<Record<FormatName, Subject>>} */
export const FUNCTIONS = {
  hex: subject(
    'signedSerialize, signedDeserialize',
    (value) => signedSerialize(value, SECRET),
    (text) => signedDeserialize(text, SECRET),
  ),
  sha512: signed('SHA-512, JSON', new SignedSerializer(SECRET, SALT)),
  pickle: signed(
    'SHA-512, pickle',
    new SignedSerializer(SECRET, SALT, { serializer: new PickleSerializer() }),
  ),
  sha256: signed('SHA-256, JSON', new SignedSerializer(SECRET, SALT, { hashAlg: 'sha256' })),
}
