import { runInNewContext } from 'node:vm'
import { afterEach, expect, test, vi } from 'vitest'
import { warnOnce } from '../../src/lib/warn.js'

afterEach(() => {
  vi.restoreAllMocks()
})

test('Node is told of a warning once, with its code', () => {
  const emit = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  warnOnce('CARTOUCHE_OPTION', 'one')
  warnOnce('CARTOUCHE_OPTION', 'one')
  expect(emit.mock.calls).toEqual([['one', { type: 'CartoucheWarning', code: 'CARTOUCHE_OPTION' }]])
})

test('where prototypes are frozen, Node can make no warning: it is printed, and nothing fails', () => {
  const frozen = runInNewContext('Object.freeze(Error.prototype); Error') as ErrorConstructor
  vi.spyOn(process, 'emitWarning').mockImplementation((message, options) => {
    'use strict'
    const { type } = options as unknown as { type: string }
    // As Node does.
    new frozen(String(message)).name = type
  })
  const print = vi.spyOn(console, 'warn').mockImplementation(() => {})
  warnOnce('CARTOUCHE_OPTION', 'two')
  warnOnce('CARTOUCHE_OPTION', 'two')
  expect(print.mock.calls).toEqual([['CARTOUCHE_OPTION: two']])
})
