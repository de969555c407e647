/** The factories that the helpers work with: all. */
import {
  JSONSerializer,
  PickleSerializer,
  SignedSerializer,
  baseCookieSessionFactory,
  cookieSessionFactory,
  generateKey,
  sealedCookieSessionFactory,
  signedCookieSessionFactory,
  signedFormat,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { SessionFactory } from '../../src/index.js'

export type Data = Record<string, unknown>

/** What all of them take, whatever else they do. */
export interface Options {
  readonly clock?: () => number
  readonly randomBytes?: (size: number) => Uint8Array
  readonly onEvent?: () => void
}

/** A factory's maker. Each call has a secret of its own, unless it is told which. */
export interface Kind {
  readonly name: string
  readonly make: (options?: Options, secret?: string) => SessionFactory<Data>
}

/** Those whose format carries an id, and with it subject and persistence. */
export const modern: readonly Kind[] = [
  {
    name: 'sealed',
    make: (options, key = generateKey()) => sealedCookieSessionFactory(key, options),
  },
  {
    name: 'general, signed format',
    make: (options, key = generateKey()) => cookieSessionFactory(signedFormat(key), options),
  },
]

export const pyramids: readonly Kind[] = [
  {
    name: 'unencrypted',
    make: (options, secret = generateKey()) =>
      unencryptedCookieSessionFactoryConfig(secret, options),
  },
  {
    name: 'signed, JSON',
    make: (options, secret = generateKey()) => signedCookieSessionFactory(secret, options),
  },
  {
    name: 'signed, pickle',
    make: (options, secret = generateKey()) =>
      signedCookieSessionFactory(secret, { serializer: new PickleSerializer(), ...options }),
  },
  {
    name: 'base',
    make: (options, secret = generateKey()) => {
      const serializer = new JSONSerializer()
      return baseCookieSessionFactory(new SignedSerializer(secret, 'shop', { serializer }), options)
    },
  },
]

export const kinds: readonly Kind[] = [...modern, ...pyramids]
