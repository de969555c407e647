/** The factories of the recordings, set up as they were there. */
import {
  JSONSerializer,
  PickleSerializer,
  SignedSerializer,
  baseCookieSessionFactory,
  signedCookieSessionFactory,
  signedDeserialize,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { Protocol, Serializer, SessionFactory } from '../../src/index.js'

/** One way of keeping sessions, in one version of Pyramid. */
export interface RecordedFactory {
  readonly make: (secret: string, options: object) => SessionFactory
  /** What is in a cookie's text. */
  readonly read: (text: string, secret: string) => unknown
}

/** What differs between the recorded versions. */
export interface RecordedVersion {
  /** The highest protocol of the Python that it ran on. */
  readonly protocol: Protocol
  readonly unencryptedRules: '1.3' | '1.10'
  readonly hasSameSite: boolean
  readonly defaultSerializer: 'pickle' | 'json'
}

export const VERSIONS: Readonly<Record<string, RecordedVersion>> = {
  '1.0-py27': {
    protocol: 2,
    unencryptedRules: '1.3',
    hasSameSite: false,
    defaultSerializer: 'pickle',
  },
  '1.3-py311': {
    protocol: 5,
    unencryptedRules: '1.3',
    hasSameSite: false,
    defaultSerializer: 'pickle',
  },
  '1.5-py27': {
    protocol: 2,
    unencryptedRules: '1.10',
    hasSameSite: false,
    defaultSerializer: 'pickle',
  },
  '1.10.8-py311': {
    protocol: 5,
    unencryptedRules: '1.10',
    hasSameSite: true,
    defaultSerializer: 'pickle',
  },
  '2.1-py311': {
    protocol: 5,
    unencryptedRules: '1.10',
    hasSameSite: true,
    defaultSerializer: 'json',
  },
}

/** @param kind the third part of a recording's name */
export function recordedFactory(kind: string, version: RecordedVersion): RecordedFactory {
  const sameSite = version.hasSameSite ? 'Lax' : null
  switch (kind) {
    case 'unenc':
      return {
        make: (secret, options) =>
          unencryptedCookieSessionFactoryConfig(secret, {
            protocol: version.protocol,
            pyramidVersion: version.unencryptedRules,
            cookieSameSite: sameSite,
            ...options,
          }),
        read: signedDeserialize,
      }
    case 'base':
      return {
        make: (_secret, options) =>
          baseCookieSessionFactory(base64OfJson, { sameSite, ...options }),
        read: (text) => base64OfJson.loads(Buffer.from(text)),
      }
    case 'signedjson':
      return signed(new JSONSerializer(), sameSite)
    default:
      return signed(
        version.defaultSerializer === 'json'
          ? new JSONSerializer()
          : new PickleSerializer(version.protocol),
        sameSite,
      )
  }
}

function signed(serializer: Serializer, sameSite: 'Lax' | null): RecordedFactory {
  return {
    make: (secret, options) =>
      signedCookieSessionFactory(secret, { serializer, sameSite, ...options }),
    read: (text, secret) =>
      new SignedSerializer(secret, 'pyramid.session.', { serializer }).loads(Buffer.from(text)),
  }
}

const json = new JSONSerializer()

/** What the recordings gave to the base factory. */
const base64OfJson: Serializer = {
  dumps: (value) => Buffer.from(Buffer.from(json.dumps(value)).toString('base64')),
  loads: (bytes) => json.loads(Buffer.from(Buffer.from(bytes).toString(), 'base64')),
}
