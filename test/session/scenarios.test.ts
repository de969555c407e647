/**
 * Whole sessions, step by step, as Pyramid 1.0 to 2.1 went through them under a fixed clock and fixed
 * random bytes.
 */
import { describe, expect, test } from 'vitest'
import type { CartoucheError, OpenSession, Protocol } from '../../src/index.js'
import { readCookie } from '../../src/cookie/read.js'
import { PyTuple, pyFloat } from '../../src/pickle/index.js'
import { fromTagged, sameAsTagged } from '../support/tagged.js'
import type { Tagged } from '../support/tagged.js'
import { readVectors } from '../support/vectors.js'
import { deviationOf } from './deviations.js'
import type { Deviation } from './deviations.js'
import { recordedFactory, VERSIONS } from './recorded-factories.js'
import type { RecordedVersion } from './recorded-factories.js'
import type { PythonError, Scenario, Step } from './scenarios.js'

type AnySession = OpenSession['session']

/** All of the data, CSRF token included; not an access. */
const dataOf = (session: AnySession): Record<string, unknown> => {
  const token = session.peek('_csrft_')
  const data = session.toJSON() as Record<string, unknown>
  return token === undefined ? data : { ...data, _csrft_: token }
}

/** Every operation of the recordings, as one does it here. */
const operations: Record<
  string,
  (session: AnySession, args: unknown[], copyIsAccess: boolean) => unknown
> = {
  get: (s, [key, fallback]) => s.get(key as string, fallback),
  getitem: (s, [key]) => s.get(key as string),
  setitem: (s, [key, value]) => void s.set(key as string, value),
  delitem: (s, [key]) => void s.delete(key as string),
  contains: (s, [key]) => s.has(key as string),
  has_key: (s, [key]) => s.has(key as string),
  len: (s) => s.size,
  bool: (s) => s.size > 0,
  iter: (s) => [...s].map(([key]) => key),
  keys: (s) => [...s.keys()],
  iterkeys: (s) => [...s.keys()],
  values: (s) => [...s.values()],
  itervalues: (s) => [...s.values()],
  items: (s) => tuples(s.entries()),
  iteritems: (s) => tuples(s.entries()),
  update: (s, [values]) => s.update(values as Iterable<[string, unknown]>),
  setdefault: (s, [key, value]) => s.setDefault(key as string, value),
  pop: (s, [key, fallback]) => s.pop(key as string, fallback),
  popitem: (s) => tuples([s.popItem()].filter((item) => item !== undefined))[0],
  clear: (s) => s.clear(),
  changed: (s) => s.changed(),
  invalidate: (s) => s.invalidate(),
  eq: (s, [other]) => JSON.stringify(dataOf(s)) === JSON.stringify(other),
  copy: (s, _, copyIsAccess) =>
    copyIsAccess && Object.keys(dataOf(s)).length > 0 ? Object.fromEntries(s) : dataOf(s),
  flash: (s, [message, queue, allowDuplicate]) =>
    s.flash(message, queue as string, allowDuplicate as boolean),
  flash1: (s, [message]) => s.flash(message),
  peek_flash: (s, [queue]) => s.peekFlash(queue as string | undefined),
  pop_flash: (s, [queue]) => s.popFlash(queue as string | undefined),
  get_csrf_token: (s) => s.getCsrfToken(),
  new_csrf_token: (s) => s.newCsrfToken(),
  append_inside: (s, [key, item]) => void (s.get(key as string) as unknown[]).push(item),
}

describe.each(Object.entries(VERSIONS))('Pyramid %s', (file, version) => {
  const scenarios = readVectors<Scenario>(`pyramid/scenarios/${file}`)
  const counted = { followed: 0, otherwise: 0 }

  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    '%s',
    (_, scenario) => {
      const deviation = deviationOf(scenario.name)
      counted[deviation === undefined ? 'followed' : 'otherwise']++
      runScenario(deviation?.instead?.(scenario) ?? scenario, version, deviation)
    },
  )

  test('all were run', () => {
    console.log(
      `${file}: ${counted.followed} as Pyramid, ${counted.otherwise} deliberately otherwise`,
    )
    expect(counted.followed + counted.otherwise).toBe(scenarios.length)
  })
})

function runScenario(
  scenario: Scenario,
  version: RecordedVersion,
  deviation: Deviation | undefined,
): void {
  const refused: CartoucheError[] = []
  let now = scenario.constructed_at
  const options: Record<string, unknown> = {
    clock: () => now,
    randomBytes: () => Buffer.from(scenario.urandom_hex, 'hex'),
    onInvalid: (reason: CartoucheError) => refused.push(reason),
  }
  for (const [name, value] of Object.entries(scenario.options)) {
    options[camelCase(name)] = fromTagged(modern(value))
  }
  const factory = recordedFactory(scenario.name.split('/')[2]!, version)
  // The base factory has no secret.
  const secret = scenario.secret === null ? '' : (fromTagged(modern(scenario.secret)) as string)
  const configure = () => factory.make(secret, options)
  if (deviation?.refusesOption) {
    expect(configure).toThrow(expect.objectContaining({ option: deviation.refusesOption }))
    return
  }

  const cookieName = (options['cookieName'] as string | undefined) ?? 'session'
  const { session, commit } = configure().open(cookieHeader(cookieName, scenario.request_cookie))
  if (scenario.construct_error !== undefined) {
    expect(deviation?.startsNew, 'a crash of Pyramid is listed').toBe(true)
  }
  if (deviation?.startsNew) {
    expect([session.new, session.created, session.accessed]).toEqual([true, now, now])
    expect(dataOf(session)).toEqual({})
    expect(refused.map((error) => error.code)).toEqual(['BAD_SESSION'])
    expect(commit()).toEqual([])
    return
  }
  sameTimes(session, scenario.initial, 'initial')
  expect(sameAsTagged(dataOf(session), modern(scenario.initial.state))).toBeUndefined()

  const held: unknown[] = []
  for (const [index, step] of scenario.steps.entries()) {
    now = step.at
    const where = `step ${index}: ${step.op}`
    const args = step.args.map(argumentOf)
    if (step.op === 'hold') held.push(dataOf(session)[args[0] as string])
    else if (step.op === 'mutate_without_session') (held.at(-1) as unknown[]).push(args[0])
    else checkStep(session, step, args, version.protocol, where)
    sameTimes(session, step.after, where)
  }

  now = scenario.finished_at
  const exception = scenario.request_exception === 'set' ? new Error('boom') : undefined
  if (scenario.finish_error !== undefined) {
    expect(() => commit({ exception })).toThrow(errorLike(scenario.finish_error))
    return
  }
  const lines = commit({ exception }).map(([, line]) => line)
  expect(lines.map(attributesOf)).toEqual(scenario.set_cookie.map(attributesOf))
  const expected = scenario.cookie_data
  if (expected !== undefined) {
    const value = factory.read(readCookie(lines[0]!, cookieName)!, secret)
    const ordered = deviation?.anyOrder ? inOrderOf(value, modern(expected)) : modern(expected)
    const closely = { numberKinds: true, identity: true }
    expect(sameAsTagged(value, ordered, closely)).toBeUndefined()
  }
  expect(commit({ exception }), 'the cookie is given out once').toEqual([])
}

/** What a step is given: whole floats marked as such, and something that no serializer takes. */
function argumentOf(tagged: Tagged): unknown {
  if (tagged.t === 'float') return pyFloat(fromTagged(tagged) as number)
  if (tagged.t === 'datetime' || tagged.t === 'complex') return new URL('http://localhost/')
  return fromTagged(modern(tagged))
}

/** What writing the cookie ends in here, where it ends so in Pyramid. */
function errorLike({ error, message }: PythonError): unknown {
  if (error === 'TypeError') return expect.objectContaining({ code: 'BAD_VALUE' })
  const size = Number(/\((\d+) bytes\)/.exec(message)![1])
  return expect.objectContaining({ code: 'COOKIE_TOO_LARGE', size, limit: 4064, isExact: true })
}

function checkStep(
  session: AnySession,
  step: Step,
  args: unknown[],
  protocol: Protocol,
  where: string,
): void {
  const operation = operations[step.op]
  expect(operation, `${where} is known`).toBeDefined()
  // Python 3 (protocol 5 here) copies through the session's own methods unless it is empty.
  const perform = () => operation!(session, args, protocol === 5)
  if (step.error !== undefined) {
    expect(step.error.error, `${where} fails in Pyramid`).toMatch(/^(KeyError|AttributeError)$/)
    // A missing key is `undefined` (or false) here, as in a Map; other failures are errors.
    if (step.error.error === 'KeyError') expect(perform() ?? false, where).toBe(false)
    else expect(perform, where).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }))
    return
  }
  const result = perform() ?? null
  expect(sameAsTagged(result, modern(step.result ?? { t: 'none' })), where).toBeUndefined()
}

function sameTimes(
  session: AnySession,
  expected: { accessed: Tagged; created: Tagged; new: boolean },
  where: string,
): void {
  expect(session.new, where).toBe(expected.new)
  expect(Object.is(session.accessed, fromTagged(modern(expected.accessed))), where).toBe(true)
  expect(session.created, where).toEqual(fromTagged(modern(expected.created)))
}

/** The tagged triple with the keys of its state in the order that `value` has them. */
function inOrderOf(value: unknown, triple: Tagged): Tagged {
  const keys = Object.keys((value as unknown[])[2] as object)
  const [accessed, created, state] = triple.v as [Tagged, Tagged, Tagged]
  const pairs = (state.v as [Tagged, Tagged][]).toSorted(
    ([one], [other]) => keys.indexOf(one.v as string) - keys.indexOf(other.v as string),
  )
  return { ...triple, v: [accessed, created, { ...state, v: pairs }] }
}

/** What follows `name=value`: the value is compared by what is in it. */
function attributesOf(line: string): string {
  return line.slice(0, line.indexOf('=')) + line.slice(line.indexOf(';'))
}

/** A header from which the cookie's text is read whatever is in it: bytes of UTF-8, one a character. */
function cookieHeader(name: string, text: string | null): string | undefined {
  if (text === null) return undefined
  return Buffer.from(`${name}="${text.replace(/["\\]/g, String.raw`\$&`)}"`).toString('latin1')
}

function tuples(pairs: Iterable<readonly [unknown, unknown]>): unknown[] {
  return Array.from(pairs, ([key, value]) => PyTuple.from([key, value]))
}

function camelCase(name: string): string {
  return name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
}

/** Python 2's byte strings as text: what they are to everyone else. */
function modern(tagged: Tagged): Tagged {
  return JSON.parse(JSON.stringify(tagged), (_, value) =>
    value?.t === 'str8' && 'ascii' in value ? { t: 'str', v: value.ascii } : value,
  ) as Tagged
}
