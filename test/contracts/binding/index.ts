/**
 * What every binding must do, whatever its framework. A binding joins by a row of `joined.ts` and a test that calls
 * {@link bindingContract} with a {@link Harness}.
 */
import { afterEach, describe, test } from 'vitest'
import { answers } from './answers.js'
import { has } from './behaviour.js'
import type { Behaviour, Behaviours, Start, Traits } from './behaviour.js'
import { caches } from './caches.js'
import { connections } from './connections.js'
import { csrfForms } from './csrf-forms.js'
import { csrfMasks } from './csrf-masks.js'
import { csrfMetadata } from './csrf-metadata.js'
import { csrfOrigins } from './csrf-origins.js'
import { csrfStrangers } from './csrf-strangers.js'
import { csrfTokens } from './csrf-tokens.js'
import { devPage } from './dev-page.js'
import { errors } from './errors.js'
import { errorReply } from './harness.js'
import type { Harness, Server } from './harness.js'
import { inStore } from './in-store.js'
import { kept } from './kept.js'
import { lives } from './lives.js'
import { overHttps } from './over-https.js'
import { session } from './session.js'
import { several } from './several.js'
import { sessions } from './support.js'

/** All behaviours, by subject: the rows of the table. */
export const SUBJECTS: Readonly<Record<string, Behaviours>> = {
  'The session': session,
  'What a session keeps': kept,
  'The life of a session': lives,
  'Every kind of answer': answers,
  'Over HTTPS': overHttps,
  'Streams and connections': connections,
  'What caches are told': caches,
  Errors: errors,
  'Several sessions': several,
  'Sessions in a store': inStore,
  'In development': devPage,
  'CSRF tokens': csrfTokens,
  'CSRF tokens in forms': csrfForms,
  'CSRF tokens that are masked': csrfMasks,
  'CSRF: where a request comes from': csrfOrigins,
  'CSRF: what another site gets': csrfStrangers,
  'CSRF: Fetch Metadata': csrfMetadata,
}

/** What the suites of bindings are called, after their names. */
export const SUITE = '(contract of bindings)'

export function bindingContract(name: string, start: Harness, traits: Traits): void {
  describe(`${name} ${SUITE}`, () => {
    const started: Server[] = []
    afterEach(async () => {
      await Promise.all(started.splice(0).map((server) => server.stop()))
    })

    const startOne: Start = async (app, setup) => {
      const onCommitError = (): void => undefined
      const defaults = { factory: sessions, onError: errorReply, onCommitError }
      const server = await start(app, { ...defaults, ...setup })
      started.push(server)
      return server
    }

    for (const [subject, behaviours] of Object.entries(SUBJECTS)) {
      describe(`${subject}`, () => {
        testAll(behaviours, traits, startOne)
      })
    }
  })
}

function testAll(behaviours: Behaviours, traits: Traits, start: Start): void {
  for (const [sentence, behaviour] of Object.entries(behaviours)) {
    const { needs, otherwise } = behaviour
    const isHere = needs === undefined || has(traits, needs)
    if (isHere) test(`${sentence}`, () => expectSo(behaviour, start))
    else if (otherwise !== undefined) test(`not so: ${sentence}`, () => expectSo(otherwise, start))
  }
}

const expectSo = (behaviour: Behaviour, start: Start): Promise<void> => behaviour(start)
