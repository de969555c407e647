/** What has a place in a {@link RecentList}. */
export interface Used<Member> {
  older: Member | undefined
  newer: Member | undefined
}

/** What was used longest ago stands first. A Map in the order of its use would look for its first among its holes. */
export class RecentList<Member extends Used<Member>> {
  #oldest: Member | undefined
  #newest: Member | undefined

  /** What was used longest ago. */
  get oldest(): Member | undefined {
    return this.#oldest
  }

  add(member: Member): void {
    member.older = this.#newest
    if (this.#newest === undefined) this.#oldest = member
    else this.#newest.newer = member
    this.#newest = member
  }

  remove(member: Member): void {
    const { older, newer } = member
    if (older === undefined) this.#oldest = newer
    else older.newer = newer
    if (newer === undefined) this.#newest = older
    else newer.older = older
    member.older = undefined
    member.newer = undefined
  }

  use(member: Member): void {
    if (member === this.#newest) return
    this.remove(member)
    this.add(member)
  }
}
