/** `cartouche seal`. */
import { defineCommand } from '../command.js'
import { MAKE_OPTIONS, makeCookie } from '../make-cookie.js'

export const command = defineCommand({
  usage: ['[JSON] --key-file FILE'],
  about: `Makes a sealed session cookie of data: for tests, and to sign in by hand. It is what
sealedCookieSessionFactory of the same key takes, and is printed as a Cookie header has it.`,
  options: MAKE_OPTIONS,
  examples: [
    [`cartouche seal '{"userId": 7}' --key-file session.key`, 'a session of user 7'],
    [
      `curl -b "$(cartouche seal '{"userId": 7}' --key-file session.key)" http://localhost:3000/`,
      'a request in it',
    ],
  ],
  most: 1,
  run: (call) => makeCookie(call, 'sealed'),
})
