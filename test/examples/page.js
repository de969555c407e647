/** What stands in a page, as far as the examples' pages go: no HTML parser. */

/**
 * A form, and what it sends unless its fields are filled in.
 *
 * @typedef {object} Form
 * @property {string} action
 * @property {string} enctype
 * @property {Record<string, string>} fields
 */

/** @param {string} html @returns {Form[]} */
export function formsIn(html) {
  return [...withoutComments(html).matchAll(/<form\b([^>]*)>(.*?)<\/form>/gis)]
    .map(([, tag = '', inner = '']) => ({ form: attributesIn(tag), fields: fieldsIn(inner) }))
    .filter(({ form }) => form['method']?.toLowerCase() === 'post')
    .map(({ form: { action = '', enctype = '' }, fields }) => ({ action, enctype, fields }))
}

/** @param {string} html @returns {Record<string, string>} */
function fieldsIn(html) {
  const tags = [...html.matchAll(/<(?:input|button)\b([^>]*)>/gi)]
  const fields = tags.map(([, tag = '']) => attributesIn(tag)).filter(({ name }) => name)
  return Object.fromEntries(fields.map(({ name, value = '' }) => [name, value]))
}

/** @param {string} tag @returns {Record<string, string>} */
function attributesIn(tag) {
  const found = tag.matchAll(/([^\s=/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)
  const pairs = [...found].map(([, name = '', ...values]) => [
    name.toLowerCase(),
    unescaped(values.find((value) => value !== undefined) ?? ''),
  ])
  return Object.fromEntries(pairs)
}

/** @param {string} html */
export function flashesIn(html) {
  const paragraphs = [...withoutComments(html).matchAll(/<p\b([^>]*)>(.*?)<\/p>/gis)]
  return paragraphs
    .filter(([, tag = '']) => attributesIn(tag)['class']?.split(' ').includes('flash'))
    .map(([, , inner = '']) => unescaped(inner.trim()))
}

/** @param {string} html */
export function headingIn(html) {
  const inner = /<h1\b[^>]*>(.*?)<\/h1>/is.exec(withoutComments(html))?.[1]
  return inner === undefined ? undefined : unescaped(inner.trim())
}

/** @param {string} html */
export function visitsIn(html) {
  return Number(/<p\b[^>]*>\s*Visit (\d+)\s*<\/p>/i.exec(withoutComments(html))?.[1])
}

/** Frameworks mark with comments where texts meet. @param {string} html */
function withoutComments(html) {
  return html.replaceAll(/<!--.*?-->/gs, '')
}

/** @type {Record<string, string>} */
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** @param {string} text */
function unescaped(text) {
  return text.replaceAll(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (all, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[name] ?? all
    return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16))
  })
}
