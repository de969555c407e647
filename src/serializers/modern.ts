export { decodeData } from './modern-read.js'
export { encodeData } from './modern-write.js'
