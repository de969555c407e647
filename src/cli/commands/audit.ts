/** `cartouche audit`. */
import { fromInput } from '../../inspect/index.js'
import type { Pasted } from '../../inspect/index.js'
import { guessSecret } from '../audit/guess.js'
import type { WordList } from '../audit/guess.js'
import { auditSetCookie } from '../audit/set-cookie.js'
import { strengthOf } from '../audit/strength.js'
import { BUILT_IN_WORDS } from '../audit/words.js'
import { EXIT, defineCommand } from '../command.js'
import { cookiesIn } from '../cookies-in.js'
import { findingLines, hasBad } from '../finding.js'
import type { Finding, Level } from '../finding.js'
import { fileOf, textOf } from '../input.js'
import { progressOf } from '../progress.js'
import { SECRET_OPTIONS, givenSecrets } from '../secrets.js'
import type { GivenSecret } from '../secrets.js'

export const command = defineCommand({
  usage: ["[COOKIE | 'Set-Cookie: …'] [--name NAME] [--words FILE]", '--secret-file FILE'],
  about: `Looks for what is weak in a session of your own. Of a cookie: whether its secret is a word that
is tried first; of a Set-Cookie line: its attributes too; of a secret: how hard it is to guess.
Exit code 1: something is weak.`,
  options: {
    name: {
      type: 'string',
      value: 'NAME',
      help: "the cookie's name (default: that of the header)",
    },
    words: { type: 'string', multiple: true, value: 'FILE', help: 'words to try too, one a line' },
    json: { type: 'boolean', help: 'print a list of findings' },
    ...SECRET_OPTIONS,
  },
  examples: [
    ["cartouche audit 'Set-Cookie: session=…; Path=/; HttpOnly'", 'a line of an answer'],
    ["cartouche audit 'session=…' --words rockyou.txt", 'a cookie, and a list of words'],
    ['cartouche audit --secret-file secret.txt', 'a secret'],
  ],
  most: 1,
  run: async (call) => {
    const { io, values, positionals } = call
    const secrets = await givenSecrets(call)
    const findings: Finding[] = secrets.map(rated)
    if (positionals.length > 0 || secrets.length === 0) {
      const text = await textOf(io, positionals[0], 'a cookie, a Set-Cookie line or a secret')
      const lists = [
        { name: 'the built-in list', words: BUILT_IN_WORDS },
        ...(await Promise.all(values.words.map(wordsIn))),
      ]
      const progress = progressOf(io, 'word')
      findings.push(...attributesOf(text))
      for (const cookie of cookiesIn(text, values.name)) {
        const finding = guessSecret(cookie, values.name, lists, progress)
        findings.push(
          cookie.name === undefined ? finding : { ...finding, subject: `secret of ${cookie.name}` },
        )
      }
      progress.clear()
    }
    if (values.json) io.print(JSON.stringify(findings, null, 2))
    else io.print(findingLines(findings, io.paint).join('\n'))
    return hasBad(findings) ? EXIT.no : EXIT.yes
  },
})

const LEVELS = { weak: 'bad', fair: 'doubt', strong: 'good' } as const satisfies Record<
  string,
  Level
>

function rated(secret: GivenSecret, index: number, { length }: readonly unknown[]): Finding {
  const { verdict, bits, made } = strengthOf(secret)
  const remedy = verdict === 'strong' ? '' : '. Make another by cartouche keygen'
  const subject = length === 1 ? 'strength' : `strength of ${index + 1}`
  return {
    subject,
    level: LEVELS[verdict],
    text: `${verdict}: ${made}, about ${bits} bits${remedy}`,
  }
}

async function wordsIn(path: string): Promise<WordList> {
  const words = (await fileOf(path)).toString().split(/\r?\n/)
  return { name: path, words: words.filter((word) => word !== '') }
}

/** Of Set-Cookie lines alone: a Cookie header has no attributes. Beside others they have their names. */
function attributesOf(text: string): readonly Finding[] {
  const { kind }: Pasted = fromInput(text)
  if (kind !== 'set-cookie') return []
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  const named = lines.filter((line) => /^\s*set-cookie\s*:/i.test(line))
  const now = Date.now() / 1000
  return (named.length > 0 ? named : lines).flatMap((line) => auditSetCookie(line.trim(), now))
}
