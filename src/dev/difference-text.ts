/** What of the data is other, in words: flash messages and tokens by what they are to the application. */
import { queueOf } from '../lib/session-keys.js'
import type { SessionSettings } from '../session/settings.js'
import type { Difference } from './snapshot.js'
import { nameOf } from './words.js'

type Kind = keyof Difference

const FLASH: Readonly<Record<Kind, string>> = {
  added: 'flash message for',
  changed: 'other flash messages in',
  removed: 'flash messages taken from',
}

const TOKEN: Readonly<Record<Kind, string>> = {
  added: 'a CSRF token was made',
  changed: 'the CSRF token was renewed',
  removed: 'the CSRF token was removed',
}

const KINDS: readonly Kind[] = ['changed', 'added', 'removed']

export function differenceTexts(difference: Difference, settings: SessionSettings): string[] {
  return KINDS.flatMap((kind) => textsOf(kind, difference[kind], settings))
}

function textsOf(kind: Kind, keys: readonly unknown[], { tokenKeys }: SessionSettings): string[] {
  const flash = keys.flatMap((key) => queueOf(key) ?? [])
  const tokens = keys.filter((key) => tokenKeys.has(key))
  const own = keys.filter((key) => queueOf(key) === undefined && !tokenKeys.has(key))
  return [
    ...(own.length > 0 ? [`${kind}: ${own.map(nameOf).join(', ')}`] : []),
    ...flash.map((queue) => `${FLASH[kind]} ${queueText(queue)}`),
    ...tokens.map(() => TOKEN[kind]),
  ]
}

export const queueText = (queue: string): string =>
  queue === '' ? 'the usual queue' : `the queue ${nameOf(queue)}`
