/** Imported to see what an application imports that has sealed sessions. */
export { sealedCookieSessionFactory } from 'cartouche'
export { withSession } from 'cartouche/node'
