/** Serves the built inspector, as any server of files would. */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

export const FOLDER = fileURLToPath(new URL('../../dist/inspector/', import.meta.url))

export const FILES = ['index.html', 'inspector.js', 'style.css'] as const

const TYPES = ['text/html', 'text/javascript', 'text/css'] as const

export interface Served {
  readonly url: string
  readonly stop: () => void
}

export async function serveInspector(): Promise<Served> {
  const server = createServer(async (req, res) => {
    const name = req.url === '/' ? 'index.html' : req.url!.slice(1)
    const file = FILES.findIndex((known) => known === name)
    if (file < 0) res.writeHead(404).end()
    else {
      res.setHeader('Content-Type', `${TYPES[file]}; charset=utf-8`)
      res.end(await readFile(FOLDER + name))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, stop: () => void server.close() }
}
