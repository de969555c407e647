/**
 * The session cookie of Rack 2 (`Rack::Session::Cookie`): see shared-rack-hmac.ts. The Hash has "session_id", in Marshal
 * an object of `Rack::Session::SessionId`, and the data. It does not say when it ends.
 *
 * Source: Rack 2.2.
 */
import type { Secrets } from '../crypto/secret.js'
import { warnOfWeakSecrets } from '../crypto/weak-secret.js'
import { resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import { newRecord } from '../session/record.js'
import type { SessionFormat } from './shared-format.js'
import { codecOf, coderSpec, isHash } from './shared-rack-coder.js'
import type { RackCoder } from './shared-rack-coder.js'
import { SHORTEST, rackHmac } from './shared-rack-hmac.js'
import { dataOf, hashWriter, withoutId } from './shared-ruby-data.js'
import { rubyKeysOf } from './shared-ruby-keys.js'
import { escaped, unescaped } from './shared-ruby-text.js'

export type { RackCoder } from './shared-rack-coder.js'

/** Options of {@link rackFormat}, all of them. */
export interface RackFormatSettings {
  /** `:coder`. Default `'marshal'`. */
  coder: RackCoder
  /** `:hmac`, the hash function. Default `'SHA1'`. */
  hmac: 'SHA1' | 'SHA256' | 'SHA384' | 'SHA512'
}

/** Options of {@link rackFormat}; what is left out has its default. */
export type RackFormatOptions = Given<RackFormatSettings>

export const rackFormatSpecs: OptionSpecs<RackFormatSettings> = {
  coder: coderSpec,
  hmac: { fallback: 'SHA1', check: isHash },
}

/**
 * The format of Rack 2's session cookies: for `cookieSessionFactory` and `acceptFormats`. They are signed, not
 * encrypted.
 *
 * @param secret Rack's `:secret`; or a list, that and `:old_secret`: the first signs, all verify
 * @throws {OptionError} when it or an option is not what it must be
 *
 * @example
 * import { cookieSessionFactory } from 'cartouche'
 * import { rackFormat } from 'cartouche/rack'
 *
 * const format = rackFormat(process.env['SESSION_SECRET'] ?? 'for this example only', { coder: 'json' })
 * const { session, commit } = cookieSessionFactory(format, { cookieName: 'rack.session' }).open()
 * session.set('user_id', 7)
 * commit()[0]?.[1].startsWith('rack.session=') // → true
 */
export function rackFormat(secret: Secrets, options: RackFormatOptions = {}): SessionFormat {
  return rackFormatOf(secret, resolveOptions(rackFormatSpecs, options))
}

/** {@link rackFormat} by resolved options. */
export function rackFormatOf(secret: Secrets, { coder, hmac }: RackFormatSettings): SessionFormat {
  const { open, sign } = rackHmac(rubyKeysOf(secret, 'secret'), hmac)
  warnOfWeakSecrets(secret, SHORTEST)
  const { read, dump, pack, idOf } = codecOf(coder)
  const { dataText, bytesOf } = hashWriter(dump, idOf)
  return {
    name: 'rack',
    isAuthenticated: true,
    carriesId: false,
    times: 'none',
    read: (text) => {
      const rest = withoutId(dataOf(read(open(unescaped(text)))), idOf)
      return { ...newRecord(0), ...rest }
    },
    write: (record, _, text) => escaped(sign(pack(bytesOf(record, text)))),
    dataText,
  }
}
