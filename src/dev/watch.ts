/** Notes of each session what the answer said of it, and why. */
import { tell } from '../lib/hook.js'
import { cookiesOf } from '../session/cookie-source.js'
import type { CookieSource } from '../session/cookie-source.js'
import type { BoundSession, RequestOutcome } from '../session/request-session.js'
import { insideOf } from '../session/inside.js'
import type { Session, SessionWay } from '../session/session.js'
import type { SessionSettings } from '../session/settings.js'
import { answerOf, effectOf, setLineOf } from './commits.js'
import type { Commit } from './commits.js'
import { marksIn, marksOf } from './marks.js'
import type { Marks } from './marks.js'
import { reasonsOf } from './reasons.js'
import type { Effect } from './reasons.js'
import { eventsOf, trailsOf } from './shared-memory.js'
import type { Memory } from './shared-memory.js'
import { snapshotOf } from './snapshot.js'
import type { Snapshot } from './snapshot.js'
import { Trail } from './trails.js'
import { messageOf } from './words.js'

/** A way whose headers are made of lines, as that of all sessions of this library is. */
interface Way extends SessionWay {
  lines(outcome?: RequestOutcome): string[]
}

/** The headers of an answer, and what kept them from being made. */
interface Made {
  readonly outcome: RequestOutcome
  readonly lines: readonly string[]
  readonly error?: unknown
  readonly hasFailed: boolean
}

/** Watches a session: it is looked at when it is opened, and each time that its headers are made. */
export function watch(
  { session }: Pick<BoundSession<never>, 'session'>,
  source: CookieSource,
  request: unknown,
  memory: Memory,
): void {
  const { way, settings } = inside(session)
  const cookies = cookiesOf(source)
  const watched = new Watched(way, settings, request, memory, () => marksIn(cookies(), settings))
  const { state, lines } = way
  way.state = () => watched.opened(state.call(way))
  way.lines = (outcome = {}) => {
    try {
      const made = lines.call(way, outcome)
      tell(() => watched.note({ outcome, lines: made, hasFailed: false }))
      return made
    } catch (error) {
      tell(() => watched.note({ outcome, lines: [], error, hasFailed: true }))
      throw error
    }
  }
}

export function inside(session: Session<never>): {
  readonly way: Way
  readonly settings: SessionSettings
} {
  return session[insideOf] as ReturnType<typeof inside>
}

class Watched {
  readonly #way: Way
  readonly #settings: SessionSettings
  readonly #request: unknown
  readonly #memory: Memory
  readonly #marks: () => Marks
  #before: Snapshot | undefined
  #trail: Trail | undefined
  #commit: Commit | undefined

  constructor(
    way: Way,
    settings: SessionSettings,
    request: unknown,
    memory: Memory,
    marks: () => Marks,
  ) {
    this.#way = way
    this.#settings = settings
    this.#request = request
    this.#memory = memory
    this.#marks = marks
  }

  opened(state: ReturnType<Way['state']>): ReturnType<Way['state']> {
    this.#before ??= snapshotOf(state, this.#settings)
    return state
  }

  /** Of what comes after the headers have gone out nothing goes out. */
  note(made: Made): void {
    const isOver = this.#before !== undefined && this.#way.state().isClosed
    if (isOver || this.#isForPage()) return
    const trail = this.#findTrail(marksOf(made.lines, this.#settings))
    if (trail === undefined) return
    const commit = this.#commitOf(made)
    if (this.#commit === undefined) trail.add(commit)
    else trail.replace(this.#commit, commit)
    this.#commit = commit
  }

  #isForPage(): boolean {
    const { path } = answerOf(this.#request, {})
    return this.#before === undefined && path !== undefined && this.#memory.paths.has(path)
  }

  /** @param given the marks of what the visitor is given; nothing is known of one without any */
  #findTrail(given: readonly string[]): Trail | undefined {
    const trails = trailsOf(this.#memory, this.#settings.cookieName)
    const { page, session } = this.#marks()
    // Anybody can send a text that is no session.
    const isGenuine = this.#before?.isNew === false
    const known = [...page, ...(isGenuine ? session : []), ...given]
    this.#trail ??= trails.find([...page, ...session])
    if (this.#trail === undefined && known.length === 0) return undefined
    trails.mark((this.#trail ??= new Trail()), known)
    return this.#trail
  }

  #commitOf(made: Made): Commit {
    const lines = made.lines.map(setLineOf)
    const effect = effectOf(lines)
    return {
      time: this.#settings.clock(),
      ...answerOf(this.#request, made.outcome),
      answers: 1,
      isTouched: this.#before !== undefined,
      lines,
      effect: made.hasFailed ? 'not written' : effect,
      reasons: this.#reasonsOf(made, effect),
    }
  }

  #reasonsOf({ outcome, error, hasFailed }: Made, effect: Effect): readonly string[] {
    if (hasFailed) return [messageOf(error)]
    if (this.#before === undefined) return ['nothing: it was not touched']
    const settings = this.#settings
    return reasonsOf({
      state: this.#way.state(),
      settings,
      before: this.#before,
      outcome,
      effect,
      events: eventsOf(this.#memory, this.#request, settings),
    })
  }
}
