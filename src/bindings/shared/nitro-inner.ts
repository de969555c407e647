/**
 * Requests that an application of Nitro 2 makes to itself for a visitor: by `event.$fetch`, and so by `useFetch` while a
 * page is rendered. Each has an event of its own; Nitro hands it the context of the event that it is made for. To that for
 * the page of an error Nuxt hands on nothing but the headers, and a mark among them.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage } from 'node:http'

/** Where a request has what Nitro hands on: it is a property and no header, so that nobody else can send it. */
const CONTEXT = '__unenv__'

interface InnerRequest extends IncomingMessage {
  readonly [CONTEXT]?: { readonly cache?: { readonly options?: unknown } } | null
}

/** The context of the event for which one is made. An answer that Nitro keeps for all visitors is made for none. */
export function contextAround(request: IncomingMessage): object | undefined {
  const context = (request as InnerRequest)[CONTEXT] ?? undefined
  return context?.cache?.options === undefined ? context : undefined
}

/** Whether a request has this text of cookies, and no other: those of Nitro's may have names in capitals too. */
export function bringsJust(cookie: string | undefined, { headers }: IncomingMessage): boolean {
  return (headers.cookie ?? '') === (cookie ?? '') && !Object.keys(headers).some(isOtherCookie)
}

const isOtherCookie = (name: string): boolean =>
  name !== 'cookie' && name.toLowerCase() === 'cookie'

/** The request whose error is being answered. */
const answering = new AsyncLocalStorage<IncomingMessage>()

/** Has what `answer` makes be known for the answer to the error of `request`. */
export const answerErrorOf = (request: IncomingMessage, answer: () => unknown): unknown =>
  answering.run(request, answer)

/** The request for whose error one asks for a page. */
export function failedBefore({ headers }: IncomingMessage): IncomingMessage | undefined {
  return headers['x-nuxt-error'] === undefined ? undefined : answering.getStore()
}
