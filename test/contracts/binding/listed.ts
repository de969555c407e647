/** What the page for development lists of answers. */

/** One answer, as the page lists it. */
export interface Listed {
  /** `GET /cart → 200`. */
  readonly asked: string
  readonly badge: string
  readonly reasons: readonly string[]
  /** `session 120 characters; Path=/`. */
  readonly lines: readonly string[]
}

/** The answers that a page lists, the latest first. */
export function listedIn(page: string): Listed[] {
  const list = /<ol class="commits">(.*)<\/ol>/s.exec(page)?.[1] ?? ''
  const items = list.split('<p class="asked">').slice(1)
  return items.map((item) => ({
    asked: textsIn(item, /<code>(.*?)<\/code>/s)[0]!,
    badge: textsIn(item, /<span class="badge [a-z]+">(.*?)<\/span>/s)[0]!,
    reasons: textsIn(item, /<li>(.*?)<\/li>/gs),
    lines: textsIn(item, /<p class="line quiet">(.*?)<\/p>/gs),
  }))
}

function textsIn(markup: string, pattern: RegExp): string[] {
  const all = pattern.global ? [...markup.matchAll(pattern)] : [pattern.exec(markup)!]
  return all.map(([, text]) => plain(text!))
}

const SIGNS = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' }

function plain(markup: string): string {
  const text = markup
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  return text.replace(/&(?:lt|gt|quot|#39|amp);/g, (name) => SIGNS[name as keyof typeof SIGNS])
}
