/** The streams that are piped into a response, and what becomes of those whose data nobody takes. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Writable } from 'node:stream'
import type { Readable } from 'node:stream'
import { GRACE } from './dropping.js'
import { hearErrors } from './node-streams.js'
import type { Source } from './node-streams.js'

/** The streams that are piped into a response, and whether each was fresh then. */
export type Piped = Map<Source, boolean>

/** Keeps account of what is piped into `response`, and tells of it. */
export function pipedInto(response: ServerResponse, tell: () => void): Piped {
  const piped: Piped = new Map()
  response.on?.('pipe', (source: Source) => {
    piped.set(source, isFresh(source))
    tell()
  })
  response.on?.('unpipe', (source: Source) => piped.delete(source))
  return piped
}

/** Whether nothing has come out of a stream yet. One that was read before may be others' too. */
function isFresh({ readableDidRead, readableLength }: Source): boolean {
  return readableDidRead === false && readableLength === 0
}

/**
 * Reads a stream to its end, unless somebody else reads it: `pipeline()` hears of no error then, nor does the process
 * where nobody awaits that. One that takes too long is ended.
 */
export function endUnread(source: Source, request: IncomingMessage | undefined): void {
  if (source === request) request.resume()
  else if (source.destroyed !== true && !isRead(source)) {
    const nowhere = new Writable({
      objectMode: true,
      write: (_chunk, _, done) => setTimeout(done, 1),
    })
    hearErrors(source)
    source.pipe?.(nowhere)
    const destroy = (): void => {
      source.unpipe?.(nowhere)
      destroyUnread(source, request)
    }
    setTimeout(destroy, GRACE).unref()
  }
}

/** Ends a stream, and with it what is piped into it, unless somebody else reads it. */
function destroyUnread(source: Source, request: IncomingMessage | undefined): void {
  // It is read to its end, for the next one on its connection.
  if (source === request) request.resume()
  else if (!isRead(source)) {
    source.on('unpipe', (upstream: Source) => {
      hearErrors(upstream)
      destroyUnread(upstream, request)
    })
    source.destroy?.()
  }
}

const isRead = (source: Source): boolean =>
  source.listenerCount('data') + source.listenerCount('readable') > 0

/** Lets go what is uploaded into a stream that nobody reads, for the next request on its connection. */
export function letGoInto(source: Source, request: IncomingMessage | undefined): void {
  if (request === undefined) return
  const ways = pipesOf(request).filter((next) => leadsTo(next, source))
  for (const next of ways) request.unpipe(next)
  if (ways.length > 0) request.resume()
}

type Pipe = Parameters<Readable['unpipe']>[0] & object

/** Node tells of them nowhere else. */
const pipesOf = (stream: object): readonly Pipe[] =>
  // oxlint-disable-next-line no-underscore-dangle -- Node's own name
  (stream as { _readableState?: { pipes?: Pipe[] } })._readableState?.pipes ?? []

function leadsTo(stream: object, end: object, passed = new Set<object>()): boolean {
  if (stream === end) return true
  if (passed.has(stream)) return false
  passed.add(stream)
  return pipesOf(stream).some((next) => leadsTo(next, end, passed))
}
