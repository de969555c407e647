/**
 * How a binding joins the contract of bindings: by a {@link Harness}, which starts a server of its kind around the
 * application that each behaviour brings along.
 */
import type { CsrfOptions } from '../../../src/csrf/protection.js'
import type { BindableFactory, Session } from '../../../src/index.js'

/** A response, to be sent by the framework's own means. */
export interface Reply {
  /** Default 200; 302 where there is a `location`. */
  readonly status?: number
  readonly headers?: readonly (readonly [string, string])[]
  /** More than one, or those that come one after another: to be streamed. */
  readonly chunks: readonly string[] | AsyncIterable<string>
  /** Where to redirect, by the framework's own redirect. */
  readonly location?: string
}

/** What the application under test may do with a request, in the handler and before anything is awaited. */
export interface Actions {
  /** Opens the request's session: that of the factory, or that of {@link Setup.admin}. */
  readonly session: (property?: 'session' | 'admin') => Session
  /** The binding's `getCsrfToken`. */
  readonly getToken: () => string
  /** The binding's `newCsrfToken`. */
  readonly newToken: () => string
  /** The binding's `checkCsrf`, with a parsed form or without. */
  readonly check: (body?: unknown) => void
  /** Assigns the property that holds the session; left out where none does. */
  readonly assign?: (value: unknown) => void
}

/** The application under test. `path` has no query. */
export type App = (path: string, actions: Actions) => Reply | Promise<Reply>

/** Options of the automatic check that are the same for every kind of request. */
export type SharedCsrfOptions = Omit<CsrfOptions<never>, 'exempt'>

/** What a behaviour asks of the server. */
export interface Setup {
  readonly factory: BindableFactory
  /** A second session, under the property or name `admin`. */
  readonly admin?: BindableFactory | undefined
  /** The automatic check, before the application is called. Requests below `/exempt` are exempt. */
  readonly csrf?: SharedCsrfOptions | undefined
  /** The framework's own setting that believes X-Forwarded-Proto and X-Forwarded-Host. Default: it does not. */
  readonly trustProxy?: boolean
  /**
   * What the application's own error handling answers, on its only argument and the request's session. Where it is
   * left out the application has none: the answer is that of the binding, or of its framework.
   */
  readonly onError?: ((error: unknown, session: Actions['session']) => Reply) | undefined
  /** To be given to the binding. */
  readonly onCommitError: (error: unknown) => void
}

/** Starts a server for an application. */
export type Harness = (app: App, setup: Setup) => Server | Promise<Server>

export interface Server {
  readonly request: (path: string, cookie?: string, sent?: Sent) => Promise<Answer>
  /** Sends requests over one connection without waiting for answers; left out where nothing is connected. */
  readonly pipeline?: (paths: readonly string[]) => Promise<readonly Answer[]>
  readonly stop: () => Promise<void> | void
}

/** What an answer has before its body has come. */
export interface Head {
  readonly status: number
  readonly setCookies: readonly string[]
  /** Without the server's origin. */
  readonly location: string | null
  readonly header: (name: string) => string | null
}

export interface Answer extends Head {
  readonly body: string
}

/** What else a request has than its path and its cookies. */
export interface Sent {
  /** Default GET. */
  readonly method?: string
  /** A list: the header is sent so many times. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string
  /** Breaks the request off, which is rejected then. */
  readonly signal?: AbortSignal
  /** Is told of the answer as soon as its head has come. */
  readonly onHead?: (head: Head) => void
}

/** Where servers are found, as far as they must say so themselves. */
export const ORIGIN = 'http://localhost'

/** What stands for an error in an answer: its `code`, or else its message. */
export function describeError(error: unknown): string {
  const { code, message } = error as { code?: string; message: string }
  return code ?? message
}

/** What the application's error handling answers unless a behaviour says otherwise. */
export function errorReply(error: unknown): Reply {
  const { status = 500 } = error as { status?: number }
  return { status, chunks: [describeError(error)] }
}
