/** Passport's way of using sessions, and that of other middleware written for express-session. */
import type { RequestHandler } from 'express'
import { CartoucheError, OptionError } from '../errors.js'
import { after, settled } from '../lib/awaitable.js'
import type { Awaitable } from '../lib/awaitable.js'
import { isThenable } from '../lib/hook.js'
import { isPlainObject } from '../lib/kinds.js'
import { resolveOptions } from '../lib/options.js'
import { makeNotes } from '../lib/notes.js'
import type { Given } from '../lib/options.js'
import type { DefaultData, Session } from '../session/session.js'
import { attachedUnder, attachSpecs, descriptorOf, takenBy } from './shared/attach.js'
import type { Attached, AttachOptions } from './shared/attach.js'
import { putGetter } from './shared/getter.js'

/** Is told when it is done; of an error, if there was one. */
export type SessionCallback = (error?: unknown) => unknown

/** What express-session's sessions do besides ours, each in its way: asynchronously, with errors for the callback. */
export interface SessionCallbacks {
  /** Ends the session and begins an empty one. Without a callback it keeps its data, as every `Session`. */
  regenerate(callback: SessionCallback): void
  /** Finds out whether the session can be written. */
  save(callback: SessionCallback): void
  /** Ends the session; none begins in this request. */
  destroy(callback: SessionCallback): void
  /** Puts the data back as they came with the request. An error where that session has ended, or there was none. */
  reload(callback: SessionCallback): void
}

/** What `req.session` is after {@link passportSession}: properties that it does not have are keys of the session. */
export type PassportSession<Data extends object = DefaultData> = Session<Data> &
  SessionCallbacks &
  Partial<Omit<Data, keyof Session>>

/** Options of {@link passportSession}; what is left out has its default. */
export type PassportSessionOptions = Given<Pick<AttachOptions<never>, 'property'>>

const SESSION = 'session' // where Passport looks for it

/** By what is attached to a request. */
const views = makeNotes<Attached, SessionView>()

/**
 * Middleware that gives Passport 0.6 and 0.7 a `req.session` as they use it: `req.session.passport` is the key `passport`
 * of the session, and `regenerate`, `save`, `destroy` and `reload` take callbacks. All else of `req.session` is as before.
 * Use it after `session()` and before `passport.session()`.
 *
 * With a callback `regenerate` does what express-session's does: the session ends, and an empty one begins. So
 * `req.logIn` and `req.logOut` leave no data of somebody else, unless told `keepSessionInfo: true`; CSRF tokens are
 * not kept even then.
 *
 * What is written below a property is noticed: `req.session.messages.push('…')`. Deeper inside it is as with `get`.
 *
 * @param options `property`: where `session()` has put the session that Passport is to use. Default `'session'`
 * @throws {OptionError} when an option is not what it must be
 *
 * @example
 * import express from 'express'
 * import passport from 'passport'
 * import { generateKey, sealedCookieSessionFactory } from 'cartouche'
 * import { session } from 'cartouche/express'
 * import { passportSession } from 'cartouche/express/passport'
 *
 * const app = express()
 * app.use(session(sealedCookieSessionFactory(process.env['SESSION_KEY'] ?? generateKey())))
 * app.use(passportSession(), passport.session())
 */
export function passportSession(options: PassportSessionOptions = {}): RequestHandler {
  const { property } = resolveOptions({ property: attachSpecs.property }, options)
  return (request, _response, next) => {
    const attached = attachedUnder(request, property)
    if (attached === undefined) throw notAttached(property)
    if (views.get(attached) === undefined) give(request, property, attached)
    next()
  }
}

function notAttached(property: string): OptionError {
  const problem = `must name what session() has put there before: there is no request.${property}`
  return new OptionError('property', problem)
}

function give(request: object, property: string, attached: Attached): void {
  if (property !== SESSION && SESSION in request)
    throw takenBy('something else', `request.${SESSION}`)
  const view = new SessionView(attached)
  views.set(attached, view)
  putGetter(
    request,
    SESSION,
    () => view.current,
    () => descriptorOf(property).set!.call(request, undefined) as never,
  )
}

type Named = Session<Record<string, unknown>>
type Methods = Record<keyof SessionCallbacks, (callback?: unknown) => Awaitable<void>>

/** What logs show of it. */
const inspect: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never

/** A request's session as express-session's would be used. */
class SessionView {
  readonly #attached: Attached
  #current: object | undefined
  /** Whether the session that came with the request has ended by one of the callback's ways. */
  #hasEnded = false

  constructor(attached: Attached) {
    this.#attached = attached
  }

  /** Another object after `regenerate(callback)`: who has kept the one from before finds the old data in it. */
  get current(): object {
    return (this.#current ??= this.#make())
  }

  get #session(): Named {
    return this.#attached.session as Named
  }

  #make(): object {
    const session = this.#session
    const target = Object.create(Object.getPrototypeOf(session) as object) as object
    // What prints a proxy looks for this at the target.
    const print = (Reflect.get(session, inspect) as () => unknown).bind(session)
    Object.defineProperty(target, inspect, { configurable: true, value: print })
    const proxy: object = new Proxy(
      target,
      handlerOf(session, this.#methods, () => this.#left.get(proxy)),
    )
    return proxy
  }

  /** What sessions that ended held, by the objects that stood for them. */
  readonly #left = new WeakMap<object, Map<unknown, unknown>>()

  readonly #methods: Methods = {
    regenerate: (callback) => {
      if (typeof callback === 'function') this.#run(() => this.#begin(), callback)
      else this.#session.regenerate()
    },
    save: (callback) => this.#run(() => this.#session.save(), callback),
    destroy: (callback) => this.#run(() => this.#destroy(), callback),
    reload: (callback) => this.#run(() => this.#reload(), callback),
  }

  #destroy(): void {
    this.#session.destroy()
    this.#hasEnded = true
  }

  #begin(): void {
    const { data } = this.#session.peek()
    this.#session.invalidate()
    this.#hasEnded = true
    if (this.#current !== undefined) this.#left.set(this.#current, new Map(data))
    this.#current = undefined
  }

  #reload(): Awaitable<void> {
    const opened = this.#attached.reopen()
    return after(opened.load?.(), () => this.#takeBack(opened.session))
  }

  #takeBack(before: Session<object>): void {
    const session = this.#session
    if (this.#hasEnded || before.new || before.id !== session.id) {
      throw new CartoucheError(
        'BAD_VALUE',
        'There is no session to reload: it has ended, or begins here',
      )
    }
    session.clear()
    session.update(before as unknown as Named)
  }

  /** Without a callback errors are thrown, as by every session. */
  #run(operation: () => Awaitable<void>, callback: unknown): Awaitable<void> {
    if (typeof callback !== 'function') return operation()
    const tell = (error?: unknown): void =>
      queueMicrotask(() => this.#tell(callback as SessionCallback, error))
    return settled(
      operation,
      () => tell(),
      (error) => tell(error ?? new Error('The session could not be changed')),
    )
  }

  /** What the callback throws or rejects with is an error of the request's handler. */
  #tell(callback: SessionCallback, error: unknown): void {
    const fail = (failure: unknown): void => this.#attached.fail(failure)
    try {
      const result = callback(error)
      if (isThenable(result)) Promise.resolve(result).catch(fail)
    } catch (failure) {
      fail(failure)
    }
  }
}

/** @param left what was kept of the session that the object stood for, once that has ended */
function handlerOf(
  session: Named,
  methods: Methods,
  left: () => Map<unknown, unknown> | undefined,
): ProxyHandler<object> {
  const isMember = (name: PropertyKey): name is symbol =>
    typeof name === 'symbol' || name in session
  const valueOf = (name: string): unknown => {
    const kept = left()
    return kept === undefined ? noticed(session.get(name), session) : kept.get(name)
  }
  const writable = (): Named => {
    if (left() === undefined) return session
    throw new TypeError('This session has ended by regenerate(): write to request.session')
  }
  const set = (name: PropertyKey, value: unknown): boolean => {
    if (isMember(name)) return Reflect.set(session, name, value)
    writable().set(name as string, value)
    return true
  }
  return {
    get: (_target, name) => {
      if (Object.hasOwn(methods, name)) return methods[name as keyof Methods]
      return isMember(name) ? memberOf(session, name) : valueOf(name as string)
    },
    set: (_target, name, value) => set(name, value),
    defineProperty: (_target, name, descriptor) => set(name, assignable(name, descriptor)),
    has: (_target, name) => isMember(name) || (left() ?? session).has(name as string),
    deleteProperty: (_target, name) => {
      writable().delete(name as string)
      return true
    },
    ownKeys: () =>
      [...(left() ?? session.peek().data).keys()].filter((key) => typeof key === 'string'),
    getOwnPropertyDescriptor: (_target, name) => {
      if (isMember(name) || !(left() ?? session).has(name as string)) return undefined
      return {
        configurable: true,
        enumerable: true,
        writable: true,
        value: valueOf(name as string),
      }
    },
  }
}

/**
 * The value of a property that is defined.
 *
 * @throws {TypeError} when it is not one as an assignment makes it
 */
function assignable(name: PropertyKey, descriptor: PropertyDescriptor): unknown {
  const { enumerable = true, configurable = true, writable = true } = descriptor
  if ('value' in descriptor && enumerable && configurable && writable) return descriptor.value
  const property = `session.${String(name)}`
  throw new TypeError(`A session keeps values alone: assign ${property}, or define it with a value`)
}

/** Methods know their session by fields that a proxy does not have. */
function memberOf(session: Named, name: PropertyKey): unknown {
  const member: unknown = Reflect.get(session, name)
  return typeof member === 'function' ? (member.bind(session) as unknown) : member
}

/** A value whose changes the session is told of: not all factories look for them. */
function noticed(value: unknown, session: Named): unknown {
  if (!isPlainObject(value) && !Array.isArray(value)) return value
  return new Proxy(value as object, {
    set: (target, name, given) => {
      session.changed()
      return Reflect.set(target, name, given)
    },
    defineProperty: (target, name, descriptor) => {
      session.changed()
      return Reflect.defineProperty(target, name, descriptor)
    },
    deleteProperty: (target, name) => {
      session.changed()
      return Reflect.deleteProperty(target, name)
    },
  })
}
