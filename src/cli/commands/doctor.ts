/** `cartouche doctor`. */
import { EXIT, defineCommand } from '../command.js'
import { urlOnThisMachine } from '../doctor/machine.js'
import { examine } from '../doctor/examine.js'
import type { Examined, ExamineOptions } from '../doctor/examine.js'
import { stepLine } from '../doctor/report.js'
import { diagnose } from '../doctor/rules.js'
import { UsageError } from '../errors.js'
import { findingLines, hasBad } from '../finding.js'
import type { Finding } from '../finding.js'
import { fileOf } from '../input.js'
import type { Io } from '../io.js'
import { safe } from '../safe-text.js'

export const command = defineCommand({
  usage: ['URL [--visit PATH]… [--login PATH --form FILE] [--cookie NAME]'],
  about: `Visits an application on this machine as a browser does, the page three times, and says why its
session does not stick: cookies that browsers drop or do not send back, that the application
refuses or sets each time, wrong clocks, proxies, caches. Exit code 1: it does not stick.`,
  options: {
    visit: {
      type: 'string',
      multiple: true,
      value: 'PATH',
      help: 'a page to visit before, such as one that begins the session',
    },
    login: { type: 'string', value: 'PATH', help: 'a page with a form to sign in by, before' },
    form: {
      type: 'string',
      value: 'FILE',
      help: 'what to fill in, as name=value&name=value; hidden fields fill in themselves',
    },
    cookie: {
      type: 'string',
      value: 'NAME',
      help: "the session's cookie (default: the likeliest)",
    },
    json: { type: 'boolean', help: 'print an object' },
  },
  examples: [
    ['cartouche doctor http://localhost:3000/', 'a page that begins a session'],
    [
      'cartouche doctor localhost:3000/account --visit /cart/add/7',
      'one of a session that another begins',
    ],
    ['cartouche doctor localhost:3000/account --login /login --form login.txt', 'after signing in'],
  ],
  most: 1,
  run: async ({ io, values, positionals: [address] }) => {
    if (address === undefined) throw new UsageError('is given an address: http://localhost:3000/')
    const url = await urlOnThisMachine(address)
    const login = await loginOf(values.login, values.form, url)
    const visits = values.visit.map((path) => pageOf(path, url))
    const examined = await examine({ url, visits, login, cookieName: values.cookie })
    const findings = diagnose(examined)
    if (values.json) io.print(JSON.stringify(plain(examined, findings), null, 2))
    else report(examined, findings, io)
    return hasBad(findings) ? EXIT.no : EXIT.yes
  },
})

async function loginOf(
  path: string | undefined,
  form: string | undefined,
  url: URL,
): Promise<ExamineOptions['login']> {
  if (path === undefined && form === undefined) return undefined
  if (path === undefined || form === undefined) {
    throw new UsageError('--login and --form go together: the page, and a file with what to type')
  }
  return { url: pageOf(path, url), typed: (await fileOf(form)).toString().trim() }
}

function pageOf(path: string, url: URL): URL {
  const page = URL.canParse(path, url.href) ? new URL(path, url) : undefined
  if (page?.origin === url.origin) return page
  throw new UsageError('--visit and --login take pages of the same origin: a path, such as /login')
}

function report(examined: Examined, findings: readonly Finding[], io: Io): void {
  for (const step of examined.steps) io.print(stepLine(step, io.paint))
  io.print('')
  for (const line of findingLines(findings, io.paint)) io.print(line)
  const name = examined.name === undefined ? '' : ` (${safe(examined.name)})`
  io.print('')
  io.print(
    hasBad(findings)
      ? io.paint('red', `The session${name} does not stick.`)
      : io.paint('green', `The session${name} sticks.`),
  )
}

/** Without values of cookies. */
const plain = ({ name, steps }: Examined, findings: readonly Finding[]): object => ({
  cookie: name ?? null,
  sticks: !hasBad(findings),
  findings,
  requests: steps.map(({ url, method, answer, refused }) => ({
    method,
    url: url.href,
    status: answer.status,
    refused,
  })),
})
