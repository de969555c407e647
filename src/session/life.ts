/** Whose rules a session follows, as data: no other file knows the versions of Pyramid. */

/** The rules of a session's life. All times are seconds. */
export interface SessionLife {
  /** Seconds without access after which a session has ended; `null`: never. */
  readonly idleTimeout: number | null
  /** Seconds since it was made, or since sign-in (`regenerate()`), after which a session has ended; `null`: never. */
  readonly absoluteTimeout: number | null
  /** Whether reading writes the cookie anew: always, or when it is older than so many seconds; `null`: never. */
  readonly reissueTime: 'always' | number | null
  /** Whether what writes to the session makes the response carry the cookie, whatever it wrote. */
  readonly writesMark: boolean
  /** Whether `changed()` does. */
  readonly changedMarks: boolean
  /** Whether data that differ from those that were read do, however they came to differ. */
  readonly detectChanges: boolean
  /** Whether a session that begins in this request, and holds nothing, gets a cookie where something is written to it. */
  readonly sendsEmpty: boolean
  /** Whether a session that has ended is a new one; else it is the old one, without its data. */
  readonly expiredIsNew: boolean
  /** Whether `invalidate()` begins another session and takes the browser's cookie away; else it only empties. */
  readonly invalidateEnds: boolean
  /** Seconds that a time in a cookie may be ahead of the clock. */
  readonly mostAhead: number
  /** Whether what is no number may stand in the place of a time: Pyramid's oldest cookies may hold anything there. */
  readonly takesAnyTime: boolean
}

/** Whoever has a wrong time zone is less than a day ahead. */
const DAY = 86_400

const PYRAMID_1_0: SessionLife = {
  idleTimeout: 1200,
  absoluteTimeout: null,
  reissueTime: 'always',
  writesMark: true,
  changedMarks: false,
  detectChanges: false,
  sendsEmpty: true,
  expiredIsNew: false,
  invalidateEnds: false,
  mostAhead: DAY,
  takesAnyTime: true,
}

/** From 1.5 on, times go through `float()`. */
const PYRAMID_1_5: SessionLife = /* @__PURE__ */ changed(PYRAMID_1_0, {
  reissueTime: 0,
  changedMarks: true,
  takesAnyTime: false,
})

/** A call, which bundlers leave out where it is marked and nobody asks for it; a spread they keep. */
function changed(life: SessionLife, rules: Partial<SessionLife>): SessionLife {
  return { ...life, ...rules }
}

/** Today's rules: what changed is written, and nothing else unless it is due. */
export const MODERN = {
  idleTimeout: 1800,
  absoluteTimeout: 43_200,
  reissueTime: 60,
  writesMark: false,
  changedMarks: true,
  detectChanges: true,
  sendsEmpty: false,
  expiredIsNew: true,
  invalidateEnds: true,
  mostAhead: 60,
  takesAnyTime: false,
} as const satisfies SessionLife

/** The rules by their names; `timeout` and `reissueTime` are options of the factories that have them. */
export const LIVES = {
  /** Pyramid 1.0 to 1.4: every access writes the cookie. */
  'pyramid-1.0': PYRAMID_1_0,
  /** Pyramid 1.5 to 1.10, the first factory: writing does, and reading from the second after the last one on. */
  'pyramid-1.5': PYRAMID_1_5,
  /** Pyramid from 1.5 on, the later factories: the same, and when reading does is an option. */
  'pyramid-2.0': PYRAMID_1_5,
  /** Today's. */
  modern: MODERN,
} as const satisfies Record<string, SessionLife>
