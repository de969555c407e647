/**
 * No request ends the process: every fault by every binding, against every way in which an application handles errors.
 * A binding joins by a row of `joined.ts`, and a process that serves the faults.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test as anyTest } from 'vitest'
import { Child } from './child.js'
import type { Answer } from './child.js'
import { waitFor } from '../../support/wait-for.js'
import { JOINED } from './joined.js'
import type { Mode, Survivor } from './joined.js'

/** One after the other in each process, which tells of its last answer; processes are asked beside each other. */
const test = anyTest.sequential

/** Milliseconds in which a process must serve, on a machine that is busy. */
const LONGEST_START = 120_000

/** A process that is asked, and what it is. */
interface Asked extends Survivor {
  readonly binding: string
  readonly mode: string
  readonly expected: Mode
  readonly child: () => Child
}

/**
 * Runs the faults of a binding.
 *
 * @param server the process that serves them, given the way to handle errors and `args`
 */
export function survives(binding: keyof typeof JOINED, server: URL, ...args: string[]): void {
  const survivor: Survivor = JOINED[binding]
  for (const [mode, expected] of Object.entries(survivor.modes)) {
    describe.concurrent(`${binding}, error handling "${mode}"`, () => {
      let child: Child
      beforeAll(async () => {
        child = await Child.start(server, [mode, ...args])
      }, LONGEST_START)
      afterAll(() => child?.stop())
      afterEach(() => child.checkAlive())

      const asked = { ...survivor, binding, mode, expected, child: () => child }
      testFaults(asked)
      testSources(asked)
      testHook(asked)
      testChecks(asked)
      testPaths(asked)
      testAnswers(asked)
    })
  }
}

/**
 * Faults that end the process without us too, where the head is out: while it waits for a store, it is as if it were.
 * A source that fails breaks the answer off.
 */
const AS_BY_NODE = /^(?:another branch|end and throw|a second answer|a source that fails)/

/** Runs the faults of a binding over stores that fail, or answer late. */
export function survivesStores(binding: keyof typeof JOINED, server: URL, ...args: string[]): void {
  const survivor: Survivor = JOINED[binding]
  survivesLateStores(binding, server, ...args)
  const isSkipped = (name: string): boolean =>
    AS_BY_NODE.test(name) ||
    isIn(survivor.twice, name) ||
    isIn(survivor.goesOn, name) ||
    name === 'no response'
  const faults = survivor.faults.filter((name) => !isSkipped(name))
  describe.concurrent.each(['store rejects', 'store never answers'])(`${binding}, %s`, (how) => {
    let child: Child
    beforeAll(async () => {
      child = await Child.start(server, ['own', ...args, how])
    }, LONGEST_START)
    afterAll(() => child?.stop())
    afterEach(() => child.checkAlive())

    test.each(faults)('%s', async (name) => {
      const { status, headers, body } = await child.send(name)
      expect([500, 503]).toContain(status)
      expect(body).not.toMatch(/never|seen|tick|xxxxx/)
      expect(headers['set-cookie']).toBeUndefined()
    })

    test('a session that cannot be read is told to the error handling', async () => {
      const kept = await child.send('fill?200')
      const cookie = kept.headers['set-cookie']![0]!.split(';')[0]!
      const { status, body, headers } = await child.send('fill?300', { headers: { cookie } })
      expect([status, body]).toEqual([503, 'error page: STORE_UNAVAILABLE'])
      expect(headers['set-cookie']).toBeUndefined()
    })
  })
}

/** Answers that Node refuses, or the framework, and two for one request. */
const REFUSED =
  /^(?:throw|reject|redirect|a payload\b.*|an answer\b.*|.* that (?:was read|Node refuses)|.* and a payload)$/

const LEAVING = 'a body that fails as the visitor leaves'

/** Runs those over a store that answers late: nobody is left then to catch what an answer throws. */
export function survivesLateStores(
  binding: keyof typeof JOINED,
  server: URL,
  ...args: string[]
): void {
  const survivor: Survivor = JOINED[binding]
  describe.concurrent(`${binding}, store answers late`, () => {
    let child: Child
    beforeAll(async () => {
      child = await Child.start(server, ['own', ...args, 'store answers late'])
    }, LONGEST_START)
    afterAll(() => child?.stop())
    afterEach(() => child.checkAlive())

    const refused = survivor.isWeb ? ['no response'] : ['a bad status message', 'a bad header']
    const faults = survivor.faults.filter((name) => REFUSED.test(name))
    test.each([...refused, ...faults])('%s: others are answered', async (name) => {
      await child.send(name).catch(() => undefined)
      expect((await child.send('ok')).body).toBe('ok')
    })

    test.each(survivor.faults.filter((name) => name === LEAVING))('%s', async (name) => {
      for (let after = 0; after < 30; after++) {
        const outgoing = child.begin(name)
        outgoing.on('error', () => undefined)
        outgoing.end()
        await sleep(after / 2)
        outgoing.destroy()
      }
      expect((await child.send('ok')).body).toBe('ok')
    })
  })
}

/**
 * States that a framework ends the process without a binding of ours too: the way to handle errors is not among the
 * binding's.
 */
export function endsAlone(name: string, mode: string, server: URL, ...args: string[]): void {
  anyTest.concurrent(`${name} without us, error handling "${mode}": the process ends`, async () => {
    const child = await Child.start(server, [mode, ...args, 'alone'])
    await child.send('throw').catch(() => undefined)
    expect(await child.ended).toMatch(/in the error handling/)
  })
}

const isIn = (names: readonly string[] | undefined, name: string): boolean =>
  names?.includes(name) === true

/** The names of those that have a meaning in a framework. */
const within = ({ without = {} }: Asked, names: readonly string[]): readonly string[] =>
  names.filter((name) => !Object.hasOwn(without, name))

/** Where `onError` of a binding for Node does nothing, each answer takes a second. */
const BRIEF = /^(?:end|pipe a file|throw|text)$/

function faultsOf(asked: Asked): readonly string[] {
  const { faults, mode, isWeb } = asked
  return within(asked, faults).filter((name) => mode !== 'nothing' || isWeb || BRIEF.test(name))
}

/** That an answer is the one of the application's error handling, or the plain one that stands in for it. */
function expectError(answer: Answer, isOwnPage: boolean): void {
  expect(answer.status).toBe(500)
  expect(answer.headers['x-error-page']).toBe(isOwnPage ? '1' : undefined)
  expect(answer.body.startsWith('error page: ')).toBe(isOwnPage)
}

const isOwnPage = ({ expected, isPast, mode }: Asked, fault: string): boolean =>
  expected.isOwnPage && isPast?.(fault, mode) !== true

/** The faults that leave no session that could be written. */
function testFaults(asked: Asked): void {
  const { twice, goesOn, child } = asked
  const faults = faultsOf(asked).filter((name) => name !== 'no response')

  test.each(faults.filter((name) => isIn(twice, name)))('%s: others are answered', async (name) => {
    await child()
      .send(name)
      .catch(() => undefined)
    expect((await child().send('ok')).body).toBe('ok')
  })

  test.each(faults.filter((name) => !isIn(twice, name)))('%s', async (name) => {
    const answer = await child().send(name)
    const { status, headers, body } = answer
    if (isIn(goesOn, name)) expect([status, headers['x-error-page']]).toEqual([404, undefined])
    else expectError(answer, isOwnPage(asked, name))
    expect(body).not.toMatch(/never|seen|tick|xxxxx/)
    expect(headers['set-cookie']).toBeUndefined()
    expect(headers.location).toBeUndefined()
    expect(headers.etag).not.toBe('"x"')
  })
}

function testSources(asked: Asked): void {
  const { faults, child } = asked
  const expectClosed = (): Promise<void> =>
    waitFor(async () => expect(await child().heard()).toMatchObject({ isOpen: false }))

  test.each(faultsOf(asked).filter((name) => /pipe|stream/.test(name)))(
    '%s: its source is not left open',
    async (name) => {
      await child().send(name)
      await expectClosed()
    },
  )

  test('a client that goes away', async () => {
    const outgoing = child().begin(faults.find((name) => /^(?:pipeline|a) .*stream$/.test(name))!)
    outgoing.on('error', () => undefined)
    outgoing.end()
    await new Promise((resolve) => setTimeout(resolve, 3))
    outgoing.destroy()
    await expectClosed()
  })
}

function testHook({ expected, child }: Asked): void {
  test.each(expected.isPassedOn === true ? [] : ['throw', 'reject'])(
    '%s: the hook hears of the session',
    async (name) => {
      const { commitErrors } = await child().heard()
      await child().send(name)
      expect((await child().heard()).commitErrors).toBeGreaterThan(commitErrors)
    },
  )
}

/** The cookie of a session into which no token fits any more. */
async function fullCookie(child: Child): Promise<string> {
  let [cookie, size] = ['', 0]
  for (let step = 2048; step >= 8; step /= 2) {
    const { status, headers } = await child.send(`fill?${size + step}`)
    if (status !== 200) continue
    cookie = headers['set-cookie']![0]!.split(';')[0]!
    size += step
  }
  expect(size).toBeGreaterThan(0)
  return cookie
}

function testChecks({ expected, child }: Asked): void {
  test('a refused CSRF check in a session that is nearly full', async () => {
    const cookie = await fullCookie(child())
    const refused = await child().send('fill', { method: 'POST', headers: { cookie } })
    expect(refused.status).toBe(expected.refusal)
    expect(refused.headers['set-cookie']).toBeUndefined()
  })
}

function testPaths({ child }: Asked): void {
  test.each(['/%', '/%E0%A4', '/a/%ff?b'])('the path %s, which is no text', async (path) => {
    const answer = await child().send(path)
    expect([400, 404, 500]).toContain(answer.status)
    expect(answer.headers['set-cookie']).toBeUndefined()
  })
}

function testAnswers(asked: Asked): void {
  const { binding, isWeb, expected, child } = asked
  const nodes = (...names: string[]): readonly string[] => within(asked, isWeb ? [] : names)

  test.each([
    ...within(asked, ['change after the headers']),
    ...nodes('first use after the headers'),
  ])('%s', async (name) => {
    expect((await child().send(name)).body).toBe('first SESSION_COMMITTED')
  })

  test.each(binding === 'node' ? ['answer and throw'] : [])('%s', async (name) => {
    expect((await child().send(name)).body).toBe('answered')
  })

  test.each(binding === 'node' ? ['begin to answer and reject'] : [])('%s', async (name) => {
    await expect(child().send(name)).rejects.toThrow(/aborted|hang up|reset/i)
  })

  test.each(nodes('the end that was kept from before'))(
    '%s: its data is no head, whatever it looks like',
    async (name) => {
      const answer = await child()
        .send(name)
        .catch(() => undefined)
      expect(answer?.status ?? 500).toBe(500)
    },
  )

  test('save() that fails, told to the handler', async () => {
    const answer = await child().send('save that fails')
    expect([answer.status, answer.body]).toEqual([413, 'caught COOKIE_TOO_LARGE'])
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  const spoilt = isWeb
    ? within(asked, ['no response'])
    : nodes('a bad status message', 'a bad header')
  test.each(spoilt)('%s: the answer to the error carries the session', async (name) => {
    const answer = await child().send(name)
    expectError(answer, isOwnPage(asked, name))
    expect(answer.headers['set-cookie'] ?? []).toHaveLength(expected.isPassedOn === true ? 0 : 1)
  })
}
