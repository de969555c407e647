// @ts-nocheck -- plain JavaScript: the processes of the tests run it as it stands
/** What an application of Astro can do wrong besides. */
import { webRoutes } from './web.mjs'

/** Faults of a context. */
export const astroFaults = {
  'redirect()': (context) => context.redirect('/elsewhere'),
  'rewrite()': (context) => context.rewrite('/respond'),
}

export function astroRoutes(heard, context) {
  const bound = ([name, fault]) => [name, () => fault(context)]
  const more = Object.fromEntries(Object.entries(astroFaults).map(bound))
  return webRoutes(heard, context.request, context.locals.session, more)
}
