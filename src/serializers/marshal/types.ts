/** Ruby's values that JavaScript has no type for. All are inert: they hold what stood there and are written back. */
import { OptionError } from '../../errors.js'

/** Symbols that are in use, so that one name is one object. Those that nobody holds any more are swept out. */
const known = new Map<string, WeakRef<RubySymbol>>()
let sweepAt = 1024

/**
 * A Ruby Symbol. Of one name there is one object, so that symbols can be the keys of a Map: `RubySymbol.for('id')`.
 *
 * @example
 * import { RubySymbol } from 'cartouche/rails'
 *
 * new Map([[RubySymbol.for('id'), 7]]).get(RubySymbol.for('id')) // → 7
 */
export class RubySymbol {
  readonly name: string

  private constructor(name: string) {
    this.name = name
    Object.freeze(this)
  }

  /** @throws {OptionError} for what is no text, or no Unicode */
  static for(name: string): RubySymbol {
    const found = known.get(name)?.deref()
    if (found !== undefined) return found
    if (typeof name !== 'string' || !name.isWellFormed()) {
      throw new OptionError('name', 'must be text without half a surrogate pair')
    }
    if (known.size >= sweepAt) sweep()
    const made = new RubySymbol(name)
    known.set(name, new WeakRef(made))
    return made
  }

  toString(): string {
    return this.name
  }

  toJSON(): string {
    return this.name
  }
}

function sweep(): void {
  for (const [name, symbol] of known) if (symbol.deref() === undefined) known.delete(name)
  sweepAt = Math.max(1024, 2 * known.size)
}

/**
 * A Ruby String that is no text in UTF-8: one of another encoding, or of bytes that are not of it. (Text is a string,
 * and a String of bytes alone, `ASCII-8BIT`, a Uint8Array.)
 */
export class RubyString {
  readonly bytes: Uint8Array
  /** As Ruby names it: `'Shift_JIS'`. */
  readonly encoding: string

  /** @throws {OptionError} for an encoding that is no name */
  constructor(bytes: Uint8Array, encoding: string) {
    if (!/^[A-Za-z][\w-]{0,39}$/.test(encoding)) {
      throw new OptionError('encoding', 'must be the name of one of Ruby’s encodings')
    }
    this.bytes = bytes
    this.encoding = encoding
    Object.freeze(this)
  }
}

/** The id of a session as `Rack::Session` has it among the session's data: an object around its public text. */
export class RackSessionId {
  readonly publicId: string

  constructor(publicId: string) {
    this.publicId = publicId
    Object.freeze(this)
  }

  toString(): string {
    return this.publicId
  }

  toJSON(): string {
    return this.publicId
  }
}

const indifferent = new WeakSet<object>()

/** Notes that a hash was an `ActiveSupport::HashWithIndifferentAccess`, as which it is written back. */
export function noteIndifferent(hash: object): void {
  indifferent.add(hash)
}

export const isIndifferent = (hash: object): boolean => indifferent.has(hash)
