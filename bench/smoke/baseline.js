/**
 * The baseline: ratios by the major version of Node. What V8 and OpenSSL make of a call differs more
 * between versions than a loss that is looked for.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/** @import { Ratios } from './compare.js' */

const MAJOR = process.versions.node.split('.')[0] ?? ''

/** @param {URL | string} file @returns {Record<string, Ratios>} */
function readAll(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}

/**
 * The ratios of this version of Node, if the file has them.
 *
 * @param {URL | string} file
 */
export function readBaseline(file) {
  return readAll(file)[MAJOR]
}

/**
 * Writes the ratios of this version of Node and leaves those of others alone.
 *
 * @param {URL | string} file
 * @param {Ratios} ratios
 */
export function writeBaseline(file, ratios) {
  const rounded = Object.entries(ratios).map(([name, ratio]) => [name, Number(ratio.toFixed(2))])
  const all = { ...readAll(file), [MAJOR]: Object.fromEntries(rounded) }
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`)
}
