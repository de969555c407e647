import type { ServerResponse } from 'node:http'

/** Calls when the head is written, once, as the package of that name does. */
export function onHeaders(response: ServerResponse, call: () => void): void {
  const { writeHead } = response
  let isCalled = false
  response.writeHead = (...args: unknown[]) => {
    if (!isCalled) {
      isCalled = true
      call()
    }
    return Reflect.apply(writeHead, response, args) as ServerResponse
  }
}
