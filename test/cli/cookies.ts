/** Cookies that real applications have written, and what they were signed with. */
import { readVectors } from '../support/vectors.js'

export interface Recorded {
  readonly text: string
  readonly secret: string
  /** Seconds since 1970, a minute after it was written. */
  readonly at: string
}

interface FlaskVector {
  readonly name: string
  readonly keys: readonly string[]
  readonly cookie: string
  readonly now: number
  readonly accepted: boolean
}

function flaskCookie(name: string): Recorded {
  const vector = readVectors<FlaskVector>('languages/flask-3.1').find((one) => one.name === name)!
  return { text: vector.cookie, secret: vector.keys[0]!, at: String(vector.now + 60) }
}

/** Flask 3.1: `{'value': True}`. */
export const FLASK = flaskCookie('type: true')

interface Scenario {
  readonly cookie: string | null
  readonly factory: string
  readonly name: string
  readonly secret: { readonly v: string }
  readonly finished_at: number
}

function pyramidCookie(version: string): Recorded {
  const [first] = readVectors<Scenario>(`pyramid/scenarios/${version}`)
  const { cookie, secret, finished_at: end } = first!
  return { text: cookie!, secret: secret.v, at: String(end + 60) }
}

/** The same, of all types that Flask has. */
export const FLASK_TYPES = flaskCookie('type: everything')

/** Pyramid 1.3: `{'user': 'oyhztyy'}`, in a pickle; 2.1: JSON. */
export const PYRAMID_1 = pyramidCookie('1.3-py311')
export const PYRAMID_2 = pyramidCookie('2.1-py311')

interface Pair {
  readonly name: string
  readonly cookie: string
  readonly keys: readonly string[]
}

/** cookie-session: two cookies, the one with the signature of the other. */
export const COOKIE_SESSION = readVectors<Pair>('languages/cookie-session')[1]!
