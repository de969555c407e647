/** A real application with gorilla/sessions and one of ours behind one address, sharing one session. */
import { spawn } from 'node:child_process'
import { afterAll, describe } from 'vitest'
import { gorillaSessionFactory } from '../../src/languages/gorilla.js'
import { findGoWithGorilla } from '../support/go.js'
import type { Built } from '../support/go.js'
import { besideUs } from './language.js'

const HASH_KEY = 'sécret shared by both sides, of 32 bytes or more'
const BLOCK_KEY = 'a block key that is of 32 bytes!'

const build = findGoWithGorilla()
let app: Built | undefined
afterAll(() => app?.remove())

describe.runIf(build).each([
  ['signed', '', 'gob'],
  ['encrypted', BLOCK_KEY, 'gob'],
  ['encrypted JSON of securecookie alone', BLOCK_KEY, 'json'],
] as const)('gorilla/sessions, %s', (name, blockKey, serializer) => {
  const pair = (hashKey: string): [string, string | null] => [hashKey, blockKey || null]
  besideUs(name, {
    start: () => {
      app ??= build!('gorilla_app.go', import.meta.url)
      return spawn(app.program, {
        env: { ...process.env, HASH_KEY, BLOCK_KEY: blockKey, SERIALIZER: serializer },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
    },
    factory: (options) => gorillaSessionFactory(pair(HASH_KEY), { serializer, ...options }),
    stranger: () =>
      gorillaSessionFactory(pair('another key, of 32 bytes or more as well'), { serializer }),
    lifetime: 30 * 86_400,
    dates: serializer === 'json' ? 'text' : 'dates',
    flashQueue: '',
  })
})
