import type { IncomingMessage } from 'node:http'

/** The value of a cookie as the browser sent it; of several, the last. */
export function cookieIn({ headers }: IncomingMessage, name: string): string | undefined {
  const prefix = `${name}=`
  const pairs = (headers.cookie ?? '').split(/; */)
  return pairs.findLast((pair) => pair.startsWith(prefix))?.slice(prefix.length)
}
