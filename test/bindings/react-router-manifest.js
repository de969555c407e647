/**
 * An application of React Router as its compiler would build it: one route for all paths.
 *
 * @param {{
 *   loader: (args: import('react-router').LoaderFunctionArgs) => unknown
 *   page?: import('react-router').ServerBuild['entry']['module']['default'] | undefined
 * }} route
 * @param {import('react-router').MiddlewareFunction[]} middleware
 * @param {NonNullable<import('react-router').ServerBuild['entry']['module']['handleError']>} handleError
 * @returns {import('react-router').ServerBuild}
 */
export function buildOf({ loader, page }, middleware, handleError) {
  const Component = page && (() => null)
  const module = { loader, action: loader, middleware, default: Component }
  const entry = { default: page ?? (() => new Response('unused')), handleError }
  const routes = { all: { id: 'all', path: '*', module } }
  const assets = { version: '1', url: '', entry: { imports: [], module: '' }, routes: {} }
  return /** @type {import('react-router').ServerBuild} */ (
    /** @type {unknown} */ ({
      entry: { module: entry },
      routes,
      assets,
      publicPath: '/',
      assetsBuildDirectory: '',
      future: {},
      ssr: true,
      isSpaMode: false,
      prerender: [],
      routeDiscovery: { mode: 'initial', manifestPath: '/__manifest' },
    })
  )
}
