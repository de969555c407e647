/** What is noted of objects that others have made. */

/** Gives back the object that it gets: so a class that extends it puts its private fields on that one. */
// oxlint-disable-next-line typescript/no-extraneous-class -- a function cannot be extended with types
class OfAnother {
  constructor(object: object) {
    // oxlint-disable-next-line no-constructor-return -- this is what it is for
    return object
  }
}

/** Notes about objects. Nobody else sees them, and they go with their object. */
export interface Notes<Key extends object, Note> {
  readonly get: (of: Key) => Note | undefined
  readonly set: (of: Key, note: Note | undefined) => void
}

/**
 * Makes a kind of notes, as a `WeakMap` would keep them. For those that lead back to their object, such as what is noted
 * of a request: V8 keeps these, and the whole request, until it looks through all memory when they are in a `WeakMap`.
 */
export function makeNotes<Key extends object, Note>(): Notes<Key, Note> {
  class Noted extends OfAnother {
    #note: Note | undefined

    /** Callers may ask for what is no object: there is no note of it. */
    static get(of: object): Note | undefined {
      return Object(of) === of && #note in of ? of.#note : undefined
    }

    static set(of: object, note: Note | undefined): void {
      const noted = #note in of ? of : (new Noted(of) as Noted)
      noted.#note = note
    }
  }
  return Noted
}
