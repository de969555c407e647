import type { IncomingMessage, ServerResponse } from 'node:http'
import { createGzip } from 'node:zlib'
import type { Gzip } from 'node:zlib'
import { onHeaders } from './on-headers.js'

type Call = (...args: unknown[]) => unknown

/** Compresses what is written, in the way of Express's middleware `compression`: around the methods of a response. */
export function compress(_request: IncomingMessage, response: ServerResponse): void {
  const { on, write, end } = response as unknown as Record<'on' | 'write' | 'end', Call>
  const call = (method: Call, ...args: unknown[]): unknown => Reflect.apply(method, response, args)
  const listeners: Call[] = []
  let gzip: Gzip | undefined
  const begin = (): Gzip => {
    if (!response.headersSent) response.writeHead(response.statusCode)
    return gzip!
  }
  response.write = (data: string | Buffer) => begin().write(data)
  response.end = ((data?: string | Buffer) => {
    begin().end(data)
    return response
  }) as never
  response.on = ((event: string, listener: Call) => {
    if (event !== 'drain') call(on, event, listener)
    else if (gzip === undefined) listeners.push(listener)
    else gzip.on('drain', listener)
    return response
  }) as never
  onHeaders(response, () => {
    gzip = createGzip()
    for (const listener of listeners) gzip.on('drain', listener)
    response.setHeader('Content-Encoding', 'gzip')
    response.removeHeader('Content-Length')
    gzip.on('data', (data) => void (call(write, data) === false && gzip?.pause()))
    gzip.on('end', () => call(end))
    call(on, 'drain', () => gzip?.resume())
  })
}
