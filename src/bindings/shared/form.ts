/** Reads the form in the body of a web `Request`, and leaves the body to the handler. */
import { CsrfBodyTimeout } from '../../errors.js'

const FORM_TYPE = /^\s*(?:application\/x-www-form-urlencoded|multipart\/form-data)\s*(?:;|$)/i

/** What is spent on a form at most. */
export interface FormLimits {
  /** Bytes; they are held until the handler reads them. */
  readonly bytes: number
  readonly seconds: number
}

/**
 * The form in the body of a request; `undefined` where there is none, where it cannot be parsed or was
 * read before, and where it is too long.
 *
 * @throws {CsrfBodyTimeout} when it does not end in time, fails, or the request is aborted
 */
export async function readForm(
  request: Request,
  limits: FormLimits,
): Promise<FormData | undefined> {
  const { headers } = request
  const type = headers.get('content-type') ?? ''
  if (!FORM_TYPE.test(type) || Number(headers.get('content-length')) > limits.bytes)
    return undefined
  // Not before: some servers read no more than was asked for of a body that somebody has looked at.
  const { body, bodyUsed } = request
  if (body === null || bodyUsed || body.locked) return undefined
  const copy = request.clone()
  // Some platforms give the request itself: its handler would find nothing any more.
  if (copy === request) return undefined
  const bytes = await readInTime(copy.body!.getReader(), request.signal, limits)
  if (bytes === undefined) return undefined
  try {
    return await new Response(bytes, { headers: { 'Content-Type': type } }).formData()
  } catch {
    return undefined // No form after all.
  }
}

async function readInTime(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  signal: AbortSignal,
  limits: FormLimits,
): Promise<Buffer | undefined> {
  try {
    return await inTime(readBytes(reader, limits.bytes), signal, limits.seconds)
  } finally {
    // Not awaited: it would wait for the handler to be done with its half of the body.
    reader.cancel().catch(() => undefined)
  }
}

/** @throws {CsrfBodyTimeout} when `work` fails, the signal is aborted, or the time is over before it is done */
function inTime<T>(work: Promise<T>, signal: AbortSignal, seconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new CsrfBodyTimeout())
    const fail = (cause: unknown): void => reject(new CsrfBodyTimeout({ cause }))
    const timer = setTimeout(stop, seconds * 1000)
    // Some servers (srvx before 1) say so of a request that has come whole: what has come may be read then.
    const stopSoon = (): void => void setTimeout(stop)
    signal.addEventListener('abort', stopSoon)
    if (signal.aborted) stopSoon()
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stopSoon)
    }
    work.then(resolve, fail).finally(end)
  })
}

/** All bytes of a stream; `undefined` where there are more than `limit`. */
async function readBytes(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  limit: number,
): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(chunks)
    size += value.length
    if (size > limit) return undefined
    chunks.push(value)
  }
}
