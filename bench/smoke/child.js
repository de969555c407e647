/** Measures once and prints the ratios as JSON; the argument is how many times what does not serve is done. */
import { measureRatios, measureServer, smokeGroups } from './measure.js'

const formats = await measureRatios(await smokeGroups(Number(process.argv[2] ?? 1)))
console.log(JSON.stringify({ ...formats, ...(await measureServer()) }))
