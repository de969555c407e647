/** Code, where what looks like a link is none. */
const FENCED = /^(`{3,})[^]*?^\1$/gm
/** The path of a link to another file, not that of a picture. */
const LINK = /(?<!!\[[^\]\n]*)\]\((?![a-z]+:|#|\/)([^)#\s]+)/g

/** @returns the Markdown with the path of each link to another file replaced */
export function withLinks(markdown, place) {
  const code = markdown.match(FENCED) ?? []
  const texts = markdown.split(FENCED).filter((_, at) => at % 2 === 0)
  const replaced = texts.map((text) => text.replaceAll(LINK, (_, path) => `](${place(path)}`))
  return replaced.flatMap((text, at) => [text, code[at] ?? '']).join('')
}
