/**
 * A real Pyramid application and a cartouche application behind one address, sharing one session: a
 * visitor goes from the one to the other and back, and notices nothing.
 */
import { describe } from 'vitest'
import {
  PickleSerializer,
  signedCookieSessionFactory,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { SessionFactory } from '../../src/index.js'
import { findPythonWith } from '../support/python.js'
import { SECRET, visits } from './visits.js'

const factories: Readonly<Record<string, () => SessionFactory>> = {
  'signed, JSON': () => signedCookieSessionFactory(SECRET),
  'signed, pickle': () =>
    signedCookieSessionFactory(SECRET, { serializer: new PickleSerializer() }),
  'first format': () => unencryptedCookieSessionFactoryConfig(SECRET),
}

const python = findPythonWith('pyramid.session', 'python3-pyramid')

describe.runIf(python).each(Object.keys(factories))('Pyramid beside cartouche: %s', (kind) => {
  visits(python!, kind, factories[kind]!)
})
