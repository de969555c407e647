/** An inspection as lines. */
import type { End, Inspection, Times, Verdict } from '../inspect/index.js'
import { CSRF_KEY, isFlashKey } from '../lib/session-keys.js'
import type { Colour, Paint } from './colours.js'
import { dateOf, durationOf } from './duration.js'
import { quoted, safe } from './safe-text.js'
import { keyText, treeOf } from './tree.js'

const COLOURS: Readonly<Record<Verdict, Colour>> = {
  valid: 'green',
  expired: 'yellow',
  forged: 'red',
  unverified: 'yellow',
  unreadable: 'red',
  unknown: 'red',
}

type Row = readonly [label: string, text: string]

export function inspectionLines(
  inspection: Inspection,
  now: number,
  paint: Paint,
): readonly string[] {
  const { title, format, cookieName } = inspection
  const name = cookieName === undefined ? '' : `${safe(cookieName)}: `
  const rows: readonly Row[] = [
    ...verdictRows(inspection, paint),
    ...guessRows(inspection),
    ...timeRows(inspection.times, now, paint),
    ...identityRows(inspection),
    ...sizeRows(inspection, paint),
  ]
  const width = Math.max(...rows.map(([label]) => label.length))
  return [
    `${paint('bold', `${name}${title}`)}${format === undefined ? '' : paint('dim', ` (${format})`)}`,
    ...rows.map(([label, text]) => `  ${paint('dim', label.padEnd(width))}  ${text}`),
    ...dataLines(inspection, paint),
  ]
}

function verdictRows(
  { verdict, problem, fit, protection }: Inspection,
  paint: Paint,
): readonly Row[] {
  const word = paint(COLOURS[verdict], verdict)
  const hint = verdict === 'forged' ? FORGED : ''
  const why = problem === undefined ? '' : `: ${problem.message}${hint}`
  const fitting = fit === undefined ? [] : [['secret', fitText(fit)] as const]
  const kind = protection === undefined ? [] : [['protection', PROTECTIONS[protection]] as const]
  return [['state', `${word}${why}`], ...fitting, ...kind]
}

export const FORGED = '. Another secret, another cookie name (--name), or somebody changed it'

const PROTECTIONS = {
  encrypted: 'encrypted: only who has the key can read it',
  signed: 'signed, not encrypted: whoever has the cookie can read it',
  none: 'none: it is good for whoever has it',
}

function fitText({ index, settings, keyId }: NonNullable<Inspection['fit']>): string {
  const told = Object.entries(settings).map(([name, value]) => `${name} ${settingText(value)}`)
  const key = keyId === undefined ? [] : [`key id ${safe(keyId)}`]
  return [`number ${index + 1} fits`, ...told, ...key].join(', ')
}

const settingText = (value: unknown): string =>
  typeof value === 'string' ? quoted(value) : safe(String(value))

/** What else it may be, where no secret tells. */
function guessRows({ guesses, fit, format }: Inspection): readonly Row[] {
  const others = guesses.filter((guess) => guess.format !== format).map((guess) => guess.format)
  return fit !== undefined || others.length === 0 || guesses[0]?.certain === true
    ? []
    : [['or', `${others.join(', ')}: they look alike, and a secret decides`]]
}

function timeRows(times: Times, now: number, paint: Paint): readonly Row[] {
  const { created, renewed, notBefore, expires, idleEnd, absoluteEnd } = times
  const point = (label: string, at: number | undefined): readonly Row[] =>
    at === undefined ? [] : [[label, `${dateOf(at)}  ${paint('dim', agoOf(at, now))}`]]
  const end = (label: string, end: End | undefined): readonly Row[] =>
    end === undefined ? [] : [[label, `${dateOf(end.at)}  ${leftOf(end, now, paint)}`]]
  return [
    ...point('created', created),
    ...point('renewed', renewed),
    ...point('good from', notBefore),
    ...end('expires', expires),
    ...end('idle end', idleEnd),
    ...end('last end', absoluteEnd),
  ]
}

const agoOf = (at: number, now: number): string =>
  at > now ? `in ${durationOf(at - now)}` : `${durationOf(now - at)} ago`

function leftOf({ at, timeout, isAssumed }: End, now: number, paint: Paint): string {
  const left =
    at > now
      ? paint('green', `${durationOf(at - now)} left`)
      : paint('yellow', `${durationOf(now - at)} ago`)
  const by = timeout === undefined ? '' : `, by a timeout of ${durationOf(timeout)}`
  return `${left}${paint('dim', by + (isAssumed ? ', the default' : ''))}`
}

function identityRows({ id, subject, persistent, csrfToken }: Inspection): readonly Row[] {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['id', id && safe(id)],
    ['subject', subject && quoted(subject)],
    ['persistent', persistent ? 'yes: the browser keeps it when it is closed' : undefined],
    ['CSRF token', csrfToken && safe(csrfToken)],
  ]
  return rows.filter((row): row is Row => Boolean(row[1]))
}

const BAR = 30
const MOST_KEYS = 5

function sizeRows(
  { size: { characters, limit, byKey } }: Inspection,
  paint: Paint,
): readonly Row[] {
  const share = characters / limit
  const full = Math.min(BAR, Math.ceil(BAR * share))
  const colour = share > 1 ? 'red' : share > 0.8 ? 'yellow' : 'green'
  const bar = paint(colour, '█'.repeat(full)) + paint('dim', '░'.repeat(BAR - full))
  const largest = byKey
    .slice(0, MOST_KEYS)
    .map(({ key, characters }) => `${keyText(key).slice(0, 40)} ${characters}`)
  const keys: readonly Row[] = byKey.length > 1 ? [['largest', largest.join(', ')]] : []
  return [['size', `${bar} ${characters} of ${limit} characters`], ...keys]
}

/** The application's own data, and the flash messages by their queues: the CSRF token has its line above. */
function dataLines({ data, flash }: Inspection, paint: Paint): readonly string[] {
  if (data === undefined) return []
  const own = [...data].filter(([key]) => !isFlashKey(key) && key !== CSRF_KEY)
  const queues = flash.map(({ queue, messages }) => [queue || '(the default)', messages] as const)
  return [
    ...section(own.length === 0 ? 'no data' : 'data', new Map(own), paint),
    ...(queues.length === 0 ? [] : section('flash messages', new Map(queues), paint)),
  ]
}

const section = (
  title: string,
  data: ReadonlyMap<unknown, unknown>,
  paint: Paint,
): readonly string[] => [
  `  ${paint('dim', title)}`,
  ...treeOf(data, paint).map((line) => `  ${line}`),
]
