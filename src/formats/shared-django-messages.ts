/**
 * Messages of Django's messages framework, as JSON:
 *
 *     messages = "[" message *( "," message ) "]"
 *     message  = [ "__json_message", safe, level, text ] / [ "__json_message", safe, level, text, extra tags ]
 *     safe     = 0 / 1: whether the text is HTML, to be left as it is
 *     level    = 10 debug / 20 info / 25 success / 30 warning / 40 error, or one of the application's own
 *
 * Source: `django.contrib.messages`, Django 1.2 to 5.2. Up to 4.2 empty extra tags are left out.
 */
import { CartoucheError, OptionError } from '../errors.js'
import { kindOf, pathText } from '../lib/key-path.js'
import { isPlainObject } from '../lib/kinds.js'
import { isBoolean, isText } from '../lib/options.js'
import type { OptionSpec } from '../lib/options.js'

const MARK = '__json_message'

interface MessageOptions {
  /** Whether the text is HTML that a template is to leave as it is (`mark_safe`). Default `false`. */
  readonly isSafe?: boolean
  /** Classes besides that of the level, with blanks between them. Default none. */
  readonly extraTags?: string
}

/**
 * A message that is more than its text.
 *
 * @example
 * import { DjangoMessage, djangoSessionFactory } from 'cartouche/django'
 *
 * const { session } = djangoSessionFactory(process.env['SECRET_KEY'] ?? 'the SECRET_KEY of the settings').open()
 * session.flash(new DjangoMessage('<b>Saved</b>', { isSafe: true }), 'success')
 * String(session.popFlash('success')[0]) // → '<b>Saved</b>'
 */
export class DjangoMessage {
  readonly text: string
  readonly isSafe: boolean
  readonly extraTags: string

  /** @throws {OptionError} for what is no text, which no reader would take */
  constructor(text: string, { isSafe = false, extraTags = '' }: MessageOptions = {}) {
    checkOption('text', isText(text))
    checkOption('extraTags', isText(extraTags))
    checkOption('isSafe', isBoolean(isSafe))
    this.text = text
    this.isSafe = isSafe
    this.extraTags = extraTags
  }

  toString(): string {
    return this.text
  }
}

function checkOption(name: string, problem: string | undefined): void {
  if (problem !== undefined) throw new OptionError(name, problem)
}

/** A message and its level. */
export interface DjangoLevelMessage {
  readonly level: number
  readonly message: string | DjangoMessage
}

/** One that was read, with what stands in the JSON: it is written back as it was. */
export interface ReadMessage extends DjangoLevelMessage {
  readonly origin: readonly unknown[]
}

/** The messages in a value of JSON; `undefined` where it is anything else. */
export function messagesOf(value: unknown): readonly ReadMessage[] | undefined {
  if (!Array.isArray(value)) return undefined
  const messages = value.map(messageOf)
  return messages.every((message) => message !== undefined) ? messages : undefined
}

export function messageOf(origin: unknown): ReadMessage | undefined {
  if (!Array.isArray(origin) || origin.length < 4 || origin.length > 5) return undefined
  const [mark, safe, level, text, extraTags = ''] = origin as unknown[]
  const isOne = mark === MARK && (safe === 0 || safe === 1) && Number.isSafeInteger(level)
  if (!isOne || typeof text !== 'string' || typeof extraTags !== 'string') return undefined
  const isPlain = safe === 0 && extraTags === ''
  const message = isPlain ? text : new DjangoMessage(text, { isSafe: safe === 1, extraTags })
  return { level: level as number, message, origin }
}

/**
 * What stands for a message in the JSON.
 *
 * @param root with `slots` where it lies, for the error
 * @throws {CartoucheError} `BAD_VALUE` for what is neither text nor a {@link DjangoMessage}
 */
export function jsonOfMessage(
  level: number,
  message: unknown,
  root: unknown,
  slots: readonly unknown[],
): readonly unknown[] {
  const problem = problemOf(level, message)
  if (problem !== undefined) {
    throw new CartoucheError('BAD_VALUE', problem, { path: pathText(root, slots) })
  }
  if (typeof message === 'string') return [MARK, 0, level, message]
  const { text, isSafe, extraTags } = message as DjangoMessage
  return [MARK, isSafe ? 1 : 0, level, text, ...(extraTags === '' ? [] : [extraTags])]
}

function problemOf(level: number, message: unknown): string | undefined {
  if (!Number.isSafeInteger(level)) return 'the level of a message must be a whole number'
  if (typeof message === 'string' || message instanceof DjangoMessage) return undefined
  return `Django's messages are text or a DjangoMessage, not ${kindOf(message)}`
}

const DEFAULT_TAGS: Readonly<Record<number, string>> = {
  10: 'debug',
  20: 'info',
  25: 'success',
  30: 'warning',
  40: 'error',
}

const INFO = 20
const LEVEL = /^(?:0|-?[1-9]\d{0,14})$/

/** The names of queues for levels, and the other way round. */
export interface MessageLevels {
  /** `''` for info; the level's tag, or its number where it has none. */
  readonly queueOf: (level: number) => string
  /** `undefined` for a queue that is of no level. */
  readonly levelOf: (queue: string) => number | undefined
  /** The name by which a queue's messages come back. */
  readonly nameOf: (queue: string) => string
}

export type MessageTags = Readonly<Record<number, string>>

/** `MESSAGE_TAGS`: names for levels in place of Django's, and for levels of one's own. */
export const messageTagsSpec: OptionSpec<MessageTags> = {
  fallback: {},
  check: (value) => {
    if (!isPlainObject(value)) return 'must be an object of names by their levels'
    const tags = Object.values({ ...DEFAULT_TAGS, ...value })
    const areLevels = Object.keys(value).every((level) => LEVEL.test(level))
    const areNames = tags.every((tag) => typeof tag === 'string' && tag !== '' && !LEVEL.test(tag))
    if (!areLevels || !areNames) return 'must be names by levels, which are whole numbers'
    return new Set(tags).size < tags.length ? 'must have another name for each level' : undefined
  },
}

export function messageLevels(messageTags: MessageTags): MessageLevels {
  const tags = Object.entries({ ...DEFAULT_TAGS, ...messageTags })
  const names = new Map(tags.map(([level, tag]) => [Number(level), tag]))
  const levels = new Map(tags.map(([level, tag]) => [tag, Number(level)]))
  const queueOf = (level: number): string =>
    level === INFO ? '' : (names.get(level) ?? String(level))
  const levelOf = (queue: string): number | undefined => {
    if (queue === '') return INFO
    return levels.get(queue) ?? (LEVEL.test(queue) ? Number(queue) : undefined)
  }
  const nameOf = (queue: string): string => {
    const level = levelOf(queue)
    return level === undefined ? queue : queueOf(level)
  }
  return { queueOf, levelOf, nameOf }
}
