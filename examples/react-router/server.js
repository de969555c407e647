// Serves what `npm run build` has made.
import { createRequestListener } from '@react-router/node'
import { createServer } from 'node:http'

const { SESSION_KEY, HOST = 'localhost', PORT = '3000' } = process.env
if (!SESSION_KEY) {
  console.error('SESSION_KEY is not set. To make one: npx cartouche keygen')
  process.exit(1)
}

const build = await import('./build/server/index.js')
createServer(createRequestListener({ build })).listen(Number(PORT), HOST, () =>
  console.log(`http://${HOST}:${PORT}`),
)
