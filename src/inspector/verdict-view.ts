/** What the cookie is, and whether it is genuine. */
import type { Inspection, Verdict } from '../inspect/index.js'
import { h } from './dom.js'
import { textOf } from './values.js'

interface Words {
  readonly title: string
  readonly tone: 'good' | 'bad' | 'open'
  readonly text: string
}

const WORDS: Readonly<Record<Verdict, Words>> = {
  valid: { title: 'Genuine', tone: 'good', text: 'The secret fits, and the session goes on.' },
  expired: { title: 'Expired', tone: 'bad', text: 'The secret fits, but the session has ended.' },
  forged: {
    title: 'Refused',
    tone: 'bad',
    text: 'No secret fits: another one made it, for a cookie of another name, or somebody has changed it.',
  },
  unverified: {
    title: 'Not verified',
    tone: 'open',
    text: 'Without its secret nothing of this is known to be genuine.',
  },
  unreadable: { title: 'Unreadable', tone: 'bad', text: 'It cannot be read.' },
  unknown: { title: 'Unknown', tone: 'bad', text: 'No format that is known here looks so.' },
}

export const wordsOf = (verdict: Verdict): Words => WORDS[verdict]

export function verdictView(inspection: Inspection): HTMLElement {
  const { verdict, title, problem, guesses, format, fit } = inspection
  const { title: word, tone, text } = WORDS[verdict]
  const others = guesses.filter((guess) => guess.format !== format)
  return h(
    'section',
    { class: `card verdict ${tone}`, 'aria-labelledby': 'verdict-title' },
    h(
      'div',
      {},
      h('p', { class: 'seal', 'aria-hidden': 'true' }, SEALS[tone]),
      h('div', {}, h('h2', { id: 'verdict-title' }, word), h('p', {}, text)),
    ),
    problem && tone !== 'open'
      ? h('p', { class: 'problem' }, h('code', {}, problem.code), ' ', problem.message)
      : undefined,
    h(
      'dl',
      { class: 'facts' },
      fact('Format', title),
      fact('Protection', PROTECTIONS[inspection.protection ?? 'none']!),
      ...factsOf(inspection),
      fit === undefined &&
        others.length > 0 &&
        fact('Looks also like', others.map((guess) => guess.title).join('; ')),
    ),
  )
}

const SEALS = { good: '✓', bad: '✕', open: '?' } as const

const PROTECTIONS: Readonly<Record<string, string>> = {
  encrypted: 'encrypted: only who has the key can read it',
  signed: 'signed: everybody can read it, and only who has the secret can change it',
  none: 'none',
}

function factsOf(inspection: Inspection): (HTMLElement | false)[] {
  const { cookieName, fit, id, subject, csrfToken, flash, persistent } = inspection
  const settings = Object.entries(fit?.settings ?? {})
  return [
    cookieName !== undefined && fact('Cookie', cookieName),
    fit !== undefined && fit.index > 0 && fact('Fits', `secret ${fit.index + 1}`),
    fit?.keyId !== undefined && fact('Key', fit.keyId),
    settings.length > 0 &&
      fact('Settings', settings.map(([name, value]) => `${name}: ${textOf(value)}`).join(', ')),
    id !== undefined && fact('Session id', id),
    subject !== undefined && fact('Subject', subject),
    persistent === true && fact('Kept', 'also when the browser is closed'),
    csrfToken !== undefined && fact('CSRF token', csrfToken),
    ...flash.map(({ queue, messages }) =>
      fact(
        queue === '' ? 'Flash messages' : `Flash, ${queue}`,
        messages.map((message) => textOf(message)).join(', ') || 'none',
      ),
    ),
  ]
}

const fact = (name: string, value: string): HTMLElement =>
  h('div', {}, h('dt', {}, name), h('dd', {}, value))
