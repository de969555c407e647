/** Requests and responses as node:http makes them, without a connection. */
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'

const socket = new Socket()

/** @typedef {{ request: IncomingMessage, response: ServerResponse }} Pair */

/**
 * What node's parser hands over, but for one thing: node makes an object of the raw headers when a
 * request is first asked for it. Here it is there from the start, so that it is nobody's cost.
 *
 * @param {string} cookie the Cookie header; empty for none
 * @returns {Pair}
 */
export function makePair(cookie) {
  const request = new IncomingMessage(socket)
  request.httpVersionMajor = 1
  request.httpVersionMinor = 1
  request.httpVersion = '1.1'
  request.url = '/'
  request.method = 'GET'
  const headers = { host: 'shop.example', accept: 'text/html', ...(cookie !== '' && { cookie }) }
  request.rawHeaders = Object.entries(headers).flat()
  request.headers = headers
  return { request, response: new ServerResponse(request) }
}
