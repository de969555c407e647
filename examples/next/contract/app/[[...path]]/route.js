// The application under test, of the server that the request came to: see next.framework.ts.
const handle = (request, context) => {
  const { servers } = globalThis.cartoucheContract
  return servers.get(request.headers.get('x-contract'))(request, context)
}

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
}
