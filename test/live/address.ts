/** A backend and ours behind one address, and the cookies of those who visit them. */
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { ChildProcess } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll } from 'vitest'
import { createProxy } from './proxy.js'

/** All of a visitor's cookies. */
export type Cookies = Map<string, string>

/**
 * One request of a visitor: a POST if there is a form.
 *
 * @returns the text of the answer; `failed` for a status of 500 and more
 * @throws {Error} where the server behind the address cannot be asked
 */
export type Visit = (
  cookies: Cookies,
  path: string,
  form?: Record<string, string>,
) => Promise<string>

/**
 * Runs both while the tests of the suite around run, each under a folder of the address.
 *
 * @param start starts the backend, which prints its port on a line of its own when it listens
 * @param folders of the backend, and of ours
 */
export function behindOneAddress(
  start: () => ChildProcess,
  createOurs: () => Server,
  [there, here] = ['there', 'here'],
): Visit {
  let backend: ChildProcess
  let address: string
  const servers: Server[] = []

  const listen = async (server: Server): Promise<number> => {
    servers.push(server)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }

  beforeAll(async () => {
    backend = start()
    const [printed] = (await once(createInterface(backend.stdout!), 'line')) as [string]
    const ports = { [there!]: Number(printed), [here!]: await listen(createOurs()) }
    address = `http://127.0.0.1:${await listen(createProxy(ports))}`
  }, 120_000)

  afterAll(() => {
    backend?.kill()
    for (const server of servers) server.close()
  })

  return async (cookies, path, form) => {
    const header = Array.from(cookies, ([key, value]) => `${key}=${value}`).join('; ')
    const response = await fetch(address + path, {
      redirect: 'manual',
      headers: header === '' ? {} : { cookie: header },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    })
    for (const line of response.headers.getSetCookie()) keep(cookies, line)
    const answer = await response.text()
    if (response.status === 502) throw new Error(answer)
    return response.status < 500 ? answer : 'failed'
  }
}

/** Keeps what a Set-Cookie line sets, as a browser does. */
export function keep(cookies: Cookies, line: string): void {
  const [pair = '', ...attributes] = line.split(';')
  const at = pair.indexOf('=')
  const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
  const age = attributes.find((attribute) => /^ *max-age=/i.test(attribute))?.split('=')[1]
  const expires = attributes.find((attribute) => /^ *expires=/i.test(attribute))?.split('=')[1]
  const isGone =
    age === undefined ? Date.parse(expires ?? '9999-12-31') <= Date.now() : Number(age) <= 0
  if (isGone) cookies.delete(name)
  else cookies.set(name, value)
}

/**
 * Each cookie in turn with one of its characters changed, at each of twenty places. In base64 the
 * highest of a character's six bits changes: the lowest of a last character may say nothing, and
 * there are backends that pass over them.
 */
export function* changed(whole: Cookies): Generator<Cookies> {
  for (const [name, value] of whole) {
    for (let part = 0; part < 20; part++) {
      const at = Math.floor((value.length * part) / 20)
      const other = /[A-Za-f]/.test(value.charAt(at)) ? 'g' : 'A'
      yield new Map(whole).set(name, value.slice(0, at) + other + value.slice(at + 1))
    }
  }
}
