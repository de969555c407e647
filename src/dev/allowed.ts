/** Where there is a page, and who may see it. */
import { OptionError } from '../errors.js'

const DEVELOPMENT: ReadonlySet<string | undefined> = new Set(['development', 'test'])

/** @throws {OptionError} where it is not sure that this is no production */
export function checkDevelopment(): void {
  const environment = typeof process === 'undefined' ? undefined : process.env['NODE_ENV']
  if (DEVELOPMENT.has(environment)) return
  throw new OptionError(
    'NODE_ENV',
    `must be 'development' or 'test' where there is a page that shows sessions, and is ${
      environment === undefined ? 'not set' : 'another'
    }: call sessionPage() only if it is`,
  )
}

/** What of a request says from where it came. */
export interface From {
  /** Where the browser has sent it. */
  readonly host: string | undefined
  /** Of the machine that sent it, and of those that proxies name; as far as anybody says. */
  readonly addresses: readonly string[]
}

/** A site elsewhere can have its own name point to this machine (DNS rebinding): so the name counts too. */
export function isLocal({ host, addresses }: From): boolean {
  return isLocalHost(host) && addresses.every(isLoopback)
}

function isLocalHost(host: string | undefined): boolean {
  const name = nameIn(host)
  return name === 'localhost' || name.endsWith('.localhost') || isLoopback(name)
}

/** The host without its port; empty for what is none. */
function nameIn(host: string | undefined): string {
  try {
    return new URL(`http://${host}`).hostname.replace(/^\[(.*)\]$/, '$1')
  } catch {
    return ''
  }
}

/** RFC 1122, 3.2.1.3, and RFC 4291, 2.5.3. */
function isLoopback(address: string): boolean {
  return /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/i.test(address) || address === '::1'
}

/** Headers by which proxies name who sent a request. */
const LISTS = ['x-forwarded-for', 'x-real-ip'] as const

/** Addresses, without their ports. What cannot be read stands among them, and is none of this machine. */
export function forwardedFor(header: (name: string) => string | undefined): string[] {
  const listed = LISTS.flatMap((name) => header(name)?.split(',') ?? [])
  const named = forIn(header('forwarded') ?? '')
  return [...listed, ...named].map((node) => addressOf(node.trim()))
}

/** A parameter, as in `for="[::1]:80";proto=https, for=192.0.2.1`. */
const PARAMETER = /[\s;,]*([^\s=;,"]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s=;,"]*))\s*(?=[;,]|$)/y

/** The values of `for` in the header Forwarded (RFC 7239, 4); all of one that is not as it should be. */
function forIn(text: string): string[] {
  const nodes: string[] = []
  for (let at = 0; /[^\s;,]/.test(text.slice(at)); at = PARAMETER.lastIndex) {
    PARAMETER.lastIndex = at
    const [, name, quoted, bare] = PARAMETER.exec(text) ?? []
    if (name === undefined) return [text]
    if (/^for$/i.test(name)) nodes.push(quoted?.replace(/\\(.)/g, '$1') ?? bare!)
  }
  return nodes
}

/** Of `127.0.0.1:80` and `[::1]:80` what is before the port. */
const addressOf = (node: string): string =>
  node.replace(/^\[(.*)\](?::\w+)?$/, '$1').replace(/^([\d.]+):\w+$/, '$1')
