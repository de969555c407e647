/** What behaviours have in common. */
import { expect } from 'vitest'
import { unencryptedCookieSessionFactoryConfig } from '../../../src/index.js'
import type { SessionFactory, UnencryptedCookieSessionOptions } from '../../../src/index.js'
import type { App, Head, Reply } from './harness.js'

/** Of no kind that is warned of. */
export const SECRET =
  'the secret of the contract, which is longer than sixty-four bytes: 9876543210'

/** The factory of behaviours that ask for no other. */
export const sessions = factoryOf()

export function factoryOf(options: UnencryptedCookieSessionOptions = {}): SessionFactory {
  return unencryptedCookieSessionFactoryConfig(SECRET, options)
}

export function text(value: unknown, reply: Partial<Reply> = {}): Reply {
  return { chunks: [String(value)], ...reply }
}

/** The cookies that an answer sets, as the next request sends them. */
export function cookiesOf({ setCookies }: Pick<Head, 'setCookies'>): string {
  return setCookies.map((line) => line.split(';')[0]).join('; ')
}

/** The lines of an answer that set the cookie of a factory. */
export function linesOf({ setCookies }: Pick<Head, 'setCookies'>, { cookieName }: SessionFactory) {
  return setCookies.filter((line) => line.startsWith(`${cookieName}=`))
}

/** What is in the one session cookie of an answer. */
export function dataOf(answer: Pick<Head, 'setCookies'>, factory = sessions): unknown {
  const lines = linesOf(answer, factory)
  expect(lines).toHaveLength(1)
  return factory.open(cookiesOf({ setCookies: lines })).session.toJSON()
}

/** Counts the visits of a session. */
export const counter: App = (_, { session }) => {
  const count = Number(session().get('count', 0)) + 1
  session().set('count', count)
  return text(count)
}

/** Puts something into the session. */
export const touch: App = (_, { session }) => {
  session().set('a', 1)
  return text('ok')
}

/** Puts more into the session than a cookie holds. */
export const TOO_MUCH = 'x'.repeat(5000)

/** A promise, and what fulfils it. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { opened, open: () => open() }
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))

/** With what a method is called while `run` runs, in its place. */
export async function callsOf<Name extends string>(
  object: { [Key in Name]: unknown } | undefined,
  method: Name,
  run: (calls: readonly unknown[][]) => Promise<unknown>,
): Promise<readonly unknown[][]> {
  const calls: unknown[][] = []
  const original = object?.[method]
  if (object !== undefined) object[method] = (...args: unknown[]) => void calls.push(args)
  try {
    await run(calls)
  } finally {
    if (object !== undefined) object[method] = original
  }
  return calls
}
