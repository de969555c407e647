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
  /** The CSRF token of the last page that had one. */
  token = ''

  constructor(url: string) {
    this.#url = url
  }

  get session(): string | undefined {
    return this.cookies.get('session')
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
    const pairs = [...this.cookies].map(([name, value]) => `${name}=${value}`)
    const headers = pairs.length > 0 ? { Cookie: pairs.join('; ') } : {}
    const response = await fetch(this.#url + path, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    const text = await response.text()
    this.token = /name="csrf_token" value="(\w+)"/.exec(text)?.[1] ?? this.token
    return { status: response.status, headers: response.headers, text }
  }

  #keep(line: string): void {
    const [pair] = line.split(';')
    const cut = pair!.indexOf('=')
    this.cookies.set(pair!.slice(0, cut), pair!.slice(cut + 1))
  }
}
