/**
 * Random factories with up to two older formats, in a browser that has random cookies of all of them: what one request
 * leaves is what the next one finds, however the cookies are set.
 */
import { expect, test } from 'vitest'
import {
  CartoucheError,
  cookieSessionFactory,
  pyramidSignedFormat,
  sealedFormat,
  signedFormat,
} from '../../src/index.js'
import type { OpenSession, SessionFactory, SessionFormat } from '../../src/index.js'
import { BrowserJar } from '../support/browser-jar.js'
import { keyOf } from '../support/jar.js'
import type { Data } from '../support/jar.js'

const MODELS = 400
const HOUR = 3600

/** Whole numbers, the same in every run. */
class Dice {
  #state: number

  constructor(seed: number) {
    // Neighbours would begin alike.
    this.#state = Math.imul(seed, 2_654_435_761)
  }

  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((this.#state / 2 ** 32) * limit)
  }

  oneOf<T>(...all: readonly T[]): T {
    return all[this.below(all.length)]!
  }
}

/** A format, and where its cookie is. The first one of a model is the factory's own. */
interface Way {
  readonly format: SessionFormat
  readonly place: { readonly cookieName: string; readonly partitioned: boolean }
}

function wayOf(at: number, dice: Dice): Way {
  const format = dice.oneOf(
    sealedFormat(keyOf(`${at}`)),
    signedFormat(keyOf(`${at}`)),
    pyramidSignedFormat(`secret ${at}`),
  )
  const place = {
    cookieName: dice.oneOf('s', 's', 's', 't'),
    path: dice.oneOf('/', '/app'),
    domain: dice.oneOf(null, null, null, 'shop.example'),
    partitioned: dice.oneOf(false, false, false, true),
  }
  return { format, place }
}

/** What an application before this one has left in the browser. */
interface Left {
  readonly pair: string
  readonly user: string
  readonly isKnown: boolean
  readonly isAlive: boolean
}

class Model {
  readonly #dice: Dice
  readonly #jar = new BrowserJar()
  readonly #ways: readonly Way[]
  readonly #duplicates: 'last' | 'verify'
  readonly #factory: SessionFactory<Data>
  readonly #log: unknown[] = []
  readonly #wrong: unknown[] = []
  #now = 1_700_000_000

  constructor(seed: number) {
    const dice = new Dice(seed)
    this.#dice = dice
    this.#ways = Array.from({ length: 1 + dice.below(3) }, (_, at) => wayOf(at, dice))
    this.#duplicates = dice.oneOf('last', 'verify')
    const [own, ...older] = this.#ways
    this.#factory = this.#factoryOf(own!, {
      duplicates: this.#duplicates,
      acceptFormats: older.map(({ format, place }) => ({ format, until: '2030-01-01', ...place })),
    })
    this.#log.push(seed, this.#duplicates, ...this.#ways.map(({ place }) => place))
  }

  #factoryOf({ format, place }: Way, more: object = {}): SessionFactory<Data> {
    const options = { clock: () => this.#now, ...place, sameSite: 'None' as const, ...more }
    return cookieSessionFactory<Data>(format, options)
  }

  /** What went wrong, and what was done up to then. */
  run(): readonly unknown[] {
    const left = this.#ways.map((way, at) => this.#leave(way, at))
    let user = this.#read()
    if (this.#duplicates === 'verify') this.#compare(user, this.#first(left))
    for (let request = 0; request < 5; request++) {
      this.#now += this.#dice.oneOf(1, 70)
      user = this.#write(user)
      this.#compare(this.#read(), user)
    }
    return this.#wrong.slice(0, 1)
  }

  #leave(way: Way, at: number): Left | undefined {
    if (this.#dice.below(2) === 0) return undefined
    const isKnown = this.#dice.below(4) > 0
    const isAlive = this.#dice.below(2) > 0
    const format = isKnown ? way.format : signedFormat(keyOf('dropped'))
    const user = `user of ${at}`
    this.#now -= isAlive ? 0 : HOUR
    // An older one may be the twin of what the entry says.
    const partitioned = way.place.partitioned && (at === 0 || this.#dice.below(2) > 0)
    const open = this.#factoryOf({ format, place: { ...way.place, partitioned } }).open()
    open.session.set('user', user)
    const lines = open.commit().map(([, line]) => line)
    this.#now += isAlive ? 0 : HOUR
    this.#jar.take(lines)
    this.#log.push({ user, isKnown, isAlive })
    return { pair: lines[0]!.split(';')[0]!, user, isKnown, isAlive }
  }

  /** The first that is alive; none where the factory's own has ended. */
  #first(left: readonly (Left | undefined)[]): string | undefined {
    const { header } = this.#jar
    // One may have taken the place of another.
    const isThere = (one: Left | undefined): boolean =>
      one !== undefined && one.isKnown && header.includes(one.pair)
    if (isThere(left[0]) && !left[0]!.isAlive) return undefined
    return left.find((one) => isThere(one) && one!.isAlive)?.user
  }

  #read(): string | undefined {
    return this.#factory.open(this.#jar.header).session.peek('user') as string | undefined
  }

  /** Changes the session, and says whose it is then. */
  #write(user: string | undefined): string | undefined {
    const deed = this.#dice.oneOf(
      'change',
      'sign in',
      'sign in',
      'regenerate',
      'sign out',
      'sign out and in',
    )
    const open = this.#factory.open(this.#jar.header)
    const { session } = open
    const other = `user ${this.#dice.below(1000)}`
    if (deed.startsWith('sign out')) session.invalidate()
    if (deed === 'change') session.set('at', this.#now)
    if (deed === 'regenerate') session.regenerate()
    if (deed.endsWith('in')) session.set('user', other)
    this.#log.push(deed, this.#commit(open))
    if (deed.endsWith('in')) return other
    return deed === 'sign out' ? undefined : user
  }

  /** By one cookie alone, or by all where that is refused. */
  #commit(open: OpenSession<Data>): string {
    const lines = open.headers().map(([, line]) => line)
    const isAlone = this.#dice.below(2) > 0 && isOne(open)
    // The session's own is the last of its name.
    const own = lines.filter((line) => line.startsWith(`${this.#ways[0]!.place.cookieName}=`))
    this.#jar.take(isAlone ? own.slice(-1) : lines)
    return isAlone ? 'by commitCookie()' : 'by commit()'
  }

  #compare(found: string | undefined, expected: string | undefined): void {
    if (found !== expected) this.#wrong.push([...this.#log, { found, expected }])
  }
}

function isOne({ commitCookie }: OpenSession<Data>): boolean {
  try {
    commitCookie()
    return true
  } catch (error) {
    if (error instanceof CartoucheError && error.code === 'BAD_VALUE') return false
    throw error
  }
}

test(`${MODELS} models`, () => {
  const wrong = Array.from({ length: MODELS }, (_, seed) => new Model(seed + 1).run()).flat()
  expect(wrong).toEqual([])
})
