// @ts-nocheck -- plain JavaScript: the processes of the tests run it as it stands
/** What an application can do wrong with a session and a response of Node's. */
import { createReadStream } from 'node:fs'
import { PassThrough, Readable, Stream, Writable, pipeline } from 'node:stream'
import { pipeline as pipelined } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { FILE, NO_FAULT, endless, nameOf, spoil } from './common.mjs'

/** Faults of a response of Node's. */
export const nodeFaults = {
  end: (_request, response) => response.end('never seen'),
  'write then end': (_request, response) => {
    response.write('never seen')
    response.end('never seen')
  },
  writeHead: (_request, response) => {
    response.writeHead(200, { 'Content-Length': '10', ETag: '"x"', Location: '/' })
    response.end('never seen')
  },
  flushHeaders: (_request, response) => {
    response.flushHeaders()
    response.end('never seen')
  },
  'a timer': (_request, response) => {
    setTimeout(() => response.end('never seen'), 5)
  },
  'a promise that nobody awaits': (_request, response) => {
    void Promise.resolve().then(() => response.end('never seen'))
  },
  'pipe a file': (_request, response, heard) => {
    heard.source = createReadStream(FILE)
    heard.source.pipe(response)
  },
  'pipe a file through another stream': (_request, response, heard) => {
    heard.source = createReadStream(FILE)
    heard.source.pipe(createGzip()).pipe(response)
  },
  'pipe an endless stream': (_request, response, heard) => {
    endless(heard).pipe(response)
  },
  pipeline: (_request, response, heard) => {
    heard.source = createReadStream(FILE)
    pipeline(heard.source, response, () => {})
  },
  'pipeline of an endless stream': (_request, response, heard) => {
    pipeline(endless(heard), response, () => {})
  },
  'pipeline of a generator': (_request, response) => {
    pipeline(
      async function* () {
        yield 'never'
        await new Promise((resolve) => setTimeout(resolve, 10))
        yield 'seen'
      },
      response,
      () => {},
    )
  },
  'pipeline of a generator that ends late': (_request, response, heard) => {
    const source = { closed: false }
    heard.source = source
    pipeline(
      async function* () {
        yield 'never'
        await new Promise((resolve) => setTimeout(resolve, 100))
        yield 'seen'
      },
      response,
      () => {
        source.closed = true
      },
    )
  },
  'pipeline that nobody awaits': (_request, response, heard) => {
    heard.source = createReadStream(FILE)
    void pipelined(heard.source, response)
  },
  'pipeline through another stream that nobody awaits': (_request, response, heard) => {
    heard.source = createReadStream(FILE)
    void pipelined(heard.source, new PassThrough(), response)
  },
  'a web writer that nobody awaits': (_request, response) => {
    void new Response('never seen').body.pipeTo(Writable.toWeb(response))
  },
  'a callback of write that nobody awaits': (_request, response) => {
    void new Promise((resolve, reject) => {
      response.write('never seen', (error) => (error ? reject(error) : resolve()))
    }).then(() => response.end('never seen'))
  },
  'write on at drain': (_request, response) => {
    let left = 5
    const pump = () => {
      while (left-- > 0) if (!response.write('never seen')) return response.once('drain', pump)
      return response.end('never seen')
    }
    pump()
  },
  'write on after the error': (_request, response) => {
    response.write('never seen')
    let left = 20
    const timer = setInterval(() => {
      response.write('never seen', () => {})
      if (--left > 0) return
      clearInterval(timer)
      response.end('never seen', () => {})
    }, 3)
  },
  'pipe a stream older than Readable': (_request, response) => {
    const source = new Stream()
    source.pipe(response)
    setTimeout(() => source.emit('data', 'never seen'), 5)
    setTimeout(() => source.emit('end'), 10)
  },
  'pipe a generator whose end fails': (_request, response, heard) => {
    heard.source = Readable.from(
      (async function* () {
        try {
          for (;;) yield 'never seen'
        } finally {
          // oxlint-disable-next-line no-unsafe-finally -- as a release of a resource may
          throw new Error('release failed')
        }
      })(),
    )
    heard.source.pipe(response)
  },
  'a corked response': (_request, response) => {
    response.cork()
    response.write('never seen')
    setTimeout(() => response.uncork(), 5)
  },
  'a response with a property of its own': (_request, response) => {
    response.stream = 'of a camera'
    response.end('never seen')
  },
  'a synchronous endless stream': (_request, response, heard) => {
    heard.source = new Readable({
      read() {
        this.push('never seen')
      },
    })
    heard.source.pipe(response)
  },
  'write until it is full': (_request, response) => {
    while (response.write('never seen'));
  },
  'write from the callback of write': (_request, response) => {
    const pump = () => void (response.destroyed || response.write('never seen', pump))
    pump()
  },
  'a source that fails meanwhile': (_request, response, heard) => {
    const source = endless(heard)
    source.push('never seen') // before it fails, also where timers are late
    pipeline(source, response, () => {})
    setTimeout(() => source.destroy(new Error('disk')), 10)
  },
  'another branch that answers too': (_request, response) => {
    setTimeout(() => {
      response.statusCode = 200
      response.setHeader('Content-Length', '2')
      response.end('{}')
    }, 10)
    response.end('never seen')
  },
  'another branch with a head': (_request, response) => {
    setTimeout(() => {
      response.writeHead(200, { 'Content-Length': '2' })
      response.end('{}')
    }, 10)
    setTimeout(() => response.setHeader('X-Late', '1'), 60)
    response.end('never seen')
  },
  'end and throw': (_request, response) => {
    response.end('never seen')
    throw new Error('after the end')
  },
  throw: () => {
    throw new Error('boom')
  },
  reject: async () => {
    await Promise.resolve()
    throw new Error('boom')
  },
  'a value that the format cannot hold': (request, response) => {
    request.session.delete('draft')
    request.session.set('when', Symbol('no'))
    response.end('never seen')
  },
}

/** What else is asked of each application. */
export const nodeSpecial = {
  ok: (_request, response) => void response.end('ok'),
  heard: (_request, response, heard) => {
    const { commitErrors, source } = heard
    response.end(JSON.stringify({ commitErrors, isOpen: source !== undefined && !source.closed }))
  },
  fill: (request, response) => {
    request.session.set('note', 'x'.repeat(Number(request.url.split('?')[1])))
    response.end('filled')
  },
  'change after the headers': (request, response) => {
    request.session.set('a', 1)
    response.write('first ')
    try {
      request.session.invalidate()
    } catch (error) {
      response.end(error.code)
    }
  },
  'answer and throw': (_request, response) => {
    response.end('answered')
    throw new Error('late')
  },
  'begin to answer and reject': async (_request, response) => {
    response.write('begun')
    await Promise.resolve()
    throw new Error('late')
  },
  'the end that was kept from before': (request, response, heard) => {
    spoil(request.session)
    setTimeout(() => heard.keptEnd.call(response, 'HTTP/1.1 200 OK\r\n\r\n'), 5)
  },
  'first use after the headers': (request, response) => {
    response.write('first ')
    try {
      request.session.set('a', 1)
    } catch (error) {
      response.end(error.code)
    }
  },
  'save that fails': (request, response) => {
    spoil(request.session)
    try {
      request.session.save()
    } catch (error) {
      response.statusCode = 413
      response.end(`caught ${error.code}`)
    }
  },
  'a bad status message': (request, response) => {
    request.session.set('a', 1)
    response.writeHead(200, 'no\nbreaks')
    response.end()
  },
  'a bad header': (request, response) => {
    request.session.set('a', 1)
    response.writeHead(200, { Location: '/\u2603' })
    response.end()
  },
}

/** What a middleware that stands before ours keeps of a response. */
export function keep(heard, response) {
  heard.keptEnd = Object.getPrototypeOf(response).end
}

/** @param more faults that a framework has besides */
export function nodeRoutes(heard, request, response, more = {}) {
  const name = nameOf(request.url)
  if (Object.hasOwn(nodeSpecial, name)) return nodeSpecial[name](request, response, heard)
  const fault = more[name] ?? nodeFaults[name] ?? noFault
  if (fault !== noFault) spoil(request.session)
  return fault(request, response, heard)
}

function noFault(_request, response) {
  response.statusCode = 404
  response.end(NO_FAULT)
}
