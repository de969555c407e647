/** Secrets that Rails and Rack take and that can be guessed: one warning of the process. */
import { beforeEach, expect, test, vi } from 'vitest'
import type * as Rack from '../../src/languages/rack.js'
import type * as Rails from '../../src/languages/rails.js'

const GOOD = 'Vn3kq0J7bX9sTz2LwYhRc5FpUe8MgAd1iNo4Qy6ZtKxSvCjDrBlGfHaEuWmPOIqs0123456789'

const emit = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})

beforeEach(() => {
  emit.mockClear()
  vi.resetModules()
})

type Module = typeof Rack & typeof Rails

const load = async (): Promise<Module> => ({
  ...(await import('../../src/languages/rack.js')),
  ...(await import('../../src/languages/rails.js')),
})

const rotated = (secretKeyBase: string) => ({ cookiesRotations: [{}, { secretKeyBase }] })

test.each<[string, RegExp, (module: Module) => unknown]>([
  ['Rails', /shorter/, ({ railsFormat }) => railsFormat('x')],
  ['a rotation of Rails', /shorter/, ({ railsFormat }) => railsFormat(GOOD, rotated('x'))],
  ['Rack', /shorter than the 20/, ({ rackFormat }) => rackFormat('x')],
  [
    'the legacy secret of Rack',
    /shorter than the 20/,
    ({ rackEncryptedFormat }) => rackEncryptedFormat(GOOD, { legacyHmacSecret: 'x' }),
  ],
  [
    'rack-session',
    /repeats/,
    ({ rackEncryptedFormat }) => rackEncryptedFormat([GOOD, 'x'.repeat(64)]),
  ],
])('%s', async (_, expected, make) => {
  make(await load())
  expect(emit.mock.calls).toEqual([
    [expect.stringMatching(expected), expect.objectContaining({ code: 'CARTOUCHE_WEAK_SECRET' })],
  ])
})

test('of good ones there is none', async () => {
  const { rackEncryptedFormat, railsFormat } = await load()
  rackEncryptedFormat(GOOD, { legacyHmacSecret: GOOD.slice(0, 20) })
  railsFormat(GOOD, rotated(GOOD.slice(1)))
  expect(emit).not.toHaveBeenCalled()
})
