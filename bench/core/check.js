/** Sees that a library does what it is measured for, before it is measured. */
import assert from 'node:assert/strict'
import { textOf } from './subject.js'

/** @import { State } from '../sessions.js' */
/** @import { Prepared, Subject, Text } from './subject.js' */

/**
 * Data that is written comes back, and comes back once it was changed; a text that was tampered with
 * gives no data.
 *
 * @param {Subject} subject
 * @param {State} state
 */
export async function checkSubject({ name, prepare }, state) {
  const prepared = await prepare(state)
  const text = await textOf(prepared)
  assert.deepEqual(
    await dataIn(prepared, text),
    state,
    `${name} does not give back what it is given`,
  )
  for (const forged of forgeriesOf(text)) {
    assert.ok(await isRefused(prepared, forged), `${name} takes a text that was tampered with`)
  }
  await checkChange(name, prepared, text, state)
}

/**
 * What was changed is not compared in detail: only what was left alone.
 *
 * @type {(name: string, prepared: Prepared, text: Text, state: State) => Promise<void>}
 */
async function checkChange(name, prepared, text, state) {
  if (prepared.change === undefined) return
  const written = await prepared.change(text)
  const changed = await dataIn(prepared, prepared.received?.(written) ?? String(written))
  assert.ok(typeof changed === 'object' && changed !== null, `${name} does not write a change`)
  const { visits, ...rest } = /** @type {State} */ (changed)
  assert.equal(visits, 1, `${name} does not write a change`)
  assert.deepEqual(rest, state, `${name} loses what was not changed`)
}

/** @param {Prepared} prepared @param {Text} text */
async function dataIn({ read, dataOf }, text) {
  return dataOf(await read(text))
}

/**
 * The text with one character replaced: near its start, in the middle and near its end, where the
 * signature is in one library or the other.
 *
 * @param {Text} text
 * @returns {Text[]}
 */
export function forgeriesOf(text) {
  if (typeof text !== 'string') {
    const forgeries = forgeriesOf(Buffer.from(text).toString('latin1'))
    return forgeries.map((forged) => Buffer.from(forged.toString(), 'latin1'))
  }
  const start = (text.match(/^(?:__Host-)?session=/)?.[0].length ?? 0) + 5
  return [start, text.length >> 1, text.length - 6].map((from) => {
    const at = from + text.slice(from).search(/[A-Za-z0-9]/)
    return text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
  })
}

/** @param {Prepared} prepared @param {Text} forged */
async function isRefused(prepared, forged) {
  try {
    const data = await dataIn(prepared, forged)
    return data === undefined || data === null || Object.keys(data).length === 0
  } catch {
    return true
  }
}
