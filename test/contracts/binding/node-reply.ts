/** For bindings whose handlers answer on a response of Node's. */
import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { Reply } from './harness.js'

export function sendReply(response: ServerResponse, reply: Reply): void {
  const { status, headers = [], chunks, location } = reply
  response.statusCode = status ?? (location === undefined ? 200 : 302)
  if (location !== undefined) response.setHeader('Location', location)
  for (const [name, value] of headers) response.appendHeader(name, value)
  sendChunks(response, chunks)
}

/** The body of a reply whose status and headers the framework has set. */
export function sendChunks(response: ServerResponse, chunks: Reply['chunks']): void {
  if (Array.isArray(chunks) && chunks.length < 2) response.end(chunks[0])
  else Readable.from(chunks as Iterable<string>).pipe(response)
}

/** What Express's responses have, and those of frameworks on top of it. */
interface ExpressResponse extends ServerResponse {
  redirect(status: number, url: string): void
  append(name: string, value: string): unknown
  status(status: number): unknown
  send(body?: string): unknown
}

export function sendByExpress(response: ExpressResponse, reply: Reply): void {
  const { status, headers = [], chunks, location } = reply
  if (location !== undefined) return response.redirect(status ?? 302, location)
  for (const [name, value] of headers) response.append(name, value)
  response.status(status ?? 200)
  if (Array.isArray(chunks) && chunks.length < 2) response.send(chunks[0] as string | undefined)
  else sendChunks(response, chunks)
}
