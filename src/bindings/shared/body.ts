/** Bodies of answers that are not sent. */
import type { Readable } from 'node:stream'
import { cancel } from './web.js'

/** Ends what would have filled a body: a stream, of Node's or the web's. Other bodies need nothing. */
export function endBody(body: unknown): void {
  if (body instanceof Response) cancel(body.body)
  else if (body instanceof ReadableStream) cancel(body)
  else (body as Partial<Readable> | null | undefined)?.destroy?.()
}
