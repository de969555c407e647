/** `cartouche sign`. */
import { defineCommand } from '../command.js'
import { MAKE_OPTIONS, makeCookie } from '../make-cookie.js'
import { WRITERS } from '../writers.js'

export const command = defineCommand({
  usage: ['[JSON] [--format FORMAT] --secret-file FILE'],
  about: `Makes a session cookie of data in the format of any backend: for tests, and to sign in by
hand. It is printed as a Cookie header has it; several, where the format has several.`,
  options: {
    format: {
      type: 'string',
      value: 'FORMAT',
      choices: Object.keys(WRITERS),
      help: 'signed (default), pyramid-signed, flask and so on',
    },
    ...MAKE_OPTIONS,
  },
  examples: [
    [
      `cartouche sign '{"userId": 7}' --key-file session.key`,
      "cartouche's own, which scripts can read",
    ],
    [
      `cartouche sign '{"user_id": 7}' --format flask --secret-file secret.txt`,
      'one that an application in Flask takes',
    ],
    [
      `cartouche sign '{"a": 1}' --format pyramid-signed --option hashAlg=sha256 --secret-file secret.txt`,
      'with an option of its factory',
    ],
  ],
  most: 1,
  run: (call) => makeCookie(call, call.values.format ?? 'signed'),
})
