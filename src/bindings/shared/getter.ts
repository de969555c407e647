/** Properties of objects that belong to a request, found when they are read. */

import { OptionError } from '../../errors.js'

/** What a property gives, and what it says to who assigns it. */
interface Found {
  readonly find: () => unknown
  readonly refuse: () => never
}

interface Property {
  readonly descriptor: PropertyDescriptor
  /** Under which an object has what it gives: so an object that inherits from it gives the same. */
  readonly key: symbol
}

const properties = new Map<string, Property>()

function propertyOf(name: string): Property {
  let property = properties.get(name)
  if (property === undefined) properties.set(name, (property = makeProperty(name)))
  return property
}

function makeProperty(name: string): Property {
  const key = Symbol(`cartouche.${name}`)
  const descriptor: PropertyDescriptor = {
    configurable: true,
    enumerable: true,
    get(this: Record<symbol, Found | undefined>) {
      return (this[key] ?? lost(name)).find()
    },
    set(this: Record<symbol, Found | undefined>) {
      const found = this[key] ?? lost(name)
      found.refuse()
    },
  }
  return { key, descriptor }
}

/** @throws {OptionError} where only the property was copied to another object */
function lost(name: string): never {
  throw new OptionError(name, 'is lost: it belongs to another object, from which it was copied')
}

/**
 * Gives `object` a property. There is one getter for each name: of one that is made for an object V8 keeps all that it
 * knows, such as the whole request, until it looks through all memory.
 */
export function putGetter(
  object: object,
  name: string,
  find: () => unknown,
  refuse: () => never,
): void {
  const { key, descriptor } = propertyOf(name)
  const value: Found = { find, refuse }
  Object.defineProperty(object, key, { configurable: true, value })
  Object.defineProperty(object, name, descriptor)
}
