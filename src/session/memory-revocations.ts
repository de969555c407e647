import type { Revocation, RevocationList, SessionIdentity } from './revocation.js'
import { clockSpec } from '../lib/clock.js'
import { resolveOptions } from '../lib/options.js'

/** How many entries are added before those that are over are swept out. */
const SWEEP_EVERY = 1024

interface Entry {
  readonly until: number
  readonly before: number
}

/**
 * A list of ended sessions in the memory of one process: for applications of one process, and for tests. An
 * entry takes about 200 bytes until the last copy of its cookie has expired. What it knows is gone when the
 * process ends: then copies of cookies live on until their timeouts.
 *
 * @throws {OptionError} for options that are none
 *
 * @example
 * import { MemoryRevocationList, generateKey, sealedCookieSessionFactory } from 'cartouche'
 *
 * const revocation = new MemoryRevocationList()
 * const factory = sealedCookieSessionFactory(generateKey(), { revocation })
 * const { session, commit } = factory.open()
 * session.subject = 'user 7'
 * const cookie = commit()[0]?.[1].split(';')[0]
 * factory.open(cookie).session.invalidate()
 * factory.open(cookie).session.new // → true
 */
export class MemoryRevocationList implements RevocationList {
  readonly answersAtOnce = true
  readonly #clock: () => number
  readonly #ids = new Map<string, Entry>()
  readonly #subjects = new Map<string, Entry>()
  #added = 0

  constructor(options: { readonly clock?: () => number } = {}) {
    this.#clock = resolveOptions({ clock: clockSpec }, options).clock
  }

  readonly isRevoked = ({ id, subject, created }: SessionIdentity): boolean => {
    if (this.#ids.has(id)) return true
    const entry = subject === undefined ? undefined : this.#subjects.get(subject)
    return entry !== undefined && created <= entry.before
  }

  readonly revoke = (revocation: Revocation): void => {
    const until = revocation.until ?? Infinity
    if ('id' in revocation) this.#ids.set(revocation.id, { until, before: Infinity })
    else this.#revokeSubject(revocation.subject, { until, before: revocation.before })
    if (++this.#added % SWEEP_EVERY === 0) this.#sweep()
  }

  /** What was said before goes on to hold. */
  #revokeSubject(subject: string, { until, before }: Entry): void {
    const old = this.#subjects.get(subject) ?? { until: 0, before: -Infinity }
    this.#subjects.set(subject, {
      until: Math.max(old.until, until),
      before: Math.max(old.before, before),
    })
  }

  #sweep(): void {
    const now = this.#clock()
    for (const entries of [this.#ids, this.#subjects]) {
      for (const [key, { until }] of entries) if (until < now) entries.delete(key)
    }
  }
}
