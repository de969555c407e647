/** The test says what is done, by the middleware of each server. */
export const onRequest = (context, next) =>
  globalThis.cartoucheContract.serverOf(context).onRequest(context, next)
