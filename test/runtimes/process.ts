/** Runs the suites in a process, and writes what became of them to the file that its argument names. */
import { writeFileSync } from 'node:fs'
import process from 'node:process'
import { runSuites } from './run-suites.js'

writeFileSync(process.argv[2]!, JSON.stringify(await runSuites()))
process.exit()
