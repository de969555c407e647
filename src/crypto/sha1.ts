import { createHash } from 'node:crypto'

/** The SHA-1 of a text, in hexadecimal: the name that Redis knows a script by. It keeps no secret. */
export const sha1Hex = (text: string): string => createHash('sha1').update(text).digest('hex')
