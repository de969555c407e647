/** A visitor without a browser: keeps cookies, fills in forms, follows redirects when asked to. */

/** What came back. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

type Fields = Readonly<Record<string, string>>

export class Visitor {
  /** The newest value of each cookie. */
  readonly cookies = new Map<string, string>()
  readonly #url: string
  readonly #base: string
  readonly #cookieName: string
  /** The CSRF token of the last page that had one. */
  token = ''

  /**
   * @param base where the pages of the session's kind are: all paths are below it
   * @param cookieName of the session
   */
  constructor(url: string, base = '', cookieName = '__Host-session') {
    this.#url = url
    this.#base = base
    this.#cookieName = cookieName
  }

  get session(): string | undefined {
    return this.cookies.get(this.#cookieName)
  }

  set session(value: string) {
    this.cookies.set(this.#cookieName, value)
  }

  get(path: string): Promise<Answer> {
    return this.getAt(this.#base + path)
  }

  /** The page at a path from the root. */
  getAt(path: string): Promise<Answer> {
    return this.#request(path, {})
  }

  /** Sends a form with the token of the last page, and whatever `fields` says. */
  post(path: string, fields: Fields = {}, headers: Fields = {}): Promise<Answer> {
    return this.postBody(path, new URLSearchParams({ csrf_token: this.token, ...fields }), headers)
  }

  /** Sends a form with exactly these fields. */
  postBody(path: string, body: URLSearchParams, headers: Fields = {}): Promise<Answer> {
    return this.#request(this.#base + path, { method: 'POST', body, headers })
  }

  /** Sends a form and follows the redirect, which must be one. */
  submit(path: string, fields: Fields = {}): Promise<Answer> {
    return this.submitAt(this.#base + path, fields)
  }

  /** The same, at a path from the root. */
  async submitAt(path: string, fields: Fields = {}): Promise<Answer> {
    const body = new URLSearchParams({ csrf_token: this.token, ...fields })
    const { status, headers } = await this.#request(path, { method: 'POST', body })
    if (status !== 303) throw new Error(`${path} was answered with ${status}, not a redirect`)
    return this.getAt(headers.get('Location')!)
  }

  async #request(path: string, init: { headers?: Fields } & RequestInit): Promise<Answer> {
    const pairs = [...this.cookies].map(([name, value]) => `${name}=${value}`)
    const cookie = pairs.length > 0 ? { Cookie: pairs.join('; ') } : {}
    const headers = { ...init.headers, ...cookie }
    const response = await fetch(this.#url + path, {
      ...init,
      headers,
      redirect: 'manual',
    })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    const text = await response.text()
    this.token = /name="csrf_token" value="(\w+)"/.exec(text)?.[1] ?? this.token
    return { status: response.status, headers: response.headers, text }
  }

  #keep(line: string): void {
    const [pair] = line.split(';')
    const cut = pair!.indexOf('=')
    const name = pair!.slice(0, cut)
    if (/; Max-Age=0(;|$)/i.test(line)) this.cookies.delete(name)
    else this.cookies.set(name, pair!.slice(cut + 1))
  }
}
