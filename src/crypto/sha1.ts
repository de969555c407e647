import { digest } from './native.js'

/** The SHA-1 of a text, in hexadecimal: the name that Redis knows a script by. It keeps no secret. */
export const sha1Hex = (text: string): string => digest('sha1', [text]).toString('hex')
