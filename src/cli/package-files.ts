/** Files of the package, wherever it is installed. */
import { existsSync } from 'node:fs'

/** The address of a file that ships with the package. */
export function packageFile(path: string): URL {
  return new URL(path, ROOT)
}

/** The nearest folder with a package.json: what runs may be the files themselves or their bundle. */
const ROOT = rootFrom(new URL('.', import.meta.url))

function rootFrom(folder: URL): URL {
  return existsSync(new URL('package.json', folder)) ? folder : rootFrom(new URL('..', folder))
}
