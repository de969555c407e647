/** What a session may take, wherever it is read or written. A cookie holds at most a sixteenth of it. */
export const SESSION_LIMITS = {
  /** Characters of a cookie's text that is read. */
  input: 65_536,
  /** Bytes of a session that is written, before it is put into a cookie's text. */
  output: 65_536,
  /** Keys of one dict. */
  keysPerDict: 1000,
  /** Keys of all dicts together. */
  keys: 4000,
  /** Values, shared ones counted each time, that are looked at to compare or to print them. */
  nodes: 10_000,
  /** Values of a session of Ruby's, keys among them. Each takes a byte at least, of which a cookie holds 3,072. */
  rubyValues: 4096,
  /** Characters of text that are printed. */
  text: 1 << 20,
} as const
