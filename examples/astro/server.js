import { createServer } from 'node:http'

const { SESSION_KEY, HOST = 'localhost', PORT = '3000' } = process.env
if (!SESSION_KEY) {
  console.error('SESSION_KEY is not set. To make one: npx cartouche keygen')
  process.exit(1)
}

const { handler } = await import('./dist/server/entry.mjs')
createServer(handler).listen(Number(PORT), HOST, () => console.log(`http://${HOST}:${PORT}`))
