import { randomBytes as nodeRandomBytes } from 'node:crypto'

/** Returns `size` unpredictable bytes. */
export type RandomBytes = (size: number) => Uint8Array

/** The operating system's generator. */
export const randomBytes: RandomBytes = (size) => nodeRandomBytes(size)
