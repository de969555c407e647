/** Serves a few files, and lets the page that they make reach nothing. */
import { readFileSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname } from 'node:path'
import { CliError } from './errors.js'

/** By their paths in the URL: what is not here does not exist. */
export type Files = ReadonlyMap<string, Uint8Array>

/** All files of a folder; none, where there is no folder. */
export function filesBelow(folder: URL): Files {
  const files = new Map<string, Uint8Array>()
  for (const path of pathsBelow(folder)) {
    files.set(`/${path.replaceAll('\\', '/')}`, readFileSync(new URL(path, folder)))
  }
  return files
}

function pathsBelow(folder: URL): readonly string[] {
  try {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    return names.filter((name) => extname(name) !== '')
  } catch {
    return []
  }
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** Nothing from elsewhere, and nothing to anywhere: what is pasted stays in the page. */
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-cache',
}

export function serverOf(files: Files): Server {
  return createServer(({ method, url = '/' }, response) => {
    const path = url.split(/[?#]/, 1)[0]!
    const file = files.get(path === '/' ? '/index.html' : path)
    const isRead = method === 'GET' || method === 'HEAD'
    const status = isRead ? (file === undefined ? 404 : 200) : 405
    const type = (status === 200 && TYPES[extname(path) || '.html']) || 'text/plain; charset=utf-8'
    response.writeHead(status, { ...HEADERS, 'Content-Type': type })
    response.end(method === 'HEAD' ? undefined : status === 200 ? file : `${status}\n`)
  })
}

const PROBLEMS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'somebody listens there already: choose another by --port',
  EACCES: 'it is not allowed: choose a port from 1024 on by --port',
  EADDRNOTAVAIL: 'that host is none of this machine',
  ENOTFOUND: 'that host is not known',
}

/** @returns the URL */
export function listen(server: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', ({ code = '', message }: NodeJS.ErrnoException) => {
      reject(new CliError(`port ${port} of ${host}: ${PROBLEMS[code] ?? message}`))
    })
    server.listen(port, host, () => {
      const { port } = server.address() as AddressInfo
      resolve(`http://${host.includes(':') ? `[${host}]` : host}:${port}/`)
    })
  })
}
