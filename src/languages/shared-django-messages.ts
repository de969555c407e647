import { checkedCookie, cookieSpecs } from '../cookie/attributes.js'
import type { CookieOptions } from '../cookie/attributes.js'
import { readLastStrictly } from '../cookie/read-strictly.js'
import { setCookieWriter } from '../cookie/write.js'
import type { SetCookieWriter } from '../cookie/write.js'
import type { Secrets } from '../crypto/secret.js'
import { CookieTooLargeError, DeserializeError } from '../errors.js'
import { jsonOfMessage, messageOf } from '../formats/shared-django-messages.js'
import type { DjangoLevelMessage } from '../formats/shared-django-messages.js'
import { djangoSigner, djangoSigningSpecs } from '../formats/shared-django-signer.js'
import type { DjangoSigner, DjangoSigning } from '../formats/shared-django-signer.js'
import { readPayload } from '../formats/shared.js'
import { clockSpec } from '../lib/clock.js'
import { isBoolean, resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'
import { CompactJSONSerializer } from '../serializers/compact-json.js'
import type { HeaderLine } from '../session/factory.js'

interface Options extends Omit<CookieOptions, 'maxAge'>, DjangoSigning {
  /** The cookie's name. Default `'messages'`. */
  cookieName: string
  /** Whether scripts in the page cannot read the cookie. Default `true`. */
  httpOnly: boolean
  /** Seconds since 1970, with fractions; for tests. Default: the system's clock. */
  clock: () => number
}

/** Options of {@link DjangoMessagesCookie}; what is left out has its default. */
export type DjangoMessagesCookieOptions = Given<Options>

const { maxAge: _, ...attributeSpecs } = cookieSpecs

const specs: OptionSpecs<Options> = {
  ...attributeSpecs,
  ...djangoSigningSpecs,
  cookieName: { ...cookieSpecs.cookieName, fallback: 'messages' },
  httpOnly: { fallback: true, check: isBoolean },
  clock: clockSpec,
}

const SALT = 'django.contrib.messages'
/** What stands before the secret key wherever Django signs cookies. */
const PREFIX = 'django.http.cookies'
/** Behind the last message: there are more of them in the session. */
const NOT_FINISHED = '__messagesnotfinished__'
/** Characters, `max_cookie_size`: Django writes no longer ones. */
const MOST = 2048

const json = new CompactJSONSerializer()

/** What the cookie holds. */
export interface DjangoMessages {
  /** In the order in which they were added. */
  readonly messages: readonly DjangoLevelMessage[]
  /** Whether these are all; else Django has put the others into the session, where they are flash messages. */
  readonly isFinished: boolean
}

const NONE: DjangoMessages = { messages: [], isFinished: true }

/**
 * The `messages` cookie of Django's messages framework, where Django looks first unless `MESSAGE_STORAGE` says
 * otherwise. With `SessionStorage` they are flash messages of the session, and nothing else is needed.
 *
 * Source: `django.contrib.messages.storage.cookie`, Django 3.2 to 5.2. Older ones write another text.
 *
 * @throws {OptionError} when a secret or an option is not what it must be
 *
 * @example
 * import { DjangoMessagesCookie } from 'cartouche/django'
 *
 * const cookie = new DjangoMessagesCookie(process.env['SECRET_KEY'] ?? 'the SECRET_KEY of the settings')
 * const [, line] = cookie.write([{ level: 25, message: 'Saved' }])
 * cookie.read(line.split(';')[0]).messages // → [{ level: 25, message: 'Saved' }]
 * cookie.write([])[1].startsWith('messages=; Max-Age=0') // → true
 */
export class DjangoMessagesCookie {
  readonly cookieName: string
  readonly #signer: DjangoSigner
  readonly #setCookie: SetCookieWriter
  readonly #clock: () => number

  /** @param secretKey as for `djangoSessionFactory` */
  constructor(secretKey: Secrets, options: DjangoMessagesCookieOptions = {}) {
    const resolved = resolveOptions(specs, options)
    this.cookieName = resolved.cookieName
    this.#signer = djangoSigner(secretKey, resolved, SALT, PREFIX)
    this.#setCookie = setCookieWriter(checkedCookie({ ...resolved, maxAge: null }))
    this.#clock = resolved.clock
  }

  /**
   * The messages of a request. A cookie that was damaged or forged, or holds something else, has none.
   *
   * @param cookieHeader the Cookie header
   */
  read(cookieHeader: string | null | undefined): DjangoMessages {
    const [text = ''] = readLastStrictly(cookieHeader ?? '', this.cookieName)
    const items = this.#itemsOf(text)
    const isFinished = items.at(-1) !== NOT_FINISHED
    const messages = (isFinished ? items : items.slice(0, -1)).map(messageOf)
    if (!messages.every((message) => message !== undefined)) return NONE
    return { messages: messages.map(({ level, message }) => ({ level, message })), isFinished }
  }

  #itemsOf(text: string): readonly unknown[] {
    if (text === '' || text.length > SESSION_LIMITS.input) return []
    try {
      const value = readPayload(() => json.loads(this.#signer.open(text).payload))
      return Array.isArray(value) ? value : []
    } catch (error) {
      if (error instanceof DeserializeError) return []
      throw error
    }
  }

  /**
   * The Set-Cookie header that leaves messages for the next request: for those that were read and are to stay, too.
   * With none it takes the cookie away, as when all were shown.
   *
   * @param isSecure whether the request came over HTTPS, where `secure` is `'auto'`
   * @throws {CookieTooLargeError} for more than 2,048 characters; {CartoucheError} `BAD_VALUE` for a message that is
   * no text
   */
  write(messages: readonly DjangoLevelMessage[], isSecure?: () => boolean): HeaderLine {
    const now = this.#clock()
    if (messages.length === 0) return ['Set-Cookie', this.#setCookie('', now, 0, isSecure)]
    const items = messages.map(({ level, message }, at) =>
      jsonOfMessage(level, message, messages, [at, 'message']),
    )
    const text = this.#signer.sign(json.dumps(items), now)
    if (text.length > MOST) throw new CookieTooLargeError(text.length, MOST)
    return ['Set-Cookie', this.#setCookie(text, now, undefined, isSecure)]
  }
}
