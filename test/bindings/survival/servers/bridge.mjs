// @ts-nocheck -- plain JavaScript: the processes of the tests run it as it stands
import { Readable } from 'node:stream'
import { serve } from './process.mjs'

/** Serves a fetch handler. */
export const serveFetch = (handle) =>
  serve((request, response) => void bridge(handle, request, response))

/** What a platform does with a fetch handler, in short. */
async function bridge(handle, request, response) {
  const abort = new AbortController()
  response.on('close', () => abort.abort())
  const hasBody = request.method === 'POST'
  try {
    const answer = await handle(
      new Request(`http://localhost${request.url}`, {
        method: request.method,
        headers: Object.entries(request.headers),
        signal: abort.signal,
        ...(hasBody && { body: Readable.toWeb(request), duplex: 'half' }),
      }),
    )
    response.writeHead(answer.status, [...answer.headers].flat())
    for await (const chunk of answer.body ?? []) response.write(chunk)
    response.end()
  } catch {
    if (response.headersSent) response.destroy()
    else response.writeHead(500).end('by the platform')
  }
}
