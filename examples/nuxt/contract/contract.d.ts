import type { H3Error, H3Event } from 'h3'

declare global {
  /** What the test says of a server, and functions of h3 for it: see nuxt.framework.ts. */
  var cartoucheContract: {
    readonly servers: WeakMap<
      object,
      {
        readonly plugins: readonly ((nitroApp: { h3App: object }) => void)[]
        readonly answer: (event: H3Event) => unknown
        readonly answerError?: (error: H3Error, event: H3Event) => void | Promise<void>
      }
    >
    h3?: object
  }
}
