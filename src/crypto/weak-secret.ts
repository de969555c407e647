/** Secrets that can be guessed: told of, not refused, for Pyramid takes them. */
import { latin1ToText } from '../lib/text.js'
import { warnOnce } from '../lib/warn.js'
import { IS_KNOWN, isKnownSecret } from './known-secrets.js'
import { keyOf, listOf } from './secret.js'
import type { Secret, Secrets } from './secret.js'

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
  const text = typeof secret === 'string' ? secret : bytes
  if (text.trim() === '') return 'is blank'
  if (isKnownSecret(text)) return IS_KNOWN
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
