/** What the types let through and what they refuse: checked by the compiler, `npm run check:types`. */
import { expectTypeOf } from 'vitest'
import { unencryptedCookieSessionFactoryConfig } from '../../src/index.js'
import type { Session, SessionFactory } from '../../src/index.js'
import { typeTest } from '../support/type-test.js'

interface Cart {
  userId: number
  items?: string[]
}

declare const cart: Session<Cart>
declare const anything: Session

typeTest('a typed session knows its keys and their types', () => {
  expectTypeOf(unencryptedCookieSessionFactoryConfig<Cart>).returns.toEqualTypeOf<
    SessionFactory<Cart>
  >()
  const uses = () => {
    expectTypeOf(cart.get('userId')).toEqualTypeOf<number | undefined>()
    expectTypeOf(cart.get('userId', 'none')).toEqualTypeOf<number | string>()
    expectTypeOf(cart.setDefault('userId', 1)).toEqualTypeOf<number>()
    expectTypeOf(cart.pop('userId')).toEqualTypeOf<number | undefined>()
    expectTypeOf(cart.popFlash()).toEqualTypeOf<unknown[]>()
    for (const [key, value] of cart) {
      expectTypeOf(key).toEqualTypeOf<'userId' | 'items'>()
      expectTypeOf(value).toEqualTypeOf<number | string[] | undefined>()
    }
    cart.update({ userId: 1 })
    cart.update([['userId', 1]])
    // @ts-expect-error -- no such key
    cart.get('user')
    // @ts-expect-error -- another type
    cart.set('userId', 'seven')
    // @ts-expect-error -- another type
    cart.update({ userId: 'seven' })
  }
  expectTypeOf(uses).returns.toBeVoid()
})

typeTest('an untyped session takes everything', () => {
  const uses = () => {
    expectTypeOf(anything.get('a')).toBeUnknown()
    anything.set('a', [1]).set(7, 'seven')
  }
  expectTypeOf(uses).returns.toBeVoid()
})
