/** Connections to a server in the same process, without the kernel: streams in memory in place of sockets. */
import { Duplex } from 'node:stream'

/** @import { Server } from 'node:http' */

export class Wire extends Duplex {
  #received = ''
  /** @type {(response: string) => void} */
  #answered = () => {}

  /** @param {Server} server takes it for a socket */
  constructor(server) {
    super()
    server.emit('connection', this)
  }

  /**
   * Sends a request and gives the whole response.
   *
   * @param {string} request
   * @returns {Promise<string>}
   */
  ask(request) {
    this.#received = ''
    return new Promise((resolve) => {
      this.#answered = resolve
      this.push(request)
    })
  }

  /** @override */
  _read() {}

  /** @override @type {Duplex['_write']} */
  _write(chunk, _encoding, done) {
    this.#received += chunk.toString('latin1')
    if (isWhole(this.#received)) this.#answered(this.#received)
    done()
  }
}

/** @param {string} response */
function isWhole(response) {
  const head = response.indexOf('\r\n\r\n')
  const [, length] = /^content-length: (\d+)/im.exec(response) ?? []
  // express-session writes in pieces.
  if (length === undefined) return response.endsWith('\r\n0\r\n\r\n')
  return head >= 0 && response.length - head - 4 >= Number(length)
}
