/** Runs every input that is kept: the corpus, what once failed, and the heavy ones. */
import { readCorpus, readFindings } from './files.js'
import { HEAVY } from './heavy.js'
import { TARGETS } from './targets.js'
import { failureOf } from './triage.js'

/**
 * The problems of all kept inputs; none where all is well.
 *
 * @param {readonly string[]} targets
 * @returns {string[]}
 */
export function replay(targets) {
  const findings = readFindings().map(({ bytes }) => ({ name: hexOf(bytes), bytes }))
  const corpus = readCorpus().map((bytes) => ({ name: hexOf(bytes), bytes }))
  const heavy = Object.entries(HEAVY).map(([name, bytes]) => ({ name, bytes }))
  return [...findings, ...corpus, ...heavy].flatMap(({ name, bytes }) =>
    targets.flatMap((target) => {
      const failure = failureOf({ target, bytes })
      return failure === undefined ? [] : [`${target}, ${name}: ${failure.message}`]
    }),
  )
}

/** @param {Buffer} bytes */
const hexOf = (bytes) => bytes.toString('hex').slice(0, 200)

/** The targets whose name begins with one of the prefixes.
 * @param {readonly string[]} prefixes
 */
export const targetsOf = (prefixes) =>
  Object.keys(TARGETS).filter((name) => prefixes.some((prefix) => name.startsWith(prefix)))
