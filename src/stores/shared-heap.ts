/** What has an expiry, and a place in an {@link ExpiryHeap}. */
export interface Expiring {
  expires: number | null
  /** Where it is; -1 where it is in none. The heap writes it. */
  place: number
}

/**
 * What expires first stands first: a binary heap whose members know their places, so that any of them is moved or
 * removed without a search. A member moves by as many steps as there are levels below it, and half of them have
 * none: that is few, however many there are. To take the first away takes one a level.
 */
export class ExpiryHeap<Member extends Expiring> {
  readonly #members: Member[] = []

  /** What expires first. */
  get first(): Member | undefined {
    return this.#members[0]
  }

  /** Puts a member where its expiry belongs, or takes it out where it has none any more. */
  update(member: Member): void {
    if (member.expires === null) return this.remove(member)
    if (member.place === -1) this.#put(member, this.#members.length)
    this.#settle(member)
  }

  remove(member: Member): void {
    const { place } = member
    if (place === -1) return
    const last = this.#members.pop()!
    member.place = -1
    if (last === member) return
    this.#put(last, place)
    this.#settle(last)
  }

  #settle(member: Member): void {
    this.#rise(member)
    this.#sink(member)
  }

  #rise(member: Member): void {
    while (member.place > 0) {
      const parent = this.#members[(member.place - 1) >> 1]!
      if (expiryOf(parent) <= expiryOf(member)) return
      this.#swap(parent, member)
    }
  }

  #sink(member: Member): void {
    for (;;) {
      const child = this.#firstChildOf(member.place)
      if (child === undefined || expiryOf(child) >= expiryOf(member)) return
      this.#swap(member, child)
    }
  }

  #firstChildOf(place: number): Member | undefined {
    const left = this.#members[2 * place + 1]
    const right = this.#members[2 * place + 2]
    return right !== undefined && expiryOf(right) < expiryOf(left!) ? right : left
  }

  #swap(upper: Member, lower: Member): void {
    const { place } = upper
    this.#put(upper, lower.place)
    this.#put(lower, place)
  }

  #put(member: Member, place: number): void {
    this.#members[place] = member
    member.place = place
  }
}

const expiryOf = ({ expires }: Expiring): number => expires!
