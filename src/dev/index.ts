/** For development: a page that shows the session of a browser, and why its cookie was set. */
export { sessionPage } from './session-page.js'
export type { SessionPage, SessionPageOptions } from './session-page.js'
