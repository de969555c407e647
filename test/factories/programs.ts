/** Programs of requests, and what is left of them by a model that keeps everything in memory. */
import fc from 'fast-check'
import type { Session } from '../../src/index.js'

export type Data = Record<string, unknown>

/** What of a factory is needed: those of a store read it, and write it, by themselves. */
export interface Factory {
  open(cookies: string): {
    readonly session: Session<Data>
    readonly load?: () => unknown
    readonly flush?: () => unknown
    readonly due?: () => Lines
    readonly commit: () => Lines | Promise<Lines>
  }
}
type Lines = readonly (readonly [string, string])[]

export const act = fc.record({
  how: fc.constantFrom(
    'set',
    'set',
    'delete',
    'pop',
    'clear',
    'regenerate',
    'invalidate',
    'flash',
    'popFlash',
    'get',
    'save',
  ),
  key: fc.constantFrom('a', 'b'),
  value: fc.nat(9),
})
export type Act = typeof act extends fc.Arbitrary<infer T> ? T : never

/** What a request finds. */
export interface Found {
  readonly data: Data
  readonly flash: readonly unknown[]
}

export class Model implements Found {
  data: Data = {}
  flash: unknown[] = []

  perform({ how, key, value }: Act): void {
    if (how === 'set') this.data[key] = value
    if (how === 'delete' || how === 'pop') delete this.data[key]
    if (how === 'flash') this.flash.push(String(value))
    if (how === 'popFlash' || how === 'clear' || how === 'invalidate') this.flash = []
    if (how === 'clear' || how === 'invalidate') this.data = {}
  }

  /** As it is now. */
  get found(): Found {
    return { data: { ...this.data }, flash: [...this.flash] }
  }

  set found({ data, flash }: Found) {
    this.data = { ...data }
    this.flash = [...flash]
  }
}

export async function perform(session: Session<Data>, { how, key, value }: Act): Promise<void> {
  if (how === 'set') session.set(key, value)
  if (how === 'delete') session.delete(key)
  if (how === 'pop') session.pop(key)
  if (how === 'clear') session.clear()
  if (how === 'regenerate') session.regenerate()
  if (how === 'invalidate') session.invalidate()
  if (how === 'flash') session.flash(String(value))
  if (how === 'popFlash') session.popFlash()
  if (how === 'get') session.get(key)
  if (how === 'save') await session.save()
}

export const found = (session: Session<Data>): Found => ({
  data: Object.fromEntries(
    ['a', 'b'].flatMap((key) => (session.has(key) ? [[key, session.peek(key)]] : [])),
  ),
  flash: session.peekFlash(),
})

/** What a session in an older cookie begins with. */
export const BEFORE: readonly Act[] = [
  { how: 'set', key: 'a', value: 7 },
  { how: 'flash', key: 'a', value: 8 },
]
