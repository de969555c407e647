export { decodeData, decodeValue } from './modern-read.js'
export type { CheckStorable, Storable, Unstorable } from './modern-types.js'
export { encodeData, encodeValue } from './modern-write.js'
