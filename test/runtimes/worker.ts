/** Runs the suites in a worker, and answers with what became of them. */
import { runSuites } from './run-suites.js'

export default { fetch: async () => Response.json(await runSuites()) }
