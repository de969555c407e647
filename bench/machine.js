/** What was measured on. */
import { cpus } from 'node:os'

/**
 * @typedef {object} Machine
 * @property {string} node
 * @property {string} cpu
 * @property {number} cores
 * @property {string} date
 * @property {number} rounds
 */

/** @param {number} rounds @returns {Machine} */
export function machineOf(rounds) {
  const all = cpus()
  return {
    node: process.versions.node,
    cpu: all[0]?.model.trim() ?? 'unknown CPU',
    cores: all.length,
    date: new Date().toISOString().slice(0, 10),
    rounds,
  }
}
