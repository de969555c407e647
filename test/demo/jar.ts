/** A visitor without a browser: keeps cookies, fills in forms, follows redirects when asked to. */

/** What came back. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

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
    return this.#request(headers.get('Location')!.slice(this.#base.length) || '/', {})
  }

  async #request(path: string, init: RequestInit): Promise<Answer> {
    const pairs = [...this.cookies].map(([name, value]) => `${name}=${value}`)
    const headers = pairs.length > 0 ? { Cookie: pairs.join('; ') } : {}
    const response = await fetch(this.#url + this.#base + path, {
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
