import { createServer } from 'node:http'

const { SESSION_KEY, HOST = 'localhost', PORT = '3000' } = process.env
if (!SESSION_KEY) {
  console.error('SESSION_KEY is not set. To make one: npx cartouche keygen')
  process.exit(1)
}

// SvelteKit takes all requests for HTTPS unless a header says otherwise, which a proxy would set. Here is none.
process.env.PROTOCOL_HEADER = 'x-forwarded-proto'
const { handler } = await import('./build/handler.js')

const server = createServer((request, response) => {
  request.headers['x-forwarded-proto'] = 'http'
  handler(request, response)
})
server.listen(Number(PORT), HOST, () => console.log(`http://${HOST}:${PORT}`))
