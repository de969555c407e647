// @ts-nocheck -- plain JavaScript: the processes of the tests run it as it stands
/** What the faults of all frameworks are made of. */
import { createReadStream } from 'node:fs'
import { PassThrough, Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

export const SECRET =
  'the secret of the tests of survival, longer than sixty-four bytes: 0123456789'
/** A file to be sent, in which the words stand that no answer may have. */
export const FILE = fileURLToPath(new URL('node.mjs', import.meta.url))

const TOO_MUCH = 'x'.repeat(5000)

export const errorPage = (error) => `error page: ${error.code ?? error.message}`

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** A stream that never ends by itself, and what became of it. */
export function endless(heard) {
  const source = new Readable({ read() {} })
  const timer = setInterval(() => source.push('tick'), 5)
  source.on('close', () => clearInterval(timer))
  heard.source = source
  return source
}

/** A stream of the web's that Node has made of one of its own, which has data and does not end. */
export function filled(heard) {
  heard.source = new PassThrough()
  heard.source.write('never seen')
  return Readable.toWeb(heard.source)
}

/** A stream of a file that is not there: it fails a little later, whoever listens then. */
export const absent = (heard) => (heard.source = createReadStream('/nonexistent/file'))

export const spoil = (session) => session.set('draft', TOO_MUCH)

/** A path is the name of a fault; to decode one that is no text throws. */
export const nameOf = (url) => {
  try {
    return decodeURIComponent(url.slice(1).split('?')[0])
  } catch {
    return 'throw'
  }
}

/** Told apart from the answer to an error: a fault that is nowhere would look like one that is heard. */
export const NO_FAULT = 'no such fault'
