/**
 * Factories over the formats of other backends: today's rules, so far as what the cookie carries lets them, with the
 * cookie that the backend sets.
 */
import { cookieSpecs } from '../cookie/attributes.js'
import type { CookieOptions } from '../cookie/attributes.js'
import type { SessionFormat } from '../formats/shared-format.js'
import type { OptionSpecs } from '../lib/options.js'
import type { SessionFactory } from '../session/factory.js'
import { MODERN } from '../session/life.js'
import { modernFactory, modernSpecs } from '../factories/shared-modern.js'
import type { ModernOptions } from '../factories/shared-modern.js'

/** No other backend's cookie carries an id by which a session can be ended. And the rules are not to choose. */
type Left = 'life' | 'revocation'

/** Options of a factory over another backend's format. */
export interface LanguageOptions<Data extends object>
  extends Omit<ModernOptions<Data>, Left>, Pick<CookieOptions, 'maxAge'> {
  /** Seconds that the browser keeps the cookie; `null`: until it is closed. Default: as the backend says. */
  maxAge: number | null
}

/** Where a backend's defaults differ from today's. */
type Defaults = Partial<LanguageOptions<object>>

/**
 * The options of such a factory, with the backend's defaults.
 *
 * @param defaults those that differ from today's; its cookie is `session`, as of no backend it begins with `__Host-`
 */
export function languageSpecs<Data extends object>(
  defaults: Defaults,
): OptionSpecs<LanguageOptions<Data>> {
  const { life: _life, revocation: _revocation, ...specs } = modernSpecs
  const all = { ...specs, maxAge: cookieSpecs.maxAge } as OptionSpecs<LanguageOptions<Data>>
  const given = Object.entries({ cookieName: 'session', ...defaults }) as [
    keyof Defaults,
    unknown,
  ][]
  const changed = given.map(([name, fallback]) => [name, { ...all[name], fallback }] as const)
  return { ...all, ...Object.fromEntries(changed) }
}

/**
 * The factory over a format, by resolved options.
 *
 * @param mostAhead seconds that a time in a cookie may be ahead of the clock. Default 60
 * @throws {OptionError} for options that do not go together, or not with the format
 */
export function languageFactory<Data extends object>(
  format: SessionFormat,
  options: LanguageOptions<Data>,
  mostAhead: number = MODERN.mostAhead,
): SessionFactory<Data> {
  const life = { ...MODERN, mostAhead }
  return modernFactory<Data>(format, { ...options, life, revocation: null })
}
