// Removes folders that a build writes, so that a file deleted from src/ never lives on in dist/: `clean.js FOLDER…`.
import { rmSync } from 'node:fs'

for (const folder of process.argv.slice(2)) {
  rmSync(new URL(`../${folder}`, import.meta.url), { recursive: true, force: true })
}
