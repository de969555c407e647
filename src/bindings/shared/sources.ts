/** The streams that are piped into a response, and what becomes of those whose data nobody takes. */
import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { printError } from '../../lib/hook.js'

/** Streams older than Node's `Readable`, and those of other libraries, have only some of its methods. */
export type Source = Pick<Readable, 'on' | 'listenerCount'> &
  Partial<Pick<Readable, 'unpipe' | 'destroy' | 'readableDidRead' | 'readableLength'>>

/** The streams that are piped into a response, and whether each was fresh then. */
export type Piped = Map<Source, boolean>

/** Keeps account of what is piped into `response`. */
export function pipedInto(response: ServerResponse): Piped {
  const piped: Piped = new Map()
  response.on?.('pipe', (source: Source) => piped.set(source, isFresh(source)))
  response.on?.('unpipe', (source: Source) => piped.delete(source))
  return piped
}

/** Whether nothing has come out of a stream yet. One that was read before may be others' too. */
function isFresh({ readableDidRead, readableLength }: Source): boolean {
  return readableDidRead === false && readableLength === 0
}

/** Ends a stream, and with it what is piped into it, unless somebody else reads it. */
export function endUnread(source: Source, request: Readable | undefined): void {
  // It is read to its end, for the next one on its connection.
  if (source === request) request.resume()
  else if (source.listenerCount('data') + source.listenerCount('readable') === 0) {
    source.on('unpipe', (upstream: Source) => endUnread(upstream, request))
    // Nobody may listen to what goes wrong with a stream that nobody reads.
    source.on('error', printError)
    source.destroy?.()
  }
}
