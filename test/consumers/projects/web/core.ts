import {
  DeserializeError,
  MemoryRevocationList,
  OptionError,
  cookieSessionFactory,
  generateKey,
  sealedCookieSessionFactory,
  signedCookieSessionFactory,
  signedFormat,
} from 'cartouche'
import type { Session, SessionEvent, SessionFactory } from 'cartouche'

interface Data {
  userId: number
  cart: string[]
}

const sessions: SessionFactory<Data> = sealedCookieSessionFactory<Data>(generateKey(), {
  idleTimeout: 1800,
  revocation: new MemoryRevocationList(),
  onEvent: (event: SessionEvent) => event.type,
})
const { session, commit } = sessions.open(new Request('https://shop.example/'))
session.set('cart', ['apples'])
const cart: string[] = session.get('cart', [])
const userId: number | undefined = session.get('userId')
// @ts-expect-error -- the session holds no such key
session.set('unknown', 1)
// @ts-expect-error -- and no such value
session.set('userId', '1')

export const headers = new Headers(commit())
export const count = (one: Session<Data>): number => one.get('cart', []).length
export const keys: string[] = [...session.keys()]
export const others = [
  cookieSessionFactory(signedFormat(generateKey())),
  signedCookieSessionFactory('secret', { hashAlg: 'sha256', serializer: undefined }),
]
export const isOurs = (error: unknown): boolean =>
  error instanceof DeserializeError || error instanceof OptionError
export { cart, userId }
