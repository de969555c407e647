/**
 * Ruby's Marshal, version 4.8, as far as it is plain data:
 *
 *     dump    = 4 8 value
 *     value   = "0" / "T" / "F"            nil, true, false
 *             | "i" long                   an Integer of 31 bits
 *             | "l" sign long words        any other; sign = "+" / "-", words = 2 bytes each, the lowest first
 *             | "f" bytes                  a Float, in decimal, or "inf", "-inf", "nan"
 *             | DQUOTE bytes               a String of bytes alone
 *             | "I" DQUOTE bytes 1 pair    a String of text: "E" true (UTF-8), "E" false (US-ASCII), "encoding" name
 *             | symbol
 *             | "[" long *value            an Array
 *             | "{" long *(value value)    a Hash
 *             | "C" symbol "{" …           ActiveSupport::HashWithIndifferentAccess, no other class
 *             | "Iu" symbol bytes pairs    Time: see time.ts
 *             | "U" symbol value           ActiveSupport::TimeWithZone: an Array of Time, name, Time
 *             | "o" symbol 1 pair          Rack::Session::SessionId with "@public_id", no other class
 *             | "@" long                   an object that stood before, by its number
 *     symbol  = ":" bytes / "I:" bytes 1 pair / ";" long    the latter a symbol that stood before, by its number
 *     pairs   = long *pair ; pair = symbol value
 *     bytes   = long *byte
 *     long    = 0 / n + 5 (n from 1 to 122) / size *byte, the lowest first / the same for negative ones
 *
 * All but nil, true, false, small Integers and symbols are objects with numbers, in the order in which they are read;
 * a Time after what its pairs hold.
 */

export const NIL = 0x30
export const TRUE = 0x54
export const FALSE = 0x46
export const SMALL = 0x69
export const BIG = 0x6c
export const FLOAT = 0x66
export const STRING = 0x22
export const WITH_PAIRS = 0x49
export const SYMBOL = 0x3a
export const SYMBOL_LINK = 0x3b
export const ARRAY = 0x5b
export const HASH = 0x7b
export const SUBCLASS = 0x43
export const DUMPED = 0x75
export const MARSHALED = 0x55
export const OBJECT = 0x6f
export const LINK = 0x40

export const PLUS = 0x2b
export const MINUS = 0x2d

export const VERSION: readonly number[] = [4, 8]

export const INDIFFERENT = 'ActiveSupport::HashWithIndifferentAccess'
export const TIME = 'Time'
export const TIME_WITH_ZONE = 'ActiveSupport::TimeWithZone'
export const SESSION_ID = 'Rack::Session::SessionId'
export const PUBLIC_ID = '@public_id'

/** Containers inside each other: as in pickles. */
export const MAX_DEPTH = 500
/** Bytes of an Integer: as in pickles. */
export const MAX_INT_BYTES = 4096
