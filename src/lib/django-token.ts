/**
 * Django's CSRF tokens:
 *
 *     secret = 32 characters of a-z, A-Z, 0-9
 *     token  = mask cipher, of as many each: the cipher's places in the alphabet are the sums of the others', modulo 62
 *
 * Source: `django.middleware.csrf`, Django 1.10 to 5.2.
 */

const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const SECRET_LENGTH = 32
const TOKEN = /^(?:[\da-zA-Z]{32}){1,2}$/

type RandomBytes = (size: number) => Uint8Array

/** A new secret under a mask. Where both are random, so is the cipher. */
export function newDjangoToken(randomBytes: RandomBytes): string {
  return newSecret(randomBytes) + newSecret(randomBytes)
}

/** 16 more than the secret has: with these the letters are as good as equally frequent. */
const RANDOM_BYTES = 40

/** A new secret. */
export function newSecret(randomBytes: RandomBytes): string {
  let number = BigInt(`0x${Buffer.from(randomBytes(RANDOM_BYTES)).toString('hex')}`)
  let secret = ''
  while (secret.length < SECRET_LENGTH) {
    secret += ALPHABET[Number(number % 62n)]!
    number /= 62n
  }
  return secret
}

/** The secret under another mask. */
export function maskSecret(secret: string, randomBytes: RandomBytes): string {
  const mask = newSecret(randomBytes)
  return mask + combined(secret, mask, 1)
}

/** The secret of a token, masked or not; `undefined` for what is neither. */
export function secretOf(token: unknown): string | undefined {
  if (typeof token !== 'string' || !TOKEN.test(token)) return undefined
  if (token.length === SECRET_LENGTH) return token
  return combined(token.slice(SECRET_LENGTH), token.slice(0, SECRET_LENGTH), -1)
}

function combined(text: string, mask: string, sign: 1 | -1): string {
  return Array.from(text, (letter, at) => {
    const place = ALPHABET.indexOf(letter) + sign * ALPHABET.indexOf(mask[at]!)
    return ALPHABET[(place + ALPHABET.length) % ALPHABET.length]
  }).join('')
}
