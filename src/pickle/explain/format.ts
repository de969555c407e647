import { isBoolean, isIntegerBetween, resolveOptions, type OptionSpec } from '../../lib/options.js'
import { SCALARS } from './argument.js'
import type { ExplainedOpcode } from './line.js'

/** How `formatExplanation` lays out its lines. */
export interface FormatOptions {
  /** How many blanks to indent by for each mark on the stack, up to 16. Default 4. */
  readonly indent?: number | undefined
  /** Whether to show, behind a `#`, the values that the instructions built. Default true. */
  readonly values?: boolean | undefined
}

interface Settings {
  readonly indent: number
  readonly values: boolean
}

const SPECS: { readonly [Name in keyof Settings]: OptionSpec<Settings[Name]> } = {
  indent: { fallback: 4, check: isIntegerBetween(0, 16) },
  values: { fallback: true, check: isBoolean },
}

/** Where the values stand, unless the line is longer. */
const VALUE_COLUMN = 40

/** How deep lines are indented at most: a pickle of nothing but marks is no reason for a huge text. */
const MAX_DEPTH = 64

/**
 * The text of an explanation, line by line as `pickletools.dis` of Python prints it: offset, byte,
 * name, argument; then the value that was built. What is wrong follows in a line of its own. The last
 * line is the highest protocol that an instruction asks for.
 *
 * @param lines - what `explain` returned
 * @param options - see `FormatOptions`
 * @returns lines with line feeds between them
 * @throws OptionError when an option is wrong
 *
 * @example
 * import { explain, formatExplanation } from 'cartouche/pickle'
 *
 * const lines = explain(Uint8Array.from([0x28, 0x4b, 7, 0x6c, 0x2e]))
 * const text = formatExplanation(lines).split('\n')
 * text[1] // → '    1: K        BININT1    7'
 * text[2] // → '    3: l        LIST       (MARK at 0)    # [7]'
 * text.at(-1) // → 'highest protocol among opcodes = 1'
 */
export function formatExplanation(
  lines: readonly ExplainedOpcode[],
  options: FormatOptions = {},
): string {
  const settings = resolveOptions<Settings>(SPECS, options)
  const text = lines.flatMap((line) => formatLine(line, settings))
  const highest = lines.reduce((highest, { protocol }) => Math.max(highest, protocol), 0)
  return [...text, `highest protocol among opcodes = ${highest}`].join('\n')
}

function formatLine(line: ExplainedOpcode, settings: Settings): string[] {
  const { error, character } = line
  const errors = error === undefined ? [] : [`error ${error.code}: ${error.message}`]
  if (character === '') return errors
  const text = formatOpcode(line, settings.indent)
  const showsValue = settings.values && line.top !== undefined && builtAnew(line)
  return [showsValue ? `${text.padEnd(VALUE_COLUMN)}  # ${line.top}` : text, ...errors]
}

function formatOpcode(line: ExplainedOpcode, indent: number): string {
  const { name = '?', memoIndex, markOffset, argumentText } = line
  const start = `${String(line.offset).padStart(5)}: ${line.character.padEnd(4)} `
  const opcode = ' '.repeat(indent * Math.min(line.markDepth, MAX_DEPTH)) + name
  const notes = [
    argumentText,
    markOffset === undefined ? '' : `(MARK at ${markOffset})`,
    name === 'MEMOIZE' && memoIndex !== undefined ? `(as ${memoIndex})` : '',
  ].filter((note) => note !== '')
  if (notes.length === 0) return start + opcode
  return `${start}${opcode}${' '.repeat(Math.max(0, 10 - name.length))} ${notes.join(' ')}`
}

/** Whether a line has a value to show that is not its argument once more. */
function builtAnew({ builds, name, argumentText }: ExplainedOpcode): boolean {
  return builds && !(argumentText !== '' && SCALARS.has(name))
}
