/** Secrets that can be guessed: told of, not refused, for Pyramid takes them. */
import { latin1ToText } from '../lib/text.js'
import { warnOnce } from '../lib/warn.js'
import { keyOf, listOf } from './secret.js'
import type { Secret, Secrets } from './secret.js'

/** Examples of documentation, Pyramid's and ours, and what becomes of a variable that is not set. */
const KNOWN: ReadonlySet<string> = new Set([
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

/**
 * One warning of the process where a secret is known, blank, or shorter than `size` bytes.
 *
 * Source: RFC 2104, 3: keys shorter than the hash's output weaken HMAC.
 *
 * @param size bytes of the hash's output
 */
export function warnOfWeakSecrets(secrets: Secrets, size: number): void {
  for (const secret of listOf(secrets)) {
    const weakness = weaknessOf(secret, size)
    if (weakness === undefined) continue
    const remedy = `node -p "crypto.randomBytes(${size}).toString('hex')"`
    warnOnce(
      'CARTOUCHE_WEAK_SECRET',
      `secret ${weakness}: who guesses it can sign in as anybody. Make one with ${remedy}`,
    )
  }
}

function weaknessOf(secret: Secret, size: number): string | undefined {
  const bytes = latin1ToText(keyOf(secret))
  const text = (typeof secret === 'string' ? secret : bytes).trim().toLowerCase()
  if (text === '') return 'is blank'
  if (KNOWN.has(text)) return 'is an example that everybody knows, or a variable that was not set'
  if (bytes.length < size) return `is shorter than the ${size} bytes of its hash function`
  return repeats(bytes.trim(), size)
    ? `repeats fewer than the ${size} bytes of its hash function`
    : undefined
}

/** Whether `text` is fewer than `size` characters twice or more; the last time need not be whole. */
function repeats(text: string, size: number): boolean {
  for (let length = 1; length < size && length * 2 <= text.length; length++) {
    if (text.startsWith(text.slice(length))) return true
  }
  return false
}
