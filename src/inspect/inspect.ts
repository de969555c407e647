/** What is in a cookie, and whether it is genuine. */
import { DeserializeError } from '../errors.js'
import { CSRF_KEY, queueOf } from '../lib/session-keys.js'
import type { FlashQueue, InspectInput, Inspection, Layer, Problem, Verdict } from './inspection.js'
import { openCookie } from './open.js'
import type { Opened } from './open.js'
import type { FormatRow, Seen } from './rows/row.js'
import { sizeOf } from './size.js'
import { endedBy, timesOf } from './times.js'

/**
 * What a cookie is, what is in it and whether it is genuine. Whatever the text is, the answer is a description, never an
 * exception.
 */
export function inspectCookie(input: InspectInput): Inspection {
  const opened = openCookie(input)
  const { row, seen, fit, text } = opened
  const now = input.now ?? Date.now() / 1000
  const times = timesOf(seen?.record, input, row)
  const ended = fit && endedBy(times, now)
  const layers = layersOf(row, text, seen)
  return {
    format: row?.id,
    title: row?.title ?? 'No format that is known here',
    guesses: opened.guesses,
    cookieName: input.cookieName,
    protection: isEncrypted(layers) ? 'encrypted' : row?.protection,
    verdict: verdictOf(opened, ended),
    problem: opened.problem ?? ended,
    fit,
    times,
    ...contentOf(seen),
    size: sizeOf(text, seen, layers),
    layers,
    canRewrite:
      row?.protection !== 'none' && seen?.format !== undefined && seen.record?.data !== undefined,
  }
}

function verdictOf({ row, seen, fit, problem }: Opened, ended: Problem | undefined): Verdict {
  if (row === undefined) return 'unknown'
  if (fit === undefined)
    return WITHOUT_FIT[problem?.code ?? ''] ?? (seen ? 'unverified' : 'unreadable')
  if (seen === undefined) return 'unreadable'
  if (problem !== undefined) return 'forged'
  return ended === undefined ? 'valid' : 'expired'
}

const WITHOUT_FIT: Readonly<Record<string, Verdict>> = {
  NO_SECRET: 'unverified',
  BAD_SIGNATURE: 'forged',
  UNKNOWN_KEY: 'forged',
  BAD_SECRET: 'unverified',
}

type Content = Pick<Inspection, 'data' | 'flash' | 'csrfToken' | 'id' | 'subject' | 'persistent'>

function contentOf(seen: Seen | undefined): Content {
  const { record } = seen ?? {}
  const data = record?.data
  const token = seen?.token ?? data?.get(CSRF_KEY)
  return {
    data,
    flash: flashOf(data),
    csrfToken: typeof token === 'string' ? token : undefined,
    id: seen?.id ?? record?.id,
    subject: record?.subject,
    persistent: record?.persistent,
  }
}

function flashOf(data: ReadonlyMap<unknown, unknown> | undefined): FlashQueue[] {
  return [...(data ?? [])].flatMap(([key, messages]) => {
    const queue = queueOf(key)
    return queue !== undefined && Array.isArray(messages) ? [{ queue, messages }] : []
  })
}

/** Some formats encrypt or do not, as the application wants it. */
const isEncrypted = (layers: readonly Layer[]): boolean =>
  layers.some(({ parts }) => parts.some(({ kind }) => kind === 'ciphertext'))

/** Without a secret, as far as that goes; never an exception. */
function layersOf(row: FormatRow | undefined, text: string, seen: Seen | undefined): Layer[] {
  const parts = [{ kind: 'data', label: 'text', start: 0, end: text.length }] as const
  const whole: Layer = { name: 'cookie', title: 'text', content: text, parts }
  try {
    const outer = row?.layers(text) ?? [whole]
    return [...outer, ...(seen?.layers ?? [])]
  } catch (error) {
    if (error instanceof DeserializeError || error instanceof SyntaxError) return [whole]
    throw error
  }
}
