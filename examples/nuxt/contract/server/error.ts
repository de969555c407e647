/** The application's own error handling, where the server of the test has one. */
export default defineNitroErrorHandler((error, event) =>
  globalThis.cartoucheContract.servers.get(event.node.req)?.answerError?.(error, event),
)
