import { OptionError } from '../errors.js'
import { checkLatin1, readPayload } from '../formats/shared.js'
import { isSerializer } from '../serializers/shared.js'
import type { SessionFormat } from '../formats/shared-format.js'
import { tripleFormat } from '../formats/shared-triple.js'
import { resolveOptions } from '../lib/options.js'
import type { Given } from '../lib/options.js'
import { latin1ToText } from '../lib/text.js'
import { dictOfWith, dumpWith, loadWith } from '../serializers/call.js'
import type { Serializer } from '../serializers/shared.js'
import type { SessionFactory } from '../session/factory.js'
import type { DefaultData } from '../session/session.js'
import { laterFactory, laterSpecs } from './shared-pyramid.js'
import type { LaterOptions } from './shared-pyramid.js'

/** Options of {@link baseCookieSessionFactory}; what is left out has its default. */
export type BaseCookieSessionOptions = Given<LaterOptions>

/**
 * A session factory that keeps sessions in a cookie made by `serializer`. Nothing is signed or
 * encrypted unless the serializer does it: see {@link signedCookieSessionFactory}.
 *
 * Source: `pyramid.session.BaseCookieSessionFactory`, Pyramid 1.5 to 2.1.
 *
 * @param serializer makes bytes of `[accessed, created, data]`, plain values, and reads them; every byte
 * becomes one character of the cookie
 * @throws {OptionError} when it or an option is not what it must be
 *
 * @example
 * import { baseCookieSessionFactory, SignedSerializer } from 'cartouche'
 *
 * const serializer = new SignedSerializer('seekrit', 'shop.session', { hashAlg: 'sha256' })
 * const { session, commit } = baseCookieSessionFactory(serializer, { cookieName: 'shop' }).open()
 * session.set('userId', 7)
 * commit()[0]?.[1].startsWith('shop=') // → true
 */
export function baseCookieSessionFactory<Data extends object = DefaultData>(
  serializer: Serializer,
  options: BaseCookieSessionOptions = {},
): SessionFactory<Data> {
  const problem = isSerializer(serializer)
  if (problem !== undefined) throw new OptionError('serializer', problem)
  return laterFactory(formatOf(serializer), resolveOptions(laterSpecs, options))
}

/** Every byte of the serializer one character of the cookie. */
function formatOf(serializer: Serializer): SessionFormat {
  const dump = (triple: unknown): string => latin1ToText(dumpWith(serializer, triple))
  return tripleFormat({
    name: 'pyramid-base',
    isAuthenticated: false,
    open: (text) => {
      checkLatin1(text)
      return readPayload(() => loadWith(serializer, Buffer.from(text, 'latin1')))
    },
    sign: dump,
    dump,
    floatTimes: true,
    dictOf: dictOfWith(serializer),
  })
}
