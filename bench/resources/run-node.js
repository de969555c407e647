/** Runs a file in a fresh process of node, and takes what it prints. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * @param {URL} file prints JSON
 * @param {object} options
 * @param {readonly string[]} [options.flags] for node
 * @param {readonly string[]} [options.args] for the file
 * @returns {Promise<any>}
 */
export async function runNode(file, { flags = [], args = [] }) {
  const { stdout } = await run(process.execPath, [...flags, fileURLToPath(file), ...args])
  return JSON.parse(stdout)
}
