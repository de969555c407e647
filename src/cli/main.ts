#!/usr/bin/env node
/** The command line. */
import { processIo } from './io.js'
import { run } from './run.js'

// Warnings of the library are for applications: commands say themselves what is weak.
process.removeAllListeners('warning')
process.exitCode = await run(process.argv.slice(2), processIo())
