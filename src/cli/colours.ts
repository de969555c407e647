/** Colours on a terminal, and nowhere else unless somebody asks for them. */

const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
} as const

export type Colour = keyof typeof CODES

/** The text in a colour, where there are colours. */
export type Paint = (colour: Colour, text: string) => string

/**
 * Source: no-color.org for `NO_COLOR`; Node's `getColorDepth` for `FORCE_COLOR`, which it hears before the other.
 *
 * @param isTerminal whether the output goes to one
 */
export function paintFor(isTerminal: boolean, env: NodeJS.ProcessEnv): Paint {
  if (!hasColours(isTerminal, env)) return (_, text) => text
  return (colour, text) => {
    const [on, off] = CODES[colour]
    return `\x1b[${on}m${text}\x1b[${off}m`
  }
}

function hasColours(isTerminal: boolean, env: NodeJS.ProcessEnv): boolean {
  const forced = env['FORCE_COLOR']
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  if (env['NO_COLOR']) return false
  return isTerminal && env['TERM'] !== 'dumb'
}
