/** Sends requests to a server of this process, and tells what they cost it. */
import { Wire } from './wire.js'

/** @import { Server } from 'node:http' */

const CONNECTIONS = 10

/**
 * @typedef {object} Load
 * @property {string} action the path
 * @property {string} cookie the Cookie header; empty for none
 * @property {number} requests
 */

/**
 * What loads a server, and gives the microseconds of processor time per request, those of V8's own threads included.
 *
 * @param {Server} server
 */
export function loaderOf(server) {
  /** @type {Wire[]} */
  const wires = []
  /** @param {Load} load */
  return async ({ action, cookie, requests }) => {
    // Not before: node ends a connection on which no request comes for a minute.
    while (wires.length < CONNECTIONS) wires.push(new Wire(server))
    const request = requestOf(action, cookie)
    const before = process.cpuUsage()
    for (let left = requests; left > 0; left -= wires.length) {
      await Promise.all(wires.map((wire) => wire.ask(request)))
    }
    const { user, system } = process.cpuUsage(before)
    return (user + system) / requests
  }
}

/**
 * With the headers that a browser sends, more or less.
 *
 * @type {(action: string, cookie: string) => string}
 */
const requestOf = (action, cookie) =>
  [
    `GET /${action} HTTP/1.1`,
    'Host: shop.example',
    'Connection: keep-alive',
    'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'Accept-Language: en,de;q=0.5',
    ...(cookie === '' ? [] : [`Cookie: ${cookie}`]),
    '\r\n',
  ].join('\r\n')
