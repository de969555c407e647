/** Measures once and prints the ratios as JSON; the argument is how many times ours is done. */
import { measureRatios, smokeGroups } from './measure.js'

console.log(JSON.stringify(await measureRatios(await smokeGroups(Number(process.argv[2] ?? 1)))))
