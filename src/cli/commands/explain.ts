/** `cartouche explain`. */
import { explain } from '../../pickle/explain/explain.js'
import { formatExplanation } from '../../pickle/explain/format.js'
import type { ExplainedOpcode } from '../../pickle/explain/line.js'
import type { Paint } from '../colours.js'
import { EXIT, defineCommand } from '../command.js'
import { CliError } from '../errors.js'
import { MOST_LINES, findPickle } from '../find-pickle.js'
import { fileOf, inputOf } from '../input.js'
import { safe } from '../safe-text.js'

export const command = defineCommand({
  usage: ['[COOKIE | HEX | BASE64] [--json]', '--file FILE'],
  about: `Shows a pickle instruction by instruction, as pickletools.dis of Python does, and what each
of them builds. Takes a cookie of Pyramid, hexadecimal, base64 or the bytes themselves.
Nothing is looked up, imported or run. Exit code 1: the pickle is malformed.`,
  options: {
    file: { type: 'string', value: 'FILE', help: 'read it from a file' },
    json: { type: 'boolean', help: 'print a list of objects' },
    'no-values': { type: 'boolean', help: 'leave out the values that are built' },
  },
  examples: [
    ['cartouche explain 80025d4b07612e', 'a pickle in hexadecimal'],
    ["cartouche explain 'gAJ9cQBYBgAAAHVzZXJJZHEBSwdzLg=='", 'one in base64'],
    ['cartouche explain --file session.pickle', 'a file'],
  ],
  most: 1,
  run: async ({ io, values, positionals: [word] }) => {
    const given =
      values.file === undefined
        ? await inputOf(io, word, 'a pickle or a cookie that holds one')
        : await fileOf(values.file)
    const found = findPickle(given)
    if (found === undefined) {
      throw new CliError('found no pickle in it: give a cookie of Pyramid, hexadecimal or base64')
    }
    const lines = explain(found.bytes, { maxLines: MOST_LINES })
    if (values.json) io.print(JSON.stringify(lines.map(plain), null, 2))
    else {
      const text = formatExplanation(lines, { values: !values['no-values'] })
      io.print(
        text
          .split('\n')
          .map((line) => painted(line, io.paint))
          .join('\n'),
      )
    }
    return lines.at(-1)!.error === undefined ? EXIT.yes : EXIT.no
  },
})

/** What JSON can hold of a line: of the argument its text. */
const plain = ({ argument: _, ...line }: ExplainedOpcode): object => line

const LINE = /^( *\d+: \S+ +)([A-Z\d_]+|\?)(.*?)( {2}# .*)?$/

function painted(line: string, paint: Paint): string {
  const text = safe(line)
  if (text.startsWith('error ')) return paint('red', text)
  const parts = LINE.exec(text)
  if (parts === null) return paint('dim', text)
  const [, place = '', name = '', argument = '', value = ''] = parts
  return `${paint('dim', place)}${paint('cyan', name)}${argument}${value && paint('green', value)}`
}
