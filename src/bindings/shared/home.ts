/** Where it is kept what is known of a request, whatever frameworks around each other have in its place. */

/** A request of Node's, or what holds one. */
interface Around {
  readonly rawHeaders?: object
  /** Of Koa's context. */
  readonly req?: Around
  /** Of Fastify's requests. */
  readonly raw?: Around
}

/**
 * For a request of Node's its list of headers, which proxies and objects that inherit from the request reach too. Express
 * changes the prototype of requests, after which V8 takes long to add properties to them. A mock may have no such list,
 * and requests of the web have none.
 */
export function homeOf(request: object): object {
  const around = request as Around
  return listOf(around) ?? listOf(around.req) ?? listOf(around.raw) ?? around
}

/** The same, but that what a framework has in place of a request of Node's has a home of its own. */
export function ownHomeOf(request: object): object {
  return listOf(request as Around) ?? request
}

/** What stands in for a request of Node's may make a list anew each time, as in Nitro outside of Node. */
function listOf(request: Around | undefined): object | undefined {
  const list = request?.rawHeaders
  return list !== undefined && list === request?.rawHeaders ? list : undefined
}
