/** Reads the form in the body of a web `Request`, and leaves the body to the handler. */

const FORM_TYPE = /^\s*(?:application\/x-www-form-urlencoded|multipart\/form-data)\s*(?:;|$)/i

/**
 * The form in the body of a request; `undefined` where there is none, where it cannot be parsed or was
 * read before, and where it is longer than `limit` bytes. Those bytes are held until the handler reads
 * them.
 */
export async function readForm(request: Request, limit: number): Promise<FormData | undefined> {
  const { headers, body, bodyUsed } = request
  const type = headers.get('content-type') ?? ''
  if (!FORM_TYPE.test(type) || body === null || bodyUsed || body.locked) return undefined
  if (Number(headers.get('content-length')) > limit) return undefined
  const bytes = await readBytes(request.clone().body!, limit)
  if (bytes === undefined) return undefined
  try {
    return await new Response(bytes, { headers: { 'Content-Type': type } }).formData()
  } catch {
    return undefined // No form after all.
  }
}

/** All bytes of a stream; `undefined` where there are more than `limit`. */
async function readBytes(
  stream: ReadableStream<Uint8Array>,
  limit: number,
): Promise<Buffer | undefined> {
  const reader = stream.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(chunks)
    size += value.length
    if (size > limit) break
    chunks.push(value)
  }
  // Not awaited: it would wait for the handler to be done with its half of the body.
  void reader.cancel()
  return undefined
}
