/** Why sessions do not stick: one function a cause. */
import { maxAgeOf, parseSetCookie } from '../../cookie/parse-set-cookie.js'
import type { SetCookie } from '../../cookie/parse-set-cookie.js'
import { looksLikeMilliseconds } from '../../lib/options.js'
import { counted, durationOf } from '../duration.js'
import type { Finding, Level } from '../finding.js'
import { safe } from '../safe-text.js'
import type { Examined } from './examine.js'
import { createdIn } from './created.js'
import { locationOf, namesSent, namesSet } from './visit.js'
import type { Step } from './visit.js'

type Rule = (examined: Examined) => readonly Finding[]

const finding = (level: Level, subject: string, text: string): readonly Finding[] => [
  { level, subject, text },
]

/** What is found; without anything bad the session sticks. */
export function diagnose(examined: Examined): readonly Finding[] {
  return RULES.flatMap((rule) => rule(examined))
}

const isFailure = ({ answer }: Step): boolean => answer.status >= 500

const failures: Rule = ({ steps }) => {
  const step = steps.find(isFailure)
  if (step === undefined) return []
  const text = `${safe(step.url.pathname)} answers ${step.answer.status}: see the application's log first`
  return finding('bad', 'server error', text)
}

const noCookie: Rule = ({ name }) =>
  name === undefined
    ? finding(
        'bad',
        'no Set-Cookie',
        'no answer sets a cookie. Most sessions begin when something is put into them: visit a page that does, by --visit or --login; else see that the session is attached to this route, and that no proxy takes the header away',
      )
    : []

/** By the attribute that a browser refused a cookie for: what to do. */
const REMEDIES: Readonly<Record<string, string>> = {
  secure: 'serve it over HTTPS, or leave Secure out in development',
  domain: 'leave the domain out, or set it to one that this host is in',
  path: "set the path to '/'",
  value: 'keep less in the session, or put it into a store',
  sameSite: 'set secure too, or SameSite=Lax',
  partitioned: 'set secure too',
  httpOnly: 'set httpOnly too',
  line: 'look at what writes the Set-Cookie line',
}

const refused: Rule = ({ steps }) => {
  const reasons = new Set(steps.flatMap((step) => step.refused))
  return [...reasons].flatMap((reason) => {
    const [, option = ''] = /^.*?: (\w+)/.exec(reason) ?? []
    const remedy = REMEDIES[option] ?? 'change that attribute'
    return finding('bad', 'dropped by browsers', `${safe(reason)}: ${remedy}`)
  })
}

const wasSetIn = (name: string, step: Step): boolean => namesSet(step).includes(name)
const wasSentIn = (name: string, step: Step): boolean => namesSent(step).includes(name)

/** The line of the cookie that counts, of several the last. */
function lineIn(name: string, { answer }: Step): SetCookie | undefined {
  return answer.lines.map(parseSetCookie).findLast((cookie) => cookie.name === name)
}

const isRemoval = (cookie: SetCookie): boolean =>
  (maxAgeOf(cookie) ?? 1) <= 0 || Date.parse(cookie.attributes.get('expires') ?? '') <= 0

const notSent: Rule = ({ name, kept, url, rounds }) => {
  const cookie = kept.find((cookie) => cookie.name === name)
  const last = rounds.at(-1)!.at(-1)!
  if (cookie === undefined || wasSentIn(cookie.name, last)) return []
  const { host } = last.url
  const why =
    cookie.domain !== last.url.hostname && cookie.hostOnly
      ? `it is kept for ${cookie.domain} and the page is at ${host}: use one host name, localhost and 127.0.0.1 are two`
      : !last.url.pathname.startsWith(cookie.path)
        ? `its path is ${safe(cookie.path)} and the page is ${safe(url.pathname)}: set Path=/`
        : 'it is Secure and the page is not'
  return finding('bad', 'not sent back', `${safe(cookie.name)}: ${why}`)
}

const taken: Rule = ({ name, rounds }) => {
  const step = rounds
    .slice(1)
    .flat()
    .find((step) => {
      const line = name === undefined ? undefined : lineIn(name, step)
      return line !== undefined && isRemoval(line) && wasSentIn(name!, step)
    })
  if (step === undefined) return []
  const text = `${safe(name!)} is taken away at the next request: the application refuses it. ${REFUSED}`
  return finding('bad', 'refused', text)
}

const REFUSED =
  'Its secret may change at each start or differ between processes, another middleware may write a cookie of the same name, or a clock be wrong; onInvalid tells the reason'

const setAnew: Rule = ({ name, rounds }) => {
  const later = rounds.slice(1).flat()
  const set = later.filter(
    (step) => name !== undefined && wasSetIn(name, step) && wasSentIn(name, step),
  )
  if (name === undefined || set.length < rounds.length - 1) return []
  const lines = set.map((step) => lineIn(name, step)!)
  if (lines.some(isRemoval)) return []
  const first = rounds[0]!.flatMap((step) => lineIn(name, step) ?? []).at(-1)
  const made = [first, ...lines].map((line) => line && createdIn(line))
  if (new Set(made).size === made.length && made.every((time) => time !== undefined)) {
    return finding(
      'bad',
      'refused',
      `${safe(name)} holds a new session at each request: the application does not take the one that it has set. ${REFUSED}`,
    )
  }
  const isSame = new Set([first, ...lines].map((line) => line?.value)).size === 1
  return finding('doubt', 'set each time', isSame ? SAME : OTHER)
}

const SAME =
  'the same cookie is set at each request: that prolongs it, but no cache can keep the page. Set it when it changes'
const OTHER =
  'another value is set at each request. Either the application writes the session each time, or it does not take the one it has set: see by "cartouche inspect" whether what it holds goes on'

const times: Rule = ({ name, steps }) => {
  const lines = steps.flatMap((step) => (name === undefined ? [] : (lineIn(name, step) ?? [])))
  const ages = lines.map((line) => [line, maxAgeOf(line)] as const)
  const atOnce = ages.some(([line]) => isRemoval(line)) && ages.every(([line]) => isRemoval(line))
  if (atOnce)
    return finding(
      'bad',
      'Max-Age',
      'it ends as soon as it is set: Max-Age is 0 or less, or Expires has passed',
    )
  const odd = ages.find(([, age]) => age !== undefined && looksLikeMilliseconds(age))
  if (odd !== undefined) {
    return finding('doubt', 'Max-Age', `${odd[1]} looks like milliseconds: it is in seconds`)
  }
  const short = ages.find(([, age]) => age !== undefined && age > 0 && age < 60)
  return short === undefined
    ? []
    : finding('doubt', 'Max-Age', `the browser forgets it after ${counted(short[1]!, 'second')}`)
}

const SKEW = { doubt: 5, bad: 60 } // seconds; Date has whole ones

const clock: Rule = ({ steps }) => {
  const skews = steps.flatMap(({ answer, at }) => {
    const date = Date.parse(answer.headers.date ?? '') / 1000
    return Number.isNaN(date) ? [] : date - at
  })
  const [most = 0] = skews.toSorted((one, other) => Math.abs(other) - Math.abs(one))
  if (Math.abs(most) < SKEW.doubt) return []
  const direction = most > 0 ? 'ahead of' : 'behind'
  const text = `the server's clock is ${durationOf(most)} ${direction} this one: sessions of other servers end early, or are refused as made in the future`
  return finding(Math.abs(most) < SKEW.bad ? 'doubt' : 'bad', 'clock', text)
}

const hosts: Rule = ({ steps, url }) => {
  const away = steps.flatMap(({ url, answer }) => locationOf(url, answer) ?? [])
  const other = away.find((to) => to.hostname !== url.hostname)
  if (other === undefined) return []
  const text = `a redirect leads from ${url.hostname} to ${safe(other.hostname)}, which is not sent the cookies of ${url.hostname}`
  return finding('doubt', 'host changes', text)
}

const doubles: Rule = ({ kept, steps }) => {
  const names = kept.map(({ name }) => name)
  const twice = names.find((name, at) => names.indexOf(name) < at)
  if (twice !== undefined) {
    return finding(
      'bad',
      'two of a name',
      `${safe(twice)} is kept twice, for other paths or domains, and both are sent: the application may read the older one. Set it with one Path and Domain`,
    )
  }
  const step = steps.find((step) => new Set(namesSet(step)).size < namesSet(step).length)
  if (step === undefined) return []
  return finding(
    'doubt',
    'set twice',
    `an answer of ${safe(step.url.pathname)} sets one cookie twice: the last counts. Is the session attached twice?`,
  )
}

const MOST_HEADER = 8192 // bytes: what servers take of a line of headers, many of them

const header: Rule = ({ steps }) => {
  const size = Math.max(...steps.map(({ sent }) => Buffer.byteLength(sent)))
  if (size <= MOST_HEADER) return []
  return finding(
    'bad',
    'Cookie header',
    `${counted(size, 'byte')} of cookies are sent: many servers answer 431 or 400 above ${MOST_HEADER}`,
  )
}

const caches: Rule = ({ name, steps }) => {
  const step = steps.find((step) => name !== undefined && wasSetIn(name, step))
  const control = String(step?.answer.headers['cache-control'] ?? '')
  if (step === undefined || /no-store|private|no-cache/i.test(control)) return []
  return /public|s-maxage/i.test(control)
    ? finding(
        'bad',
        'caches',
        `a page that sets ${safe(name!)} says Cache-Control: ${safe(control)}: a proxy would hand the session to others`,
      )
    : finding(
        'doubt',
        'caches',
        `a page that sets ${safe(name!)} does not say Cache-Control: no-store: a proxy may hand the session to others`,
      )
}

const safari: Rule = ({ name, kept, url }) => {
  const cookie = kept.find((cookie) => cookie.name === name)
  if (cookie?.secure !== true || url.protocol === 'https:') return []
  return finding(
    'doubt',
    'Safari',
    `${safe(cookie.name)} is Secure and ${url.origin} is not: Chromium and Firefox keep it on this machine, Safari does not`,
  )
}

const proxies: Rule = ({ name, kept, behindProxy, url }) => {
  const cookie = kept.find((cookie) => cookie.name === name)
  if (behindProxy === undefined || cookie === undefined || cookie.secure) return []
  const line = behindProxy.lines.map(parseSetCookie).find((line) => line.name === name)
  if (line?.attributes.has('secure')) return []
  if (url.protocol === 'https:') return []
  return finding(
    'doubt',
    'proxies',
    `${safe(cookie.name)} is not Secure either when X-Forwarded-Proto says https. Behind a proxy that ends TLS: set secure to true, or 'auto' and let the framework trust the proxy`,
  )
}

const sticks: Rule = ({ name, rounds }) => {
  const [first, ...later] = rounds
  const isSentEach = later.every((round) => name !== undefined && wasSentIn(name, round.at(-1)!))
  if (first === undefined || name === undefined || !isSentEach) return []
  return finding('good', 'sent back', `the browser sends ${safe(name)} at each request`)
}

/** In the order in which they are to be mended. */
const RULES: readonly Rule[] = [
  failures,
  noCookie,
  refused,
  notSent,
  taken,
  setAnew,
  times,
  clock,
  hosts,
  doubles,
  header,
  sticks,
  caches,
  safari,
  proxies,
]
