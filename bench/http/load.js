/** Sends requests from a process of its own, as fast as the server takes them. */
import { createRequire } from 'node:module'
import { answer } from './child.js'

// It comes without types.
const autocannon = createRequire(import.meta.url)('autocannon')

const CONNECTIONS = 10
/** How often autocannon looks whether all have been answered, in milliseconds. */
const INTERVAL = 5

/**
 * @typedef {object} Load
 * @property {string} url
 * @property {string} cookie the Cookie header; empty for none
 * @property {number} requests
 */

answer(async (/** @type {Load} */ { url, cookie, requests }) => {
  const result = await autocannon({
    url,
    headers: cookie === '' ? {} : { cookie },
    connections: CONNECTIONS,
    amount: requests,
    sampleInt: INTERVAL,
  })
  if (result['2xx'] !== requests)
    throw new Error(`${url}: only ${result['2xx']} requests succeeded`)
})
