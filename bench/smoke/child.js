/** Measures once and prints the ratios as JSON; the argument is how many times everything of ours is done. */
import { measureRatios, measureServer, smokeGroups } from './measure.js'

const slower = Number(process.argv[2] ?? 1)
const formats = await measureRatios(await smokeGroups(slower))
console.log(JSON.stringify({ ...formats, ...(await measureServer(slower)) }))
