/** An entry of docs/deviations.md: a name, and lines with what Pyramid does, what is done here, why, and the test. */
const ENTRY = /^- \*\*(?<name>[^]*?)\*\*\n(?<fields>(?: {2}.*\n)+)/gm
const ENTRIES = new RegExp(`(?:${ENTRY.source.replaceAll(/\?<\w+>/g, '')})+`, 'gm')
const FIELD = /^ {2}- (\w+): ((?:.|\n {4})+)/gm

const HEAD = '| what | in Pyramid | here | why, and the test |\n| --- | --- | --- | --- |\n'

/** @returns the page with a table in the place of each list of entries */
export function tabled(markdown) {
  const page = markdown.replaceAll(ENTRIES, (entries) => HEAD + entries.replaceAll(ENTRY, row))
  return `---\npageClass: deviations\n---\n\n${page}`
}

function row(_, name, fields) {
  const { Pyramid, here, why, test } = Object.fromEntries(
    [...fields.matchAll(FIELD)].map(([, label, text]) => [label, text]),
  )
  const last = test === undefined ? why : `${why}<br>${test}`
  return `| ${[`**${name}**`, Pyramid, here, last].map(cell).join(' | ')} |\n`
}

const cell = (text) => text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|')
