/** Which secret fits a text, and what is in it. */
import { CartoucheError, OptionError } from '../errors.js'
import { detect } from './detect.js'
import type {
  CookieText,
  Fit,
  InspectInput,
  Inspection,
  InspectSecret,
  Problem,
} from './inspection.js'
import { rowOf } from './rows/index.js'
import type { FormatRow, GivenOptions, Seen } from './rows/row.js'

/** What was found out of a text. */
export interface Opened {
  readonly guesses: Inspection['guesses']
  /** `undefined` for a text of no format. */
  readonly row: FormatRow | undefined
  /** The text, with what other cookies hold of it. */
  readonly text: string
  readonly seen: Seen | undefined
  readonly fit: Fit | undefined
  readonly problem: Problem | undefined
}

type Attempt = Omit<Opened, 'guesses'>

/** Tries the secrets, by the guesses in their order. */
export function openCookie(input: InspectInput): Opened {
  const guesses = guessesOf(input)
  const attempts: Attempt[] = []
  for (const { format } of guesses) {
    const made = attempt(rowOf(format)!, input)
    if (made.fit !== undefined && made.problem === undefined) return { ...made, guesses }
    attempts.push(made)
  }
  const best = attempts.find(({ fit }) => fit !== undefined) ?? attempts[0]
  return { ...(best ?? unknown(input.text)), guesses }
}

const unknown = (text: string): Attempt => ({
  row: undefined,
  text,
  seen: undefined,
  fit: undefined,
  problem: { code: 'UNKNOWN_FORMAT', message: 'The text is of no format that is known here' },
})

function guessesOf({ text, cookieName, also, format }: InspectInput): Inspection['guesses'] {
  const row = format && rowOf(format)
  if (row) return [{ format: row.id, title: row.title, certain: true }]
  return detect(text, cookieName, also)
}

/** What is tried, and under which names. */
interface Trial {
  readonly row: FormatRow
  readonly text: string
  readonly names: readonly string[]
  readonly also: readonly CookieText[]
  readonly options: GivenOptions
}

function attempt(row: FormatRow, input: InspectInput): Attempt {
  const { cookieName, also = [], secrets = [], options = {} } = input
  const names = cookieName === undefined ? row.names : [cookieName]
  const text = row.join?.(input.text, names[0]!, also) ?? input.text
  const tried = row.bindsName ? names : names.slice(0, 1)
  const trial: Trial = { row, text, names: tried, also, options }
  const refused: Problem[] = []
  let damaged: Attempt | undefined
  for (const [index, secret] of candidatesOf(secrets)) {
    for (const found of trialsOf(trial, index, secret)) {
      if (found.fit === undefined) refused.push(found.problem!)
      else if (found.seen !== undefined) return found
      else damaged ??= found
    }
  }
  return damaged ?? withoutSecret(trial, refused)
}

/** The secrets by themselves; and pairs of them, for the formats that take one for each of two purposes. */
function* candidatesOf(
  secrets: readonly InspectSecret[],
): Iterable<readonly [index: number, secret: InspectSecret]> {
  yield* secrets.entries()
  const keys = [...secrets.entries()].filter(([, secret]) => isKey(secret))
  if (keys.length > MOST_PAIRED) return
  for (const [index, one] of keys) {
    for (const [at, other] of keys)
      if (at !== index) yield [index, [one as string, other as string]]
  }
}

const MOST_PAIRED = 8

const isKey = (secret: InspectSecret): boolean =>
  typeof secret === 'string' || secret instanceof Uint8Array

/** All that a secret may be for the format. */
function* trialsOf(trial: Trial, index: number, secret: InspectSecret): Iterable<Attempt> {
  const { row, text, names, also, options } = trial
  try {
    for (const { settings, see } of row.ways(secret, text, options)) {
      for (const name of names) {
        const cookieName = row.bindsName ? name : undefined
        const found = outcome(() => see(text, name, also))
        const fit: Fit = { index, settings, keyId: found.seen?.record?.keyId, cookieName }
        const { problem } = found
        if (problem !== undefined && NO_FIT.has(problem.code)) yield refusal(trial, problem)
        else yield { row, text, fit, seen: found.seen, problem: problem ?? unusual(trial) }
      }
    }
  } catch (error) {
    if (!(error instanceof OptionError)) throw error
    yield refusal(trial, { code: 'BAD_SECRET', message: `Secret ${index + 1}: ${error.message}` })
  }
}

const refusal = ({ row, text }: Trial, problem: Problem): Attempt => ({
  row,
  text,
  seen: undefined,
  fit: undefined,
  problem,
})

/** What is thrown before a signature was found right. */
const NO_FIT: ReadonlySet<string> = new Set([
  'BAD_SIGNATURE',
  'UNKNOWN_KEY',
  'BAD_TEXT',
  'BAD_BASE64',
])

function outcome(see: () => Seen): {
  readonly seen?: Seen | undefined
  readonly problem?: Problem | undefined
} {
  try {
    return { seen: see() }
  } catch (error) {
    if (!(error instanceof CartoucheError) || error instanceof OptionError) throw error
    return { problem: { code: error.code, message: error.message } }
  }
}

/** Readers that take base64 and escapes as they come take texts that nobody has written. */
function unusual({ row, text }: Trial): Problem | undefined {
  if (row.isAsWritten(text)) return undefined
  const message =
    'The signature fits, but the text is not as the format writes it: somebody has changed what readers do not look at'
  return { code: 'BAD_TEXT', message }
}

/** What everybody can see. */
function withoutSecret({ row, text, names }: Trial, refused: readonly Problem[]): Attempt {
  const { seen, problem } = row.bare === undefined ? {} : outcome(() => row.bare!(text, names[0]!))
  return { row, text, seen, fit: undefined, problem: worst(refused) ?? problem ?? NO_SECRET }
}

const NO_SECRET: Problem = {
  code: 'NO_SECRET',
  message: 'Nothing is verified: no secret was given that could fit',
}

/** A secret that could be one says more than one that could not. */
const worst = (refused: readonly Problem[]): Problem | undefined =>
  refused.find(({ code }) => code !== 'BAD_SECRET') ?? refused[0]
