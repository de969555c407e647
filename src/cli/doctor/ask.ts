/** One request, and of its answer what matters to a session. */
import { request as httpRequest } from 'node:http'
import type { IncomingMessage, RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { CliError } from '../errors.js'

export interface Question {
  readonly url: URL
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  /** The Set-Cookie lines. */
  readonly lines: readonly string[]
  /** Its beginning, as text. */
  readonly body: string
}

const PATIENCE = 10_000 // milliseconds
/** Bytes of the body that are looked at for the fields of a form. */
const MOST_BODY = 1024 * 1024

/** As a browser that visits a page. */
const BROWSER = {
  Accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
  'Sec-Fetch-Dest': 'document',
  'Sec-Fetch-Mode': 'navigate',
  'Sec-Fetch-User': '?1',
  'Upgrade-Insecure-Requests': '1',
  'User-Agent': 'cartouche doctor',
}

/** @throws {CliError} where nobody answers */
export function ask({ url, method = 'GET', headers = {}, body }: Question): Promise<Answer> {
  const options: RequestOptions & { rejectUnauthorized: boolean } = {
    method,
    headers: { ...BROWSER, ...headers },
    timeout: PATIENCE,
    agent: false,
    // On this machine certificates are made by oneself, mostly.
    rejectUnauthorized: false,
  }
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    const request = send(url, options, (response) => void answerOf(response).then(resolve, reject))
    request.on('timeout', () => request.destroy(new CliError(late(url))))
    request.on('error', (error: NodeJS.ErrnoException) => reject(problemOf(url, error)))
    request.end(body)
  })
}

async function answerOf(response: IncomingMessage): Promise<Answer> {
  const { statusCode = 0, headers } = response
  const chunks: Buffer[] = []
  let size = 0
  // A page that never ends, such as a stream of events, has told its headers.
  const timer = setTimeout(() => response.destroy(), PATIENCE / 5)
  try {
    for await (const chunk of response) {
      chunks.push(chunk as Buffer)
      size += (chunk as Buffer).length
      if (size > MOST_BODY) break
    }
  } catch {
    // What came of the body will do.
  } finally {
    clearTimeout(timer)
  }
  return {
    status: statusCode,
    headers,
    lines: headers['set-cookie'] ?? [],
    body: Buffer.concat(chunks).toString(),
  }
}

const late = (url: URL): string => `${url.origin} did not answer within ${PATIENCE / 1000} seconds`

function problemOf(url: URL, error: NodeJS.ErrnoException): Error {
  if (error instanceof CliError) return error
  const { code = '', message } = error
  const problems: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'nobody answers: start the application, and see that the port is right',
    ENOTFOUND: 'that host is not known on this machine',
    ECONNRESET:
      'the connection was closed without an answer: is it HTTPS, or does the application crash?',
    EPROTO: 'it does not speak HTTPS: try http://',
    ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak HTTPS: try http://',
    ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak HTTPS: try http://',
    HPE_INVALID_CONSTANT: 'it does not speak HTTP: try https://',
    HPE_HEADER_OVERFLOW: 'its headers are larger than 16 KB',
  }
  return new CliError(`${url.origin}: ${problems[code] ?? (message || code)}`)
}
