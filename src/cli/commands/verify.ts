/** `cartouche verify`. */
import { inspectCookie } from '../../inspect/index.js'
import type { Inspection } from '../../inspect/index.js'
import { EXIT, defineCommand } from '../command.js'
import { cookiesIn, inputOfCookie } from '../cookies-in.js'
import { CliError } from '../errors.js'
import { textOf } from '../input.js'
import { FORGED } from '../inspection-report.js'
import { READ_OPTIONS, readingOf } from '../inspect-options.js'
import type { Io } from '../io.js'
import { neededSecrets } from '../secrets.js'

export const command = defineCommand({
  usage: ['[COOKIE] [--name NAME] [--format FORMAT] --secret-file FILE'],
  about: `Whether a cookie is valid: its signature is right, and its session has not ended.
Exit code 0: valid. 1: not valid. 2: that could not be found out.`,
  options: {
    ...READ_OPTIONS,
    'ignore-expiry': { type: 'boolean', help: 'a session that has ended is valid too' },
    quiet: { type: 'boolean', help: 'print nothing' },
  },
  examples: [
    ["cartouche verify 'session=AQx…' --key-file session.key", 'a cookie with its name'],
    ["cartouche verify --secret-file secret.txt < cookie.txt && echo 'it is ours'", 'in a script'],
  ],
  most: 1,
  run: async (call) => {
    const { io, values, positionals } = call
    const reading = readingOf(values)
    const text = await textOf(io, positionals[0], 'a cookie')
    const cookies = cookiesIn(text, values.name)
    const secrets = await neededSecrets(call)
    const inspections = cookies.map((cookie) =>
      inspectCookie(inputOfCookie(cookie, { ...reading, secrets })),
    )
    const best =
      inspections.find((one) => isGood(one, values['ignore-expiry'])) ?? firstKnown(inspections)
    // A secret that cannot be one of the format says nothing of the cookie.
    if (best.verdict === 'unverified') throw new CliError(best.problem!.message)
    if (!values.quiet) tell(best, io)
    return isGood(best, values['ignore-expiry']) ? EXIT.yes : EXIT.no
  },
})

const isGood = ({ verdict }: Inspection, ignoresExpiry: boolean): boolean =>
  verdict === 'valid' || (ignoresExpiry && verdict === 'expired')

/** Among the many cookies that a browser has: one that the secrets say something of, before all others. */
function firstKnown(inspections: readonly Inspection[]): Inspection {
  const known = inspections.filter(({ verdict }) => verdict !== 'unknown')
  return known.find(({ verdict }) => verdict !== 'unverified') ?? known[0] ?? inspections[0]!
}

function tell({ verdict, title, problem }: Inspection, io: Io): void {
  const word = io.paint(verdict === 'valid' ? 'green' : 'red', verdict)
  const hint = verdict === 'forged' ? FORGED : ''
  io.print(`${word}: ${title}${problem === undefined ? '' : `. ${problem.message}${hint}`}`)
}
