/** Streams of Node's that an application gives, as long as nobody else listens to them. */
import type { Readable } from 'node:stream'
import { printError } from '../../lib/hook.js'

/** Streams older than Node's `Readable`, and those of other libraries, have only some of its methods. */
export type Source = Pick<Readable, 'on' | 'listenerCount' | 'removeListener'> &
  Partial<
    Pick<
      Readable,
      | 'pipe'
      | 'unpipe'
      | 'destroy'
      | 'destroyed'
      | 'resume'
      | 'readableDidRead'
      | 'readableEnded'
      | 'readableLength'
    >
  >

/** Other objects are data, whatever their methods are called: `destroy()` of a record may delete it. */
export function isNodeStream(value: unknown): value is Source {
  const { on, pipe } = (value ?? {}) as Partial<Source>
  return typeof on === 'function' && typeof pipe === 'function'
}

/** Who listens to a stream that nobody reads hears what goes wrong with it, as `pipeline()` does; else it is printed. */
export function hearErrors(source: Source): void {
  source.on('error', (error) => {
    if (source.listenerCount('error') === 1) printError(error)
  })
}

/** Ends a stream that nobody reads. A request is read to its end: its connection is needed for the answer. */
export function endStream(source: Source): void {
  hearErrors(source)
  if (isRequest(source)) source.resume?.()
  else source.destroy?.()
}

/** Of a server: what a client gets has no method. */
const isRequest = (source: object): boolean =>
  'httpVersion' in source && typeof (source as { method?: unknown }).method === 'string'

/**
 * Waits before `body` is sent, if it is a stream or not. The framework does not listen to it yet, and would not hear of
 * what it misses.
 *
 * @returns `undefined` where there is nothing to wait for
 * @throws what a stream fails with meanwhile, by the promise
 */
export function beside(
  body: unknown,
  waiting: PromiseLike<unknown> | undefined,
): PromiseLike<unknown> | undefined {
  return waiting !== undefined && isNodeStream(body) ? listening(body, waiting) : waiting
}

async function listening(source: Source, waiting: PromiseLike<unknown>): Promise<void> {
  const failures: unknown[] = []
  const fail = (error: unknown): void => void failures.push(error)
  const wasOver = source.readableEnded === true
  // Node itself reads the output of a child process to its end when the process is over.
  const leave = (): void => {
    if (!wasOver) fail(new Error('The stream ended before it was sent'))
  }
  source.on('error', fail).on('end', leave).on('close', leave)
  await waiting
  // Its listeners stay: it may fail again.
  if (failures.length > 0) throw failures[0]
  source.removeListener('error', fail).removeListener('end', leave).removeListener('close', leave)
}
