/** The command line of the benchmark. */
import { existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { PARTS } from './section.js'

const DEFAULT_ROUNDS = 41

/** @typedef {(typeof PARTS)[number]} PartName */

/**
 * @typedef {object} Options
 * @property {number} rounds
 * @property {readonly PartName[]} parts
 * @property {boolean} help
 * @property {string} [node] the version of Node to run on
 * @property {string} [json]
 */

export const HELP = `usage: npm run bench -- [--rounds N] [--only PART,…] [--node VERSION] [--json FILE]

Measures cartouche next to other libraries, CPython and the native calls below it, in one run, and
prints ratios: each is the median over the rounds, each of which is compared with itself. In the end
it lists the targets and says which are met.

  --rounds N       rounds (default ${DEFAULT_ROUNDS}); more are steadier
  --only PART,…    only these parts: ${PARTS.join(', ')}
  --node VERSION   on that Node, such as 24: npx gets it and keeps it
  --json FILE      write all figures there
  --help           print this`

/** A mistake on the command line. */
export class UsageError extends Error {}

/**
 * @param {readonly string[]} args
 * @returns {Options}
 */
export function parseOptions(args) {
  const values = parse(args)
  const { help = false, only, rounds = String(DEFAULT_ROUNDS), node, json } = values
  if (node !== undefined) checkVersion(node)
  if (json !== undefined) checkFile(json)
  return {
    help,
    rounds: roundsOf(rounds),
    parts: partsOf(only),
    ...(node !== undefined && { node }),
    ...(json !== undefined && { json }),
  }
}

/** @param {readonly string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        rounds: { type: 'string' },
        only: { type: 'string' },
        node: { type: 'string' },
        json: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

/**
 * The arguments for the benchmark on another Node: the same, without its name.
 *
 * @param {readonly string[]} args
 */
export function withoutNode(args) {
  return args.filter((arg, at) => !arg.startsWith('--node') && args[at - 1] !== '--node')
}

/** @param {string} text */
function roundsOf(text) {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new UsageError('--rounds must be a number from 1 on')
  return Number(text)
}

/** @param {string} version */
function checkVersion(version) {
  if (/^\d+(?:\.\d+){0,2}$/.test(version)) return
  throw new UsageError('--node must be a version of Node, such as 24 or 24.1.0')
}

/** @param {string} [list] @returns {readonly PartName[]} */
function partsOf(list) {
  if (list === undefined) return PARTS
  const names = list.split(',')
  for (const name of names) {
    if (!PARTS.some((part) => part === name)) {
      throw new UsageError(`--only: there is no part '${name}', only ${PARTS.join(', ')}`)
    }
  }
  return PARTS.filter((part) => names.includes(part))
}

/**
 * Found out before the benchmark runs, not after it.
 *
 * @param {string} file
 */
function checkFile(file) {
  const folder = dirname(file)
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new UsageError(`there is no folder ${folder} to write into`)
  }
}
