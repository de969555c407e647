/** What the factories that keep sessions in cookies do with a list of ended sessions, whenever that answers. */
import { beforeEach, describe, expect, test } from 'vitest'
import { sealedCookieSessionFactory } from '../../src/index.js'
import type {
  OpenSession,
  RevocationList,
  SealedCookieSessionOptions,
  Session,
  SessionFactory,
} from '../../src/index.js'
import { Jar, keyOf } from '../support/jar.js'
import type { Data } from '../support/jar.js'

const START = 1_700_000_000.25
const ENDS = ['invalidate', 'invalidateAll'] as const
const GOES_ON = ['regenerate', 'sign in'] as const
const RACES = ENDS.flatMap((end) => GOES_ON.map((goOn) => [end, goOn] as const))

/** Ends a request as a binding does. */
async function end({ flush, commit }: OpenSession<Data>, jar: Jar): Promise<void> {
  await flush?.()
  jar.take(commit())
}

/** One request, as a binding answers it. */
async function visit<T>(
  jar: Jar,
  factory: SessionFactory<Data>,
  handle: (session: Session<Data>) => T,
): Promise<T> {
  const opened = factory.open(jar.header)
  await opened.load?.()
  const result = handle(opened.session)
  await end(opened, jar)
  return result
}

const user = (session: Session<Data>): unknown => session.get('user')
const signIn = (name: string) => (session: Session<Data>) => {
  session.subject = name
  session.set('user', name)
}

async function begin(jar: Jar, factory: SessionFactory<Data>): Promise<OpenSession<Data>> {
  const opened = factory.open(jar.header)
  await opened.load?.()
  opened.session.get('user')
  return opened
}

/** @param open gives a list that knows nothing, by a clock in seconds since 1970 */
export function describeRevocable(
  name: string,
  open: (clock: () => number) => Promise<RevocationList> | RevocationList,
): void {
  describe(`sessions in cookies, with the list ${name}`, () => {
    let now: number
    let list: RevocationList
    let told: string[]
    let factory: SessionFactory<Data>

    const make = (options: SealedCookieSessionOptions<Data> = {}): SessionFactory<Data> =>
      sealedCookieSessionFactory<Data>(keyOf('lists'), {
        clock: () => now,
        onEvent: (event) => void told.push(event.type === 'invalid' ? event.reason : event.type),
        revocation: list,
        ...options,
      })
    const signedIn = async (subject = 'ada'): Promise<Jar> => {
      const jar = new Jar()
      await visit(jar, factory, signIn(subject))
      return jar
    }
    const users = async (...jars: Jar[]): Promise<unknown[]> => {
      const found: unknown[] = []
      for (const jar of jars) found.push(await visit(jar, factory, user))
      return found
    }

    beforeEach(async () => {
      now = START
      told = []
      list = await open(() => now)
      factory = make()
      // An engine may have to start.
    }, 60_000)

    test('a copied cookie is worth nothing after sign-out', async () => {
      const jar = await signedIn()
      const thief = jar.copy()
      await visit(jar, factory, (session) => session.invalidate())
      expect(jar.lines[0]).toContain('; Max-Age=0')
      expect(told).toEqual(['revoked'])
      expect(await visit(thief, factory, (session) => [session.new, user(session)])).toEqual([
        true,
        undefined,
      ])
      expect(told).toEqual(['revoked', 'REVOKED'])
    })

    test('who fixed the session before sign-in has nothing', async () => {
      const attacker = new Jar()
      await visit(attacker, factory, (session) => session.set('seen', 1))
      const victim = attacker.copy()
      await visit(victim, factory, signIn('ada'))
      expect(await users(attacker, victim)).toEqual([undefined, 'ada'])
      expect(await visit(victim, factory, (session) => session.get('seen'))).toBe(1)
    })

    test('destroy() ends it too', async () => {
      const jar = await signedIn()
      const thief = jar.copy()
      await visit(jar, factory, (session) => session.destroy())
      expect(await users(thief)).toEqual([undefined])
    })

    test('invalidateAll() signs out everywhere, and nobody else', async () => {
      const [phone, desk, bob] = [await signedIn(), await signedIn(), await signedIn('bob')]
      now += 100
      await visit(phone, factory, (session) => session.invalidateAll())
      expect(await users(phone, desk, bob)).toEqual([undefined, undefined, 'bob'])
      await visit(phone, factory, signIn('ada'))
      expect(await users(phone, desk)).toEqual(['ada', undefined])
    })

    test('invalidateOthers() leaves this one, also while the clock stands still', async () => {
      const phone = await signedIn()
      for (let before = 0; before < 4; before++) {
        const [desk, thief] = [await signedIn(), phone.copy()]
        expect(await users(desk)).toEqual(['ada'])
        await visit(phone, factory, (session) => session.invalidateOthers())
        expect(await users(phone, desk, thief)).toEqual(['ada', undefined, undefined])
      }
      const last = await signedIn()
      await visit(phone, factory, (session) => session.invalidateAll())
      expect(await users(last)).toEqual([undefined])
    })

    test('who signs in goes on, though another clock was ahead when all were ended', async () => {
      const jar = await signedIn()
      now += 5
      await visit(jar, factory, (session) => session.invalidateAll())
      now -= 5
      const again = await signedIn()
      expect(await users(again)).toEqual(['ada'])
      const created = await visit(again, factory, (session) => session.created)
      // No later than it has to be, so that the next end of all ends this one.
      expect(created).toBeGreaterThan(START + 5)
      expect(created).toBeLessThan(START + 5.002)
    })

    test.each(RACES)(
      'after %s() in another request, who goes on (%s) is another',
      async (...race) => {
        const [ending, goOn] = race
        const jar = new Jar()
        await visit(jar, factory, (session) => {
          signIn('ada')(session)
          session.set('cart', ['apples']).persistent = true
        })
        now += 1
        const [out, other] = [await begin(jar, factory), await begin(jar, factory)]
        out.session[ending]()
        await end(out, jar.copy())
        if (goOn === 'regenerate') other.session.regenerate()
        else signIn('bob')(other.session)
        other.session.set('later', 1)
        const after = jar.copy()
        await end(other, after)
        const held = await visit(after, factory, (session) => [
          session.subject,
          session.persistent,
          Object.fromEntries(session),
        ])
        expect(held).toEqual(
          goOn === 'regenerate'
            ? [undefined, false, { later: 1 }]
            : ['bob', false, { user: 'bob', later: 1 }],
        )
      },
    )

    test('after a sign-out in another request, regenerate() alone takes the cookie away', async () => {
      const jar = await signedIn()
      const [out, other] = [await begin(jar, factory), await begin(jar, factory)]
      out.session.invalidate()
      await end(out, jar.copy())
      other.session.regenerate()
      await end(other, jar)
      expect(jar.lines).toHaveLength(1)
      expect(jar.lines[0]).toContain('; Max-Age=0')
    })

    test('two that go on at once: the second begins anew', async () => {
      const jar = new Jar()
      await visit(jar, factory, (session) => session.set('a', 1))
      const [one, two] = [await begin(jar, factory), await begin(jar, factory)]
      const [first, second] = [jar.copy(), jar.copy()]
      one.session.regenerate()
      await end(one, first)
      two.session.regenerate()
      await end(two, second)
      const held = (of: Jar) => visit(of, factory, (session) => [session.get('a')])
      expect([await held(first), await held(second), await held(jar)]).toEqual([
        [1],
        [undefined],
        [undefined],
      ])
    })

    test('a request that was under way ends what it wants to end', async () => {
      const jar = await signedIn()
      const [one, two] = [await begin(jar, factory), await begin(jar, factory)]
      const thief = jar.copy()
      one.session.invalidate()
      two.session.invalidate()
      await Promise.all([end(one, jar.copy()), end(two, jar)])
      expect(await users(thief)).toEqual([undefined])
    })

    test('several of its ends in one request all count', async () => {
      const [jar, other] = [await signedIn(), await signedIn()]
      const thief = jar.copy()
      await visit(jar, factory, (session) => {
        session.regenerate()
        session.subject = 'bob'
        session.invalidateOthers()
        session.invalidate()
        session.set('user', 'nobody')
      })
      expect(await users(jar, thief, other)).toEqual(['nobody', undefined, 'ada'])
    })

    test('a sign-out counts, also where the answer is an error and sets no cookie', async () => {
      factory = make({ setOnException: false })
      const jar = await signedIn()
      const opened = await begin(jar, factory)
      opened.session.invalidate()
      await opened.flush?.({ exception: new Error('x') })
      expect(opened.commit({ exception: new Error('x') })).toEqual([])
      expect(await users(jar)).toEqual([undefined])
    })

    test('the second of two cookies is taken where the first was ended', async () => {
      const [ended, alive] = [await signedIn('ada'), await signedIn('bob')]
      const header = `${alive.header}; ${ended.header}`
      await visit(ended, factory, (session) => session.invalidate())
      const opened = factory.open(header)
      await opened.load?.()
      expect(user(opened.session)).toBe('bob')
    })

    test('session.save() tells the list', async () => {
      const jar = await signedIn()
      const opened = await begin(jar, factory)
      opened.session.invalidate()
      await opened.session.save()
      expect(opened.commit()).toHaveLength(1)
      expect(await users(jar)).toEqual([undefined])
    })
  })
}
