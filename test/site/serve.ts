/** Serves the built site, as any server of files would. */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname } from 'node:path'

const FOLDER = new URL('../../build/site', import.meta.url)

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
}

export interface Served {
  /** Without a slash at its end. */
  readonly url: string
  readonly stop: () => void
}

export async function serveSite(): Promise<Served> {
  const server = createServer(async (req, res) => {
    const path = req.url!.replace(/[?#].*$/, '').replace(/\/$/, '/index.html')
    const content = await readFile(FOLDER.pathname + path).catch(() => undefined)
    if (content === undefined) res.statusCode = 404
    res.setHeader('Content-Type', TYPES[extname(path)] ?? 'application/octet-stream')
    res.end(content)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, stop: () => void server.close() }
}
