/** What it means that Python and we agree on a value. */
import { dumps, loads } from '../../src/pickle/index.js'
import type { Case, Protocol } from './arbitrary.js'
import { build, describe } from './build.js'
import { canonical, hasSets, type Description } from './description.js'
import type { PythonWorker } from './python-worker.js'

/** Sends a value through both, and what each pickled through the other. */
export async function checkValue(worker: PythonWorker, given: Case): Promise<void> {
  const { protocol, value } = given
  const ours = pickle(value, protocol)
  const { theirs, loaded, built } = await worker.check({ ...given, hasSets: hasSets(value), ours })
  needSame(canonical(loaded), canonical(value), `What Python reads from ${short(ours)}`)
  const inTheirOrder = built === undefined ? ours : pickle(built, protocol)
  needSame(inTheirOrder, theirs, 'Our pickle')
  checkReading(theirs, value, protocol)
}

/** Reads a pickle of Python's, in each form a dict can take, and writes it back as it was. */
export function checkReading(theirs: string, value: Description, protocol: Protocol): void {
  const bytes = Buffer.from(theirs, 'hex')
  for (const dicts of ['map', 'auto'] as const) {
    const read = describe(loads(bytes, { dicts }))
    needSame(canonical(read), canonical(value), `What we read from ${short(theirs)}`)
    const exact = loads(bytes, { dicts, exact: true })
    const again = hexOf(dumps(exact, { protocol }))
    needSame(again, theirs, 'Our pickle of what we read')
  }
}

const pickle = (value: Description, protocol: Protocol): string =>
  hexOf(dumps(build(value), { protocol }))

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

function needSame(actual: string, expected: string, what: string): void {
  if (actual === expected) return
  throw new Error(`${what} is not the same\nPython: ${short(expected)}\nwe:     ${short(actual)}`)
}

/** A text whose middle is left out where it is very long. */
function short(text: string): string {
  if (text.length < 2000) return text
  return `${text.slice(0, 1000)}… (${text.length} characters) …${text.slice(-900)}`
}
