/** Sessions of your own data where any session is taken, and what a sealed one cannot hold: checked by the compiler. */
import { expectTypeOf } from 'vitest'
import * as z from 'zod'
import {
  cookieSessionFactory,
  generateKey,
  sealedCookieSessionFactory,
  signedCookieSessionFactory,
  signedFormat,
} from '../../src/index.js'
import type { OpenSession, Session, SessionFactory } from '../../src/index.js'
import { typeTest } from '../support/type-test.js'

interface Cart {
  userId: number
  items?: string[]
  when: Date | null
}

interface Loose {
  anything: unknown
  7: boolean
}

declare const cart: Session<Cart>
declare const carts: SessionFactory<Cart>
const key = generateKey()

typeTest('a session of some data is a session', () => {
  const take = (session: Session): unknown => session.get('userId')
  const takeFactory = (factory: SessionFactory): OpenSession => factory.open()
  const uses = () => {
    take(cart)
    takeFactory(carts)
    takeFactory(signedCookieSessionFactory<Cart>('s'))
    const list: SessionFactory[] = [carts, signedCookieSessionFactory<Loose>('s')]
    const open: OpenSession = carts.open()
    return [list, open]
  }
  expectTypeOf(uses).toBeFunction()
  expectTypeOf<Session<Cart>>().toExtend<Session>()
  expectTypeOf<SessionFactory<Cart>>().toExtend<SessionFactory>()
  expectTypeOf<OpenSession<Loose>>().toExtend<OpenSession>()
})

typeTest('but not one of other data', () => {
  expectTypeOf<Session<Cart>>().not.toExtend<Session<{ userId: string }>>()
  expectTypeOf<Session>().not.toExtend<Session<Cart>>()
  expectTypeOf<SessionFactory<Cart>>().not.toExtend<SessionFactory<{ other: 1 }>>()
})

typeTest('a sealed session takes what it can keep', () => {
  const uses = () => {
    expectTypeOf(sealedCookieSessionFactory<Cart>(key)).toEqualTypeOf<SessionFactory<Cart>>()
    expectTypeOf(sealedCookieSessionFactory<Loose>([key])).toEqualTypeOf<SessionFactory<Loose>>()
    expectTypeOf(sealedCookieSessionFactory(key)).toEqualTypeOf<SessionFactory>()
    sealedCookieSessionFactory<Record<string, unknown>>(key, { idleTimeout: 60 })
    sealedCookieSessionFactory<{ map?: Map<string, Set<Date>>; big: bigint | undefined }>(key)
    sealedCookieSessionFactory<{ bytes: Uint8Array; buffer: Buffer }>(Buffer.alloc(32))
    sealedCookieSessionFactory<object>(key)
  }
  expectTypeOf(uses).returns.toBeVoid()
})

typeTest('and refuses what it cannot', () => {
  const uses = () => {
    // @ts-expect-error -- a function
    sealedCookieSessionFactory<{ call: () => void }>(key)
    // @ts-expect-error -- a function that may not be there
    sealedCookieSessionFactory<{ call?: () => void }>(key, { idleTimeout: 60 })
    // @ts-expect-error -- a symbol
    sealedCookieSessionFactory<{ mark: symbol }>(key)
    // @ts-expect-error -- a promise
    sealedCookieSessionFactory<{ later: Promise<number> }>(key)
    // @ts-expect-error -- inside
    sealedCookieSessionFactory<{ deep: { list: (number | symbol)[] } }>(key)
    // @ts-expect-error -- of a class
    sealedCookieSessionFactory<{ url: URL }>(key)
  }
  expectTypeOf(uses).returns.toBeVoid()
})

typeTest('of a schema, too', () => {
  const good = z.object({ userId: z.number(), when: z.date().optional() })
  const bad = z.object({ userId: z.number(), call: z.custom<() => void>() })
  const uses = () => {
    expectTypeOf(sealedCookieSessionFactory(key, { schema: good })).toEqualTypeOf<
      SessionFactory<z.output<typeof good>>
    >()
    expectTypeOf(cookieSessionFactory(signedFormat(key), { schema: good })).toEqualTypeOf<
      SessionFactory<z.output<typeof good>>
    >()
    // @ts-expect-error -- a function
    sealedCookieSessionFactory(key, { schema: bad })
  }
  expectTypeOf(uses).returns.toBeVoid()
})
