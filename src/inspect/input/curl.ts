/** Cookies in a command line of curl, as a person types it or a browser copies it. */
import { cookiesOfHeader } from './header.js'
import type { Found } from './header.js'

const HEADERS = ['-H', '--header']
const COOKIES = ['-b', '--cookie']
const COOKIE = /^\s*cookie\s*:\s*/i

export function curlCookies(command: string): Found[] {
  const words = wordsOf(command)
  return words.flatMap((word, at) => {
    const header = argumentOf(HEADERS, word, words[at + 1])
    if (header !== undefined)
      return COOKIE.test(header) ? cookiesOfHeader(header.replace(COOKIE, '')) : []
    const cookies = argumentOf(COOKIES, word, words[at + 1])
    // Without `=` it is the name of a file.
    return cookies?.includes('=') === true ? cookiesOfHeader(cookies) : []
  })
}

/** What an option is given: behind it, behind its `=`, or in one word with its letter. */
function argumentOf(
  [short, long]: readonly string[],
  word: string,
  next: string | undefined,
): string | undefined {
  if (word === short || word === long) return next
  if (word.startsWith(`${long}=`)) return word.slice(long!.length + 1)
  return word.startsWith(short!) && !word.startsWith('--') ? word.slice(short!.length) : undefined
}

/** On Windows a caret stands before what its shell would take for its own, line ends among them. */
const fromWindows = (command: string): string =>
  /\^["\r\n]/.test(command)
    ? command.replaceAll(/\^\r?\n/g, ' ').replaceAll(/\^(.)/g, '$1')
    : command

/** Words of a shell: in quotes of either kind, in `$'…'`, with a backslash before a character. */
const WORD = /(?:\$'(?:[^'\\]|\\.)*'|'[^']*'|"(?:[^"\\]|\\.)*"|\\[^]|[^\s'"\\])+/gs
const PIECE = /\$'((?:[^'\\]|\\.)*)'|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\([^])|([^'"\\]+)/gs

function wordsOf(command: string): string[] {
  const joined = fromWindows(command).replaceAll(/\\\r?\n/g, ' ')
  return Array.from(joined.matchAll(WORD), ([word]) => bare(word))
}

const bare = (word: string): string =>
  word.replaceAll(
    PIECE,
    (_, ansi?: string, single?: string, double?: string, one?: string, plain?: string) => {
      if (ansi !== undefined) return ansi.replaceAll(/\\(u[\da-f]{4}|x[\da-f]{2}|.)/gis, escapeOf)
      if (double !== undefined) return double.replaceAll(/\\(["\\$`])/g, '$1')
      return single ?? one ?? plain ?? ''
    },
  )

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

const escapeOf = (_: string, code: string): string =>
  code.length > 1
    ? String.fromCharCode(Number.parseInt(code.slice(1), 16))
    : (ESCAPES[code] ?? code)
