import { defineMiddleware } from 'nitro/h3'

/** The middleware of the server of the test. */
export default defineMiddleware((event, next) => {
  const { middleware } = globalThis.cartoucheContract.serverOf(event)
  const step = (at: number): unknown =>
    at === middleware.length ? next() : middleware[at](event, () => step(at + 1))
  return step(0)
})
