import { appendResponseHeader, send, sendRedirect, setResponseStatus } from 'h3'
import type { H3Event } from 'h3'

/** Gives each server of the test plugins of its own. */
export default defineNitroPlugin(({ h3App }) => {
  const contract = globalThis.cartoucheContract
  const { handler, options } = h3App
  const { onRequest, onBeforeResponse, onError } = options
  const apps = new WeakMap()

  const appOf = ({ node: { req } }: H3Event) => {
    const own = contract.servers.get(req)
    if (own === undefined) return { handler, stack: [], options: { onError } }
    const app = apps.get(own) ?? { handler, stack: [], options: { onError } }
    if (!apps.has(own)) for (const plugin of own.plugins) plugin({ h3App: app })
    apps.set(own, app)
    return app
  }

  contract.h3 = { appendResponseHeader, send, sendRedirect, setResponseStatus }
  h3App.handler = Object.assign((event: H3Event) => appOf(event).handler(event), handler)
  options.onError = (error, event) => appOf(event).options.onError(error, event)
  options.onRequest = async (event) => {
    await onRequest?.(event)
    await appOf(event).options.onRequest?.(event)
  }
  options.onBeforeResponse = async (event, response) => {
    await onBeforeResponse?.(event, response)
    await appOf(event).options.onBeforeResponse?.(event, response)
  }
  h3App.stack.unshift({
    route: '/',
    handler: defineEventHandler(async (event) => {
      for (const layer of appOf(event).stack) await layer.handler(event)
    }),
  })
})
