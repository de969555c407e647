/**
 * Django's sessions in signed cookies:
 *
 *     text    = what shared-django-signer.ts makes of a payload, with the salt of this backend
 *     payload = the session's dict as JSON without spaces, or as a pickle
 *
 * The time in it is that of the last writing. Where Django keeps messages and the CSRF token: shared-django-layout.ts.
 *
 * Source: `django.contrib.sessions.backends.signed_cookies`, Django 1.4 to 5.2.
 */
import type { Secrets } from '../crypto/secret.js'
import { newDjangoToken } from '../lib/django-token.js'
import { copyFloatNotes, noteKeyOrder } from '../lib/hints.js'
import { objectOf } from '../lib/index-keys.js'
import { isMap, isPlainObject } from '../lib/kinds.js'
import { resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import { latin1ToText } from '../lib/text.js'
import { TAKES_TRIPLES, dictOfWith, dumpWith, loadWith } from '../serializers/call.js'
import type { DictOf } from '../serializers/call.js'
import { CompactJSONSerializer } from '../serializers/compact-json.js'
import { isSerializer } from '../serializers/shared.js'
import type { Serializer } from '../serializers/shared.js'
import { newRecord } from '../session/record.js'
import { fromDjango, toDjango } from './shared-django-layout.js'
import { messageLevels, messageTagsSpec } from './shared-django-messages.js'
import type { MessageTags } from './shared-django-messages.js'
import { djangoSigner, djangoSigningSpecs } from './shared-django-signer.js'
import type { DjangoSigning } from './shared-django-signer.js'
import type { SessionFormat } from './shared-format.js'
import { readPayload } from './shared.js'
import { toDict } from './shared-python-dict.js'

/** Options of {@link djangoFormat}, all of them. */
export interface DjangoOptions extends DjangoSigning {
  /**
   * What the session's dict becomes: `SESSION_SERIALIZER`. Default: JSON as Django writes it; `new PickleSerializer()`
   * for Django's pickles (its default up to 1.5; gone in 5.0). One of your own is given a plain object (a Map where a
   * key is no text).
   */
  serializer: Serializer
  /** `MESSAGE_TAGS`: names of levels, `{ 40: 'danger' }`, which are the queues of flash messages. Default: Django's. */
  messageTags: MessageTags
}

/** Options of {@link djangoFormat}; what is left out has its default. */
export type DjangoFormatOptions = Given<DjangoOptions>

export const djangoFormatSpecs: OptionSpecs<DjangoOptions> = {
  ...djangoSigningSpecs,
  serializer: { fallback: new CompactJSONSerializer(), check: isSerializer },
  messageTags: messageTagsSpec,
}

const SALT = 'django.contrib.sessions.backends.signed_cookies'

/**
 * The format of Django's `signed_cookies`. Its messages in the session are flash messages here, in queues by the
 * level's tag (`''` for info), and its `_csrftoken` is the CSRF token.
 *
 * @param secretKey Django's `SECRET_KEY`; or a list, that and then `SECRET_KEY_FALLBACKS`: the first signs, all verify
 * @throws {OptionError} when a secret or an option is not what it must be
 *
 * @example
 * import { generateKey, sealedCookieSessionFactory } from 'cartouche'
 * import { djangoFormat } from 'cartouche/django'
 *
 * // Sessions move from Django's cookie to a sealed one.
 * const old = djangoFormat(process.env['SECRET_KEY'] ?? 'the SECRET_KEY of the settings')
 * const factory = sealedCookieSessionFactory(generateKey(), {
 *   acceptFormats: [{ format: old, cookieName: 'sessionid', until: '2030-01-01' }],
 * })
 * factory.open().session.new // → true
 */
export function djangoFormat(secretKey: Secrets, options: DjangoFormatOptions = {}): SessionFormat {
  return djangoFormatOf(secretKey, resolveOptions(djangoFormatSpecs, options))
}

/** {@link djangoFormat} by resolved options. */
export function djangoFormatOf(secretKey: Secrets, options: DjangoOptions): SessionFormat {
  const { serializer, messageTags } = options
  const signer = djangoSigner(secretKey, options, SALT)
  const levels = messageLevels(messageTags)
  const dictOf = dictOfWith(serializer)
  // Ours take a Map, which takes a fraction of the time.
  const given = isOurs(serializer) ? (data: object): object => data : plain
  const dump = (data: ReadonlyMap<unknown, unknown>): string =>
    latin1ToText(dumpWith(serializer, given(toDjango(data, levels))))
  return {
    name: 'django',
    isAuthenticated: true,
    carriesId: false,
    times: 'renewed',
    newCsrfToken: newDjangoToken,
    queueOf: levels.nameOf,
    read: (text) => {
      const { payload, time } = signer.open(text)
      const dict = dictOfValue(
        readPayload(() => loadWith(serializer, payload)),
        dictOf,
      )
      return { ...newRecord(time), data: dict && fromDjango(dict, levels) }
    },
    write: ({ data, accessed, renewed }, _, dataText = dump(data)) =>
      signer.sign(Buffer.from(dataText, 'latin1'), accessed ?? renewed),
    dataText: dump,
  }
}

/** Django takes what was signed for the dict, whatever it is; nothing else is one here. */
function dictOfValue(
  value: unknown,
  dictOf: DictOf | undefined,
): Map<unknown, unknown> | undefined {
  if (isMap(value) || isPlainObject(value)) return toDict(value)
  return dictOf?.(value, toDict)
}

const isOurs = (serializer: Serializer & { readonly [TAKES_TRIPLES]?: boolean }): boolean =>
  serializer[TAKES_TRIPLES] === true

/** A plain object, with Python's order of keys; a Map where a key is no text. */
function plain(data: ReadonlyMap<unknown, unknown>): object {
  const keys = [...data.keys()]
  if (!keys.every((key) => typeof key === 'string')) return data
  const object = objectOf([...data] as [string, unknown][])
  copyFloatNotes(data, object)
  noteKeyOrder(object, keys)
  return object
}
