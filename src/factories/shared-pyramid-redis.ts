/** Which version of which package is meant, and how it signs the keys of Redis in cookies. */
import { signatureSize } from '../crypto/mac.js'
import type { Secrets } from '../crypto/secret.js'
import { warnOfWeakSecrets } from '../crypto/weak-secret.js'
import { DeserializeError, OptionError } from '../errors.js'
import { signedDeserialize, signedSerialize } from '../formats/pyramid-hex.js'
import { SignedSerializer } from '../formats/pyramid-signed.js'
import type { SignedText } from '../formats/shared.js'
import { PYRAMID_REDIS } from '../formats/shared-pyramid-redis.js'
import type { PyramidRedisVersion } from '../formats/shared-pyramid-redis.js'
import { isLatin1 } from '../lib/latin1.js'

/** What is chosen. */
interface Choice {
  readonly package: keyof typeof PYRAMID_REDIS
  readonly packageVersion: string | null
  readonly timeout: number | null
  readonly pythonExpires: boolean
  readonly timeoutTrigger: number | null
}

/** Options that not every version has. */
const OF_SOME = [
  'prefix',
  'setRedisTtl',
  'useIntTime',
  'timeoutTrigger',
  'pythonExpires',
  'invalidateEmptySession',
]

/**
 * @param given the options as the application gave them
 * @throws {OptionError} for a version that the package does not have, or an option that the version does not
 */
export function versionOf(choice: Choice, given: object): PyramidRedisVersion {
  const { package: name, packageVersion } = choice
  const versions: Readonly<Record<string, PyramidRedisVersion>> = PYRAMID_REDIS[name]
  const known = Object.keys(versions)
  const version = versions[packageVersion ?? known.at(-1)!]
  if (version === undefined) {
    throw new OptionError('packageVersion', `must be one of those of ${name}: ${known.join(', ')}`)
  }
  for (const [option, value] of Object.entries(given)) {
    const isThere = !OF_SOME.includes(option) || version.takes.includes(option)
    if (value !== undefined && !isThere) {
      throw new OptionError(option, 'is not in that version of the package')
    }
  }
  checkTimes(choice)
  return version
}

function checkTimes({ package: name, timeout, pythonExpires, timeoutTrigger }: Choice): void {
  if (timeout === null && name === 'pyramid_redis_sessions') {
    throw new OptionError('timeout', `must be a number of seconds in ${name}`)
  }
  if (timeoutTrigger !== null && !pythonExpires) {
    throw new OptionError('timeoutTrigger', 'needs pythonExpires')
  }
}

/** The signed text of a cookie, by what the version makes of a key. */
export function signedIds({ cookie }: PyramidRedisVersion, secret: Secrets): SignedText {
  return cookie === 'pickle' ? pickledIds(secret) : textIds(secret)
}

function pickledIds(secret: Secrets): SignedText {
  warnOfWeakSecrets(secret, signatureSize('sha1'))
  // What it refuses is a mistake of the application, to be told when the factory is made.
  signedSerialize('', secret)
  return {
    sign: (id) => signedSerialize(id, secret),
    open: (text) => signedDeserialize(text, secret),
  }
}

/** The salt of the package. */
const SALT = 'pyramid_session_redis.'

const TEXT = {
  dumps: (id: unknown): Uint8Array => Buffer.from(id as string),
  loads: (bytes: Uint8Array): string =>
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
}

function textIds(secret: Secrets): SignedText {
  const signed = new SignedSerializer(secret, SALT, { serializer: TEXT })
  return {
    sign: (id) => Buffer.from(signed.dumps(id)).toString('latin1'),
    open: (text) => {
      if (!isLatin1(text)) throw new DeserializeError('BAD_TEXT', 'The text is beyond latin-1')
      return signed.loads(Buffer.from(text, 'latin1'))
    },
  }
}
