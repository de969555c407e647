/** Keys, and what a browser does with cookies, for tests of sessions. */
import { createHash } from 'node:crypto'
import type { CookieSource, HeaderLine, OpenSession } from '../../src/index.js'

/** A key as `generateKey` makes them, the same in every run. */
export function keyOf(name: string): string {
  return createHash('sha256').update(`a key for tests: ${name}`).digest('base64url')
}

export type Data = Record<string, unknown>

interface Opens<Data extends object> {
  readonly open: (cookie?: CookieSource, request?: unknown) => OpenSession<Data>
}

/** The newest value of each cookie. One that is taken away is gone. */
export class Jar {
  readonly cookies = new Map<string, string>()
  /** The lines of the last response, without their names. */
  lines: readonly string[] = []

  constructor(header = '') {
    for (const pair of header.split('; ')) this.#keep(pair)
  }

  get header(): string {
    return [...this.cookies].map((pair) => pair.join('=')).join('; ')
  }

  /** A jar with the same cookies: as of a thief. */
  copy(): Jar {
    return new Jar(this.header)
  }

  take(lines: readonly HeaderLine[]): void {
    this.lines = lines.map(([, line]) => line)
    for (const line of this.lines) this.#keep(line)
  }

  /** One request: opens the session, lets `handle` work on it, and takes what the response sets. */
  visit<D extends object, Result>(
    factory: Opens<D>,
    handle: (session: OpenSession<D>['session']) => Result,
  ): Result {
    const { session, commit } = factory.open(this.header)
    const result = handle(session)
    this.take(commit())
    return result
  }

  #keep(line: string): void {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (name === undefined) return
    if (/; Max-Age=0(?:;|$)/.test(line)) this.cookies.delete(name)
    else this.cookies.set(name, value!)
  }
}
