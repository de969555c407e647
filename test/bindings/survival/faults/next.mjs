// @ts-nocheck -- plain JavaScript: the processes of the tests run it as it stands
/** What a route handler of Next.js can do wrong besides. */
import { webRoutes } from './web.mjs'

export const nextFaults = {
  'redirect()': (_request, _session, { navigation }) => navigation.redirect('/elsewhere'),
  'notFound()': (_request, _session, { navigation }) => navigation.notFound(),
}

export const nextRoutes = (heard, request, session) =>
  webRoutes(heard, request, session, nextFaults)
