/**
 * What every store must do, whatever its engine: the words of `SessionStore`, looked at. A store joins by a test
 * that calls {@link describeStore}.
 */
import { afterEach, describe, expect, test } from 'vitest'
import type { Behaviour, Behaviours, StoreKind } from './behaviour.js'
import { cleanup } from './cleanup.js'
import { closed } from './closing.js'
import { expiry } from './expiry.js'
import { knowing } from './knowing.js'
import { lives } from './lives.js'
import { lookAt } from './place.js'
import { races } from './races.js'
import { sharing } from './sharing.js'
import { subjects } from './subjects.js'
import { texts } from './texts.js'
import { updates } from './updates.js'

export type { StoreKind, Trait } from './behaviour.js'

/** All behaviours, by subject. */
export const SUBJECTS: Readonly<Record<string, Behaviours>> = {
  'Beginning and end': lives,
  Updates: updates,
  'Closed sessions': closed,
  'With what was read': knowing,
  Expiry: expiry,
  'The sessions of a subject': subjects,
  'Names and values': texts,
  'Many at once': races,
  'Several stores over one engine': sharing,
  Cleanup: cleanup,
}

/**
 * Asks a store for all that it must do.
 *
 * @example
 * describeStore('memory', {
 *   open: (clock) => memoryStore({ clock }),
 *   lacks: { sharing: 'Each store is an engine of its own.' },
 * })
 */
export function describeStore(name: string, kind: StoreKind): void {
  describe(`${name} (contract of stores)`, () => {
    afterEach(() => kind.close?.())
    const look: Look = (behaviour) => lookAt(behaviour, kind)

    test('it can be opened again, or it is said why not', () => {
      expect(kind.openAgain === undefined).toBe(kind.lacks?.sharing !== undefined)
    })
    for (const [subject, behaviours] of Object.entries(SUBJECTS)) {
      testAll(subject, behaviours, kind.lacks ?? {}, look)
    }
  })
}

type Lacks = NonNullable<StoreKind['lacks']>
type Look = (behaviour: Behaviour) => Promise<void>

/** What needs a trait that the store lacks is no test: where something else is so instead, that is one. */
function testAll(subject: string, behaviours: Behaviours, lacks: Lacks, expectSo: Look): void {
  for (const [sentence, behaviour] of Object.entries(behaviours)) {
    const reason = reasonOf(behaviour, lacks)
    const { otherwise } = behaviour
    if (reason === undefined) test(`${subject}: ${sentence}`, () => expectSo(behaviour))
    else if (otherwise !== undefined) {
      test(`${subject}: not so, as ${reason}: ${sentence}`, () => expectSo(otherwise))
    }
  }
}

/** Why a behaviour cannot be asked of a store; `undefined` where it can. */
function reasonOf({ needs = [] }: Behaviour, lacks: Lacks): string | undefined {
  const lacked = needs.find((trait) => lacks[trait] !== undefined)
  return lacked === undefined ? undefined : lacks[lacked]
}
