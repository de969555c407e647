/** PHP's `serialize`, for plain data: see php-read.ts. */
export { readPhp } from './php-read.js'
export { writePhp } from './php-write.js'
