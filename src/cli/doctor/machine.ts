/** Addresses of this machine: no other is asked. */
import { lookup } from 'node:dns/promises'
import { networkInterfaces } from 'node:os'
import { CliError, UsageError } from '../errors.js'

/** @throws {UsageError} for what is no address of HTTP; {CliError} for one of another machine */
export async function urlOnThisMachine(text: string): Promise<URL> {
  const url = urlOf(text)
  if (await isOnThisMachine(url)) return url
  throw new CliError(
    `${url.hostname} is another machine: doctor asks applications on this one only`,
  )
}

function urlOf(text: string): URL {
  const given = /^https?:\/\//i.test(text) ? text : `http://${text}`
  if (!URL.canParse(given) || /^[a-z][\w+.-]*:\/\//i.test(text) !== /^https?:/i.test(text)) {
    throw new UsageError('is given an address, such as http://localhost:3000/')
  }
  return new URL(given)
}

export async function isOnThisMachine({ hostname }: URL): Promise<boolean> {
  const name = hostname.replace(/^\[|\]$/g, '')
  if (/^(?:.*\.)?localhost$/.test(name)) return true
  const own = Object.values(networkInterfaces()).flatMap((list = []) =>
    list.map(({ address }) => address),
  )
  const found = await lookup(name, { all: true }).catch(() => [])
  return (
    found.length > 0 && found.every(({ address }) => isLoopback(address) || own.includes(address))
  )
}

const isLoopback = (address: string): boolean => /^(?:127\.|::1$|::ffff:127\.)/.test(address)
