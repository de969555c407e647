export { decodeData, decodeEach } from './modern-read.js'
export type { CheckStorable, Storable, Unstorable } from './modern-types.js'
export { encodeData } from './modern-write.js'
