/** What a cookie is and what is in it: for the command line and the inspector. No I/O, and no keys but those given. */
export { detect } from './detect.js'
export { fromInput } from './input/index.js'
export { inspectCookie } from './inspect.js'
export { rewrite } from './rewrite.js'
export type * from './inspection.js'
