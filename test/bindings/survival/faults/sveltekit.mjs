// @ts-nocheck -- plain JavaScript: the processes of the tests run it as it stands
/** What an application of SvelteKit can do wrong besides. */
import { webRoutes } from './web.mjs'

export const sveltekitFaults = {
  'redirect()': (_request, _session, heard) => heard.redirect(303, '/elsewhere'),
}

export const sveltekitRoutes = (heard, { request, locals }) =>
  webRoutes(heard, request, locals.session, sveltekitFaults)
