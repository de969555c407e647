/** `cartouche inspect`. */
import { inspectCookie } from '../../inspect/index.js'
import type { Inspection } from '../../inspect/index.js'
import { EXIT, defineCommand } from '../command.js'
import type { ExitCode } from '../command.js'
import { cookiesIn, inputOfCookie } from '../cookies-in.js'
import { textOf } from '../input.js'
import { inspectionLines } from '../inspection-report.js'
import { READ_OPTIONS, readingOf } from '../inspect-options.js'
import { plainWriter } from '../plain.js'
import { givenSecrets } from '../secrets.js'

export const command = defineCommand({
  usage: ['[COOKIE] [--name NAME] [--format FORMAT] [--json] [--secret-file FILE]'],
  about: `What a cookie is, and what is in it: its format, whether its signature is right, its age and the
time it has left, its size, and the data. Takes a value, a Cookie or Set-Cookie header, a line of
cURL or a HAR; from the standard input too. Signed data are shown without a secret; with one they are
verified. Exit code 1: a secret was given and the cookie is not valid, or it is of no known format.`,
  options: {
    ...READ_OPTIONS,
    all: { type: 'boolean', help: 'show cookies of no known format too' },
    json: { type: 'boolean', help: 'print an object, of several cookies a list' },
  },
  examples: [
    ["cartouche inspect 'session=eyJ1c2VyX2lkIjo3fQ.aRhQIg.…'", 'a cookie with its name'],
    ["cartouche inspect 'session=…' --secret-file secret.txt", 'the same, verified'],
    ['cartouche inspect --json < request.txt', 'what "Copy as cURL" of a browser has copied'],
    ['cartouche inspect --name session < page.har', 'of a recording of the network tab'],
  ],
  most: 1,
  run: async (call) => {
    const { io, values, positionals } = call
    const reading = readingOf(values)
    const text = await textOf(io, positionals[0], 'a cookie or a header')
    const cookies = cookiesIn(text, values.name)
    const secrets = await givenSecrets(call)
    const all = cookies.map((cookie) =>
      inspectCookie(inputOfCookie(cookie, { ...reading, secrets })),
    )
    const shown = values.all ? all : knownOf(all)
    if (values.json) {
      const plain = plainInspections(shown)
      io.print(JSON.stringify(plain.length === 1 ? plain[0] : plain, null, 2))
    } else {
      io.print(
        shown.map((one) => inspectionLines(one, reading.now, io.paint).join('\n')).join('\n\n'),
      )
      tellHidden(all.length - shown.length, io.note)
    }
    return exitOf(shown, secrets.length > 0)
  },
})

/** Those of a format, among the many that a browser has; all, where none is of any. */
function knownOf(all: readonly Inspection[]): readonly Inspection[] {
  const known = all.filter(({ verdict }) => verdict !== 'unknown')
  return known.length > 0 ? known : all
}

function tellHidden(count: number, note: (text: string) => void): void {
  if (count === 0) return
  const cookies = count === 1 ? 'cookie is' : 'cookies are'
  note(`\n${count} other ${cookies} of no known format: --all shows them`)
}

function exitOf(shown: readonly Inspection[], isVerified: boolean): ExitCode {
  const isGood = ({ verdict }: Inspection): boolean =>
    isVerified ? verdict === 'valid' : verdict !== 'unknown' && verdict !== 'unreadable'
  return shown.some(isGood) ? EXIT.yes : EXIT.no
}

/** Without the layers of bytes, which are for the inspector. */
function plainInspections(all: readonly Inspection[]): readonly object[] {
  const plain = plainWriter()
  return all.map(({ layers: _, data, flash, size, ...rest }) => ({
    ...rest,
    flash: plain(flash),
    size: { ...size, byKey: plain(size.byKey) },
    data: data === undefined ? null : plain(data),
  }))
}
