/** The inputs that are kept: the corpus, and what once failed. Each is a line of hexadecimal. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'

const CORPUS = new URL('corpus.txt', import.meta.url)
const FINDINGS = new URL('findings/', import.meta.url)

/** An input that failed: what was done with it, and what came of it. */
/** @typedef {{ target: string, bytes: Buffer, problem: string }} Finding */

/** @returns {Buffer[]} */
export function readCorpus() {
  const lines = readFileSync(CORPUS, 'utf8').trimEnd().split('\n')
  return lines.map((line) => Buffer.from(line, 'hex'))
}

/** @param {readonly Buffer[]} corpus */
export function writeCorpus(corpus) {
  const lines = corpus.map((bytes) => bytes.toString('hex')).toSorted((a, b) => a.length - b.length)
  writeFileSync(CORPUS, `${lines.join('\n')}\n`)
}

/** @returns {Finding[]} */
export function readFindings() {
  if (!existsSync(FINDINGS)) return []
  const names = readdirSync(FINDINGS).filter((name) => name.endsWith('.json'))
  return names.map((name) => {
    const { hex, ...finding } = JSON.parse(readFileSync(new URL(name, FINDINGS), 'utf8'))
    return { ...finding, bytes: Buffer.from(hex, 'hex') }
  })
}

/**
 * Keeps an input that failed, and returns the name of its file.
 *
 * @param {Finding} finding
 */
export function writeFinding({ target, bytes, problem }) {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 8)
  const name = `${target}-${hash}.json`
  const content = { target, problem, hex: bytes.toString('hex') }
  mkdirSync(FINDINGS, { recursive: true })
  writeFileSync(new URL(name, FINDINGS), `${JSON.stringify(content, null, 2)}\n`)
  return name
}
