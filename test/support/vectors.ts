import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/**
 * The vectors of one recorded file.
 *
 * @param name the path below test/vectors/, without `.json.gz`
 * @param field where in the file the list is
 */
export function readVectors<T>(name: string, field = 'vectors'): T[] {
  const file = new URL(`../vectors/${name}.json.gz`, import.meta.url)
  const content = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Record<string, T[]>
  return content[field]!
}
