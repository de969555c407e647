/** A visitor without a browser: keeps cookies, fills in forms, follows redirects when asked to. */
import { CookieJar } from '../../src/testing/index.js'

/** What came back. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

export class Visitor {
  readonly #jar = new CookieJar()
  readonly #url: string
  /** The CSRF token of the last page that had one. */
  token = ''

  constructor(url: string) {
    this.#url = url
  }

  /** The value of the session's cookie. */
  get session(): string | undefined {
    return this.#jar.cookies().find(({ name }) => name === 'session')?.value
  }

  set session(value: string) {
    this.#jar.store(this.#url, `session=${value}`)
  }

  get(path: string): Promise<Answer> {
    return this.#request(path, {})
  }

  /** Sends a form with the token of the last page, and whatever `fields` says. */
  post(path: string, fields: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.postBody(path, new URLSearchParams({ csrf_token: this.token, ...fields }))
  }

  /** Sends a form with exactly these fields. */
  postBody(path: string, body: URLSearchParams): Promise<Answer> {
    return this.#request(path, { method: 'POST', body })
  }

  /** Sends a form and follows the redirect, which must be one. */
  async submit(path: string, fields: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const { status, headers } = await this.post(path, fields)
    if (status !== 303) throw new Error(`${path} was answered with ${status}, not a redirect`)
    return this.get(headers.get('Location')!)
  }

  async #request(path: string, init: RequestInit): Promise<Answer> {
    const response = await this.#jar.request(fetch, this.#url + path, init)
    const { status, headers } = response
    const text = await response.text()
    this.token = /name="csrf_token" value="(\w+)"/.exec(text)?.[1] ?? this.token
    return { status, headers, text }
  }
}
