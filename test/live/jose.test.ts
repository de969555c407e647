/** Applications that make tokens of their own with jose beside ours. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { jwtSessionFactory } from '../../src/languages/jwt.js'
import { besideUs } from './language.js'

const APP = fileURLToPath(new URL('jose_app.mjs', import.meta.url))
const text = (name: string): string =>
  `${name}: секрет of 64 bytes and more, as SHA-512 wants it to be`
const keyOf = (size: number) => (name: string) => Buffer.alloc(size, name).toString('base64url')

for (const [algorithm, secretOf] of [
  ['HS256', text],
  ['HS384', text],
  ['HS512', text],
  ['A256GCM', keyOf(32)],
  ['A256CBC-HS512', keyOf(64)],
] as const) {
  const [secret, other] = [secretOf('of both sides'), secretOf('of nobody else')]
  const common = { algorithm, maxAge: 3600, secure: false }
  besideUs(algorithm, {
    start: () =>
      spawn(process.execPath, [APP, algorithm, secret], { stdio: ['ignore', 'pipe', 'inherit'] }),
    factory: (options = {}) => jwtSessionFactory(secret, { ...common, ...options }),
    stranger: () => jwtSessionFactory(other, common),
    lifetime: 3600,
    dates: 'text',
  })
}
