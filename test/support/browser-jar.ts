/** What one page's requests bring, where cookies of one name differ in path, domain and partition. */
import { parseSetCookie } from '../../src/cookie/parse-set-cookie.js'

interface Kept {
  readonly pair: string
  readonly path: string
}

/** RFC 6265bis, 5.7 and 5.8, and that a partitioned cookie and its twin are two. All are sent to the page. */
export class BrowserJar {
  readonly #kept = new Map<string, Kept>()

  take(lines: readonly string[]): void {
    for (const line of lines) this.#take(line)
  }

  #take(line: string): void {
    const { name, value, attributes } = parseSetCookie(line)
    const path = attributes.get('path') ?? '/'
    const place = [name, attributes.get('domain'), path, attributes.has('partitioned')].join(' ')
    if (attributes.get('max-age') === '0') this.#kept.delete(place)
    // What takes the place of another keeps its age.
    else this.#kept.set(place, { pair: `${name}=${value}`, path })
  }

  /** Longer paths first, then older cookies. */
  get header(): string {
    return [...this.#kept.values()]
      .toSorted((one, other) => other.path.length - one.path.length)
      .map(({ pair }) => pair)
      .join('; ')
  }
}
