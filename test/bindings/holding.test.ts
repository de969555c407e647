/** What a response looks like while its end is held back, and after that. */
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { Holding } from '../../src/bindings/shared/holding.js'

const endOf = (response: object): Holding => {
  const holding = new Holding(response as ServerResponse)
  holding.add('end', [])
  return holding
}

test('a stand-in gets back what it had of its own', () => {
  const response = {
    statusCode: 200,
    statusMessage: '',
    headersSent: false,
    writableEnded: false,
    setHeader: () => undefined,
  }
  const before = Object.getOwnPropertyDescriptors(response)
  const holding = endOf(response)
  expect(response).toMatchObject({ headersSent: true, writableEnded: true })
  holding.release()
  expect(Object.getOwnPropertyDescriptors(response)).toEqual(before)
})

test('a stand-in that has not said yet whether it is at its end can do so later', () => {
  const response: { statusCode: number; statusMessage: string; writableEnded?: boolean } = {
    statusCode: 200,
    statusMessage: '',
  }
  const holding = endOf(response)
  expect(response.writableEnded).toBe(true)
  holding.release()
  expect(response.writableEnded).toBeUndefined()
  response.writableEnded = true
  expect(response.writableEnded).toBe(true)
})

test('what is made of a response seems to be at its end as that does', () => {
  const response = new ServerResponse(new IncomingMessage(new Socket()))
  const all = [
    response,
    Object.create(response) as ServerResponse,
    new Proxy(response, {}),
    Object.create(new Proxy(response, {})) as ServerResponse,
  ]
  for (const times of [1, 2]) {
    const holding = endOf(response)
    expect(
      all.map((one) => one.writableEnded),
      `${times}`,
    ).toEqual([true, true, true, true])
    holding.release()
    expect(
      all.map((one) => one.writableEnded),
      `${times}`,
    ).toEqual([false, false, false, false])
  }
  response.end()
  expect(all.map((one) => one.writableEnded)).toEqual([true, true, true, true])
})
