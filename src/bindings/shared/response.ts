/**
 * The one way out of a response of Node's. The headers of its sessions are added at the first of
 * `writeHead`, `write`, `end` and `flushHeaders`. These may be called where nobody catches: in a stream, a
 * timer, a library. So a session that cannot be written throws nothing there: the error goes to the
 * application's error handling, which answers in place of the handler (see takeover.ts).
 */
import type { ServerResponse } from 'node:http'
import { Departure } from './departure.js'
import type { Guards, NodeAttachment } from './departure.js'
import { isOver } from './dropping.js'
import { isHeadOut } from './headers.js'
import { beside } from './node-streams.js'
import { closeSource, noteException } from './outcome.js'
import type { CommitFailure } from './outcome.js'
import type { ErrorHandling } from './takeover.js'
import { printError } from '../../lib/hook.js'

export type { NodeAttachment } from './departure.js'

const DEPARTURE: unique symbol = Symbol('cartouche.departure')

type Watched = ServerResponse & { [DEPARTURE]?: Departure }

/**
 * Stands before the methods of a response from the start: `response.end(await page(request.session))` has looked `end` up
 * before the session is used, and a stream may be piped by then. What is put around `writeHead` later may be the first to use a
 * session, or change it: its cookie is made after that.
 */
export function watch(response: Watched): void {
  if (response.writeHead === undefined) return
  try {
    departureOf(response)
  } catch {
    // Its methods cannot be assigned. Who uses the session is told.
  }
}

/** Adds the headers of a session to the response when its head is written. */
export function addHeadersTo(response: Watched, attachment: NodeAttachment): void {
  const isOut = isHeadOut(response) || heldBack(response) !== undefined
  if (isOut) closeSource(attachment.source)
  else departureOf(response).attachments.push(attachment)
}

/**
 * Hands an error of the handler on. As long as no head went out, the error handling answers in the handler's
 * place; later it only hears of it, and an answer that was begun is broken off. An error that comes after
 * another is printed: that one is being answered.
 */
export function failWith(
  response: Watched,
  handling: ErrorHandling & { readonly request: object },
  error: unknown,
): void {
  noteException(handling.request, error)
  try {
    departureOf(response).fail(error, handling)
  } catch (failure) {
    // It cannot be watched, as one whose methods cannot be replaced.
    for (const unheard of [error, failure]) printError(unheard)
    response.destroy()
  }
}

/**
 * What would keep a session out of an answer of this status, for frameworks whose error handling can answer as
 * long as nothing has gone out. What is changed later is found when the head is written.
 */
export function failureBefore(response: Watched, status: number): CommitFailure | undefined {
  return departureAt(response)?.failure(status)
}

/**
 * Has the sessions of a response written to their stores before `body` is sent, and before {@link failureBefore} is asked.
 *
 * @throws what a stream fails with meanwhile, by the promise. Frameworks and applications end that of a visitor who has
 * left: it is no error
 */
export function flushWith(response: Watched, body: unknown): PromiseLike<unknown> | undefined {
  return beside(body, departureAt(response)?.flush())?.then(undefined, (error: unknown) => {
    if (!isOver(response)) throw error
  })
}

/** Tells that the handler of a request is done: whatever it has done counts, also where the visitor has left. */
export function doneWith(response: Watched): void {
  departureAt(response)?.answered()
}

/** What to wait for while what was written to a response is held back. */
export function heldBack(response: Watched): PromiseLike<unknown> | undefined {
  return departureAt(response)?.held
}

/** Whether what is written now goes nowhere: the error handling answers, or will, and it is not what writes. */
export function isDropped(response: Watched): boolean {
  return departureAt(response)?.isDropped === true
}

function departureAt({ [DEPARTURE]: found }: Watched): Departure | undefined {
  return found
}

function departureOf(response: Watched): Departure {
  return (response[DEPARTURE] ??= new Departure(response, GUARDS))
}

/** The same functions for all responses: to make them for each would take longer than all the rest. */
const GUARDS = {
  writing: {
    write(this: Watched, ...args: unknown[]) {
      return departureOf(this).pass('write', args)
    },
    end(this: Watched, ...args: unknown[]) {
      return departureOf(this).pass('end', args)
    },
    flushHeaders(this: Watched) {
      departureOf(this).pass('flushHeaders', [])
    },
  },
  writeHead(this: Watched, ...args: unknown[]) {
    return departureOf(this).writeHead(args)
  },
  close(this: Watched) {
    departureAt(this)?.over()
  },
} satisfies Guards
