import { generateKey, sealedCookieSessionFactory } from 'cartouche'
import { withSession } from 'cartouche/fetch'
import { CookieJar, mintCookie, readCookie, testClock, testRandomBytes } from 'cartouche/testing'

const clock = testClock(1_700_000_000)
const sessions = sealedCookieSessionFactory<{ cart: string[] }>(generateKey(), {
  clock,
  randomBytes: testRandomBytes('seed'),
})
const app = withSession(sessions, (_, session) => new Response(session.get('cart', []).join()))

export async function test(): Promise<string[] | undefined> {
  const cookie = mintCookie(sessions, { cart: ['apples'] })
  const response = await app(new Request('https://shop.example/', { headers: { cookie } }))
  const jar = new CookieJar()
  await jar.request(app, 'https://shop.example/')
  return readCookie(sessions, response)?.data.cart
}
