/** Reads the form in the body of a request of Node's, and leaves what it has read to the handler. */
import type { IncomingMessage } from 'node:http'
import { readForm } from './form.js'
import type { FormLimits } from './form.js'

/** Where frameworks look for a body that was read before. */
interface ReadBody {
  rawBody?: unknown
  readonly body?: unknown
}

/**
 * The form in the body of a request; `undefined` as {@link readForm} says. What was read is its `rawBody` then.
 *
 * @throws {CsrfBodyTimeout} when it does not end in time, or fails
 */
export async function readNodeForm(
  request: IncomingMessage,
  limits: FormLimits,
): Promise<FormData | undefined> {
  const read = request as unknown as ReadBody
  const known = read.rawBody ?? read.body
  if (known !== undefined && known !== null) return readForm(requestOf(request, known), limits)
  const chunks: Uint8Array[] = []
  const form = await readForm(requestOf(request, each(request, chunks)), limits)
  if (form !== undefined) read.rawBody = Buffer.concat(chunks)
  return form
}

/** The chunks of a body, which are kept too. */
async function* each(request: IncomingMessage, chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  for await (const chunk of request) {
    chunks.push(chunk as Uint8Array)
    yield chunk as Uint8Array
  }
}

/** The request as the platform's own. */
function requestOf({ headers }: IncomingMessage, body: unknown): Request {
  const kept = ['content-type', 'content-length'].flatMap((name) => {
    const value = headers[name]
    return typeof value === 'string' ? [[name, value] as [string, string]] : []
  })
  const init = { method: 'POST', headers: kept, body, duplex: 'half' }
  return new Request('http://localhost/', init as RequestInit)
}
