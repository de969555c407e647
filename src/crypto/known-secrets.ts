/** Examples of documentation, Pyramid's and ours and others', and what becomes of a variable that is not set. */
export const KNOWN_SECRETS: ReadonlySet<string> = new Set([
  'seekrit',
  'sekrit',
  'seekr1t',
  'itsaseekreet',
  'secret',
  'mysecret',
  'my secret',
  'supersecret',
  'super secret',
  'sosecret',
  'a secret',
  'session secret',
  'session_secret',
  'a long random secret',
  'a long random secret, the same on both sides',
  'demo secret, known to everybody',
  'change me',
  'changeme',
  'complex_password_at_least_32_characters_long',
  'password',
  'keyboard cat',
  'undefined',
  'null',
  'none',
  'nan',
  'true',
  'false',
  '[object object]',
  '[object promise]',
])

/** What is wrong with one of them, for a message. */
export const IS_KNOWN = 'is an example that everybody knows, or a variable that was not set'

/** Whether `text` is one of them, in any letters, with or without space around it. */
export function isKnownSecret(text: string): boolean {
  return KNOWN_SECRETS.has(text.trim().toLowerCase())
}
