/**
 * The texts that a pickle holds already. One table is used for pickle after pickle: to make and fill a
 * Map for each takes 2.4 times as long.
 */

const SLOTS = 256
/** Half of the slots stay empty, so that a search is short. */
const MOST = SLOTS / 2

/** Slots that are looked at for a text: those with one hash are put elsewhere where they are more. */
const PROBES = 8
const NONE = -1

/** Memo indices by text. */
export class TextMemo {
  /** Positions in the lists below, by hash; 0 for none. A text that finds its slot taken goes to the next. */
  readonly #slots = new Uint8Array(SLOTS)
  readonly #texts = Array.from({ length: MOST }, () => '')
  readonly #indices = Array.from({ length: MOST }, () => 0)
  #count = 0
  /** The empty slot at which the latest search ended, or NONE. */
  #slot = 0
  /** Those that found no room. */
  #more: Map<string, number> | undefined

  /** The index of `text`; `undefined` where it has none. */
  get(text: string): number | undefined {
    const first = hash(text)
    for (let probe = 0; probe < PROBES; probe++) {
      this.#slot = (first + probe) % SLOTS
      const position = this.#slots[this.#slot]!
      if (position === 0) return this.#more?.get(text)
      if (this.#texts[position] === text) return this.#indices[position]
    }
    this.#slot = NONE
    return this.#more?.get(text)
  }

  /** Gives the text an index that {@link get} has just not found. */
  add(text: string, index: number): void {
    const position = this.#count + 1
    if (position === MOST || this.#slot === NONE) {
      this.#more ??= new Map()
      this.#more.set(text, index)
      return
    }
    this.#count = position
    this.#slots[this.#slot] = position
    this.#texts[position] = text
    this.#indices[position] = index
  }

  /** Forgets the texts, which may be secret. */
  clear(): void {
    this.#slots.fill(0)
    this.#texts.fill('', 0, this.#count + 1)
    this.#count = 0
    this.#more = undefined
  }
}

/** The length and two characters keep most texts apart. */
function hash(text: string): number {
  const { length } = text
  if (length === 0) return 0
  return (length * 23 + text.charCodeAt(length >> 1) * 5 + text.charCodeAt(length - 1) * 37) % SLOTS
}

/** What the next pickle takes. */
let spare: TextMemo | undefined

/** An empty memo. Pickles that are written while another one is get their own. */
export function takeTextMemo(): TextMemo {
  const memo = spare ?? new TextMemo()
  spare = undefined
  return memo
}

/** Gives back a memo that is no longer used. */
export function returnTextMemo(memo: TextMemo): void {
  memo.clear()
  spare = memo
}
