/** For bindings that speak the web's `Request` and `Response`: servers without a network, and replies. */
import { ORIGIN } from './harness.js'
import type { Answer, Head, Reply, Sent, Server } from './harness.js'

/** Sends requests to `handle` itself. */
export function serve(handle: (request: Request) => Response | Promise<Response>): Server {
  return {
    request: async (path, cookie, sent = {}) => {
      const request = requestOf(path, cookie, sent)
      return answerOf(request, await unlessAborted(sent.signal, handle(request)), sent)
    },
    stop: () => undefined,
  }
}

/** A reply as a `Response`. */
export function responseOf({ status, headers = [], chunks, location }: Reply): Response {
  if (location !== undefined)
    return Response.redirect(ORIGIN + location, (status as 302 | undefined) ?? 302)
  const head = { status: status ?? 200, headers: new Headers() }
  for (const [name, value] of headers) head.headers.append(name, value)
  const isWhole = Array.isArray(chunks) && chunks.length < 2
  return new Response(isWhole ? ((chunks[0] as string) ?? null) : streamOf(chunks), head)
}

function requestOf(path: string, cookie: string | undefined, sent: Sent): Request {
  const { method = 'GET', body, signal } = sent
  const headers = new Headers()
  for (const [name, value] of Object.entries(sent.headers ?? {})) {
    for (const each of [value].flat()) headers.append(name, each)
  }
  if (cookie !== undefined) headers.set('cookie', cookie)
  const origin = headers.has('host') ? `http://${headers.get('host')}` : ORIGIN
  const rest = { ...(body !== undefined && { body }), ...(signal !== undefined && { signal }) }
  return new Request(origin + path, { method, headers, ...rest })
}

async function answerOf(request: Request, response: Response, sent: Sent): Promise<Answer> {
  const head = headOf(response)
  sent.onHead?.(head)
  // Servers leave it out.
  if (request.method === 'HEAD') return { ...head, body: '' }
  return { ...head, body: await textOf(response, sent.signal) }
}

function headOf({ status, headers }: Response): Head {
  return {
    status,
    setCookies: headers.getSetCookie(),
    location: headers.get('location')?.replace(ORIGIN, '') ?? null,
    header: (name) => headers.get(name),
  }
}

/** Who goes away cancels the body. */
function textOf(response: Response, signal: AbortSignal | undefined): Promise<string> {
  if (signal === undefined || response.body === null) return response.text()
  return new Response(response.body.pipeThrough(new TransformStream(), { signal })).text()
}

function unlessAborted<T>(signal: AbortSignal | undefined, value: T | Promise<T>): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error))
  })
  return Promise.race([value, aborted])
}

async function* each(chunks: Reply['chunks']): AsyncGenerator<string> {
  yield* chunks
}

/** Nothing is asked for before somebody reads. */
function streamOf(chunks: Reply['chunks']): ReadableStream<Uint8Array> {
  const source = each(chunks)
  const encoder = new TextEncoder()
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await source.next()
        if (done === true) controller.close()
        else controller.enqueue(encoder.encode(value))
      },
      cancel: () => void source.return(undefined),
    },
    { highWaterMark: 0 },
  )
}
