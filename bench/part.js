/** The thread that one part of the benchmark runs in. */
// oxlint-disable unicorn/require-post-message-target-origin -- threads have no origin
import { parentPort, workerData } from 'node:worker_threads'

/** @import { PartName } from './options.js' */
/** @import { Part } from './section.js' */

/** Where the parts are. Each is loaded when it is asked for: it has packages of its own. */
const MODULES = {
  core: './core/index.js',
  cpython: './cpython/index.js',
  pickle: './pickle.js',
  tricks: './tricks.js',
  http: './http/index.js',
  resources: './resources/index.js',
  stores: './stores/index.js',
}

/** @type {{ name: PartName, rounds: number }} */
const { name, rounds } = workerData
/** @type {Part} */
const part = (await import(MODULES[name]))[name]
const sections = await part.run({
  rounds,
  progress: (done, total) => parentPort?.postMessage({ done, total }),
})
parentPort?.postMessage({ sections })
