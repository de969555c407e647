/** What a page of the documentation has its reader do: the files that it shows by name, and its commands. */

/**
 * An application that a page shows.
 *
 * @typedef {object} Application
 * @property {readonly Step[]} steps before it is started, in the order of the page
 * @property {string} start the command that starts it
 * @property {string} path what the page says to open, without the origin
 */

/** @typedef {{ file: string, text: string } | { command: string }} Step */

const BLOCK = /^```(\w+)[^\n]*\n(.*?)^```$/gms
/** The first line of a file names it; that of an Astro page stands below the line that opens its script. */
const NAMED = /^(?:---\n)?(?:\/\/|<!--) (\S+\.\w+)(?: -->)?\n/
const START = /^SESSION_\w+=/

const PROGRAM = /^```ts\n(.*?)^```$/gms
const PACKAGE = /from '(?!node:|cartouche)((?:@[^/']+\/)?[^/']+)/g

/** The programs of a page that run as they stand. @param {string} page @returns {string[]} */
export function programsIn(page) {
  return Array.from(page.matchAll(PROGRAM), ([, code]) => code)
}

/** What they import, but for ours. @param {{ code: string }[]} programs @returns {Set<string>} */
export function packagesIn(programs) {
  const found = programs.flatMap(({ code }) => Array.from(code.matchAll(PACKAGE)))
  return new Set(found.map(([, name]) => name))
}

/** @param {string} page in Markdown @returns {Application[]} */
export function applicationsIn(page) {
  const applications = []
  let steps = []
  for (const match of page.matchAll(BLOCK)) {
    for (const step of stepsOf(match)) {
      if (!START.test(step.command ?? '')) {
        steps.push(step)
        continue
      }
      const path = pathIn(page.slice(match.index + match[0].length))
      applications.push({ steps: withInstallation(steps, applications), start: step.command, path })
      steps = []
    }
  }
  return applications
}

function stepsOf([, language, text]) {
  if (language === 'sh') {
    return text
      .trim()
      .split('\n')
      .map((command) => ({ command }))
  }
  const file = NAMED.exec(text)?.[1]
  return file === undefined ? [] : [{ file, text }]
}

/** What a page installs for its first application, it installs for the next. */
function withInstallation(steps, [first]) {
  if (first === undefined || steps.some(({ command }) => command)) return steps
  return [...first.steps.filter(({ command }) => command), ...steps]
}

/** In the words right after the command. */
function pathIn(rest) {
  return /^\s*[^`]*?http:\/\/localhost:\d+(\/[\w/]+)/.exec(rest.split(/\n```|\n#/)[0])?.[1] ?? '/'
}
