/** Answers as the server of the test says. */
export default defineEventHandler((event) =>
  globalThis.cartoucheContract.servers.get(event.node.req)?.answer(event),
)
