/** The visits that show whether a session sticks. */
import { parseSetCookie } from '../../cookie/parse-set-cookie.js'
import { CookieJar } from '../../testing/jar.js'
import type { JarCookie } from '../../testing/jar-cookie.js'
import { filledForm } from './form.js'
import { ask } from './ask.js'
import type { Answer } from './ask.js'
import { visit } from './visit.js'
import type { Step } from './visit.js'

export interface Examined {
  readonly url: URL
  /** What came first: other pages, the login. */
  readonly before: readonly Step[]
  /** The page, three times. */
  readonly rounds: readonly (readonly Step[])[]
  readonly steps: readonly Step[]
  /** The session's cookie by its name; `undefined` where no answer has any. */
  readonly name: string | undefined
  /** What the browser has at the end. */
  readonly kept: readonly JarCookie[]
  /** The first page for a new browser, which a proxy says to have come over HTTPS. */
  readonly behindProxy: Answer | undefined
}

export interface ExamineOptions {
  readonly url: URL
  /** Pages to visit before. */
  readonly visits: readonly URL[]
  /** Where to sign in, and what to type. */
  readonly login: { readonly url: URL; readonly typed: string } | undefined
  readonly cookieName: string | undefined
}

const ROUNDS = 3

export async function examine({
  url,
  visits,
  login,
  cookieName,
}: ExamineOptions): Promise<Examined> {
  const jar = new CookieJar()
  const before: Step[] = []
  for (const page of visits) before.push(...(await visit(jar, { url: page })))
  if (login !== undefined) before.push(...(await signIn(jar, login)))
  const rounds: (readonly Step[])[] = []
  while (rounds.length < ROUNDS) rounds.push(await visit(jar, { url }))
  const steps = [...before, ...rounds.flat()]
  return {
    url,
    before,
    rounds,
    steps,
    name: cookieName ?? sessionNameIn(steps),
    kept: jar.cookies(),
    behindProxy: await askBehindProxy(steps),
  }
}

async function signIn(
  jar: CookieJar,
  { url, typed }: { readonly url: URL; readonly typed: string },
): Promise<readonly Step[]> {
  const page = await visit(jar, { url })
  const last = page.at(-1)!
  const body = filledForm(last, typed)
  const headers = {
    'Content-Type': 'application/x-www-form-urlencoded',
    Origin: last.url.origin,
    Referer: last.url.href,
    'Sec-Fetch-Site': 'same-origin',
  }
  const posted = await visit(jar, { url: last.url, method: 'POST', headers, body })
  return [...page, ...posted]
}

/** Words that names of session cookies have; those of CSRF cookies come last. */
const LIKELY = [/sess|sid\b|^sid|auth(?!enticity)|iron|remember/i, /^(?!.*(?:csrf|xsrf))/i, /./]

/** Which cookie is the session's: a guess by the names, the likeliest first. */
function sessionNameIn(steps: readonly Step[]): string | undefined {
  const names = steps.flatMap(({ answer }) => answer.lines.map((line) => parseSetCookie(line).name))
  const mains = names.map((name) => name.replace(/\.sig$/, ''))
  return LIKELY.map((pattern) => mains.find((name) => pattern.test(name))).find(Boolean)
}

/** The first page with a cookie once more, over plain HTTP, as a proxy that ends TLS asks for it. */
async function askBehindProxy(steps: readonly Step[]): Promise<Answer | undefined> {
  const step = steps.find(({ answer, method }) => answer.lines.length > 0 && method === 'GET')
  if (step === undefined || step.url.protocol !== 'http:') return undefined
  const headers = {
    'X-Forwarded-Proto': 'https',
    'X-Forwarded-Host': step.url.host,
    'X-Forwarded-For': '192.0.2.1',
  }
  return await ask({ url: step.url, headers }).catch(() => undefined)
}
