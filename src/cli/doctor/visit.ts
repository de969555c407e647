/** Visits pages as a browser does: keeps cookies, sends them, and follows redirects on this machine. */
import { parseSetCookie } from '../../cookie/parse-set-cookie.js'
import type { CookieJar } from '../../testing/jar.js'
import { ask } from './ask.js'
import type { Answer, Question } from './ask.js'
import { isOnThisMachine } from './machine.js'

/** A request, its answer, and what the browser made of it. */
export interface Step {
  readonly url: URL
  readonly method: string
  /** The Cookie header; `''` for none. */
  readonly sent: string
  readonly answer: Answer
  /** Why the browser did not keep cookies of the answer. */
  readonly refused: readonly string[]
  /** Seconds since 1970, when the answer was there. */
  readonly at: number
}

const MOST_REDIRECTS = 10

/** The steps of a visit, redirects included; at least one. */
export async function visit(jar: CookieJar, question: Question): Promise<readonly Step[]> {
  const steps: Step[] = []
  let next: Question | undefined = question
  while (next !== undefined && steps.length <= MOST_REDIRECTS) {
    const step = await stepOf(jar, next)
    steps.push(step)
    next = await redirectOf(step, next)
  }
  return steps
}

async function stepOf(jar: CookieJar, question: Question): Promise<Step> {
  const { url, method = 'GET', headers } = question
  const sent = jar.header(url)
  const cookie: Record<string, string> = sent === '' ? {} : { Cookie: sent }
  const answer = await ask({ ...question, headers: { ...headers, ...cookie } })
  const before = jar.refused.length
  jar.store(url, answer.lines)
  return { url, method, sent, answer, refused: jar.refused.slice(before), at: Date.now() / 1000 }
}

/** Where the answer sends the browser, if that is on this machine. */
async function redirectOf(
  { url, answer }: Step,
  question: Question,
): Promise<Question | undefined> {
  const to = locationOf(url, answer)
  if (to === undefined || !(await isOnThisMachine(to))) return undefined
  const isKept = answer.status === 307 || answer.status === 308
  return isKept ? { ...question, url: to } : { url: to }
}

export function locationOf(url: URL, { status, headers }: Answer): URL | undefined {
  const { location } = headers
  const isRedirect = [301, 302, 303, 307, 308].includes(status)
  return isRedirect && location !== undefined && URL.canParse(location, url.href)
    ? new URL(location, url)
    : undefined
}

/** Names in a Cookie header. */
export const namesSent = ({ sent }: Step): readonly string[] =>
  sent === '' ? [] : sent.split('; ').map((pair) => pair.split('=', 1)[0]!)

/** Names of the cookies that an answer sets or takes away. */
export const namesSet = ({ answer }: Step): readonly string[] =>
  answer.lines.map((line) => parseSetCookie(line).name)
