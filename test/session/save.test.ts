/** `save()` where there is nothing to save. */
import { expect, test, vi } from 'vitest'
import { baseCookieSessionFactory, JSONSerializer } from '../../src/index.js'

test('a session that the response does not carry is not written, whatever it holds', () => {
  const json = new JSONSerializer()
  const dumps = vi.fn((value: unknown) => json.dumps(value))
  const factory = baseCookieSessionFactory(
    { dumps, loads: (bytes) => json.loads(bytes) },
    { timeout: null, reissueTime: null, clock: () => 1_700_000_000 },
  )
  const opened = factory.open({ value: `[1, 1, {"a": "${'x'.repeat(5000)}"}]` })
  expect(opened.session.size).toBe(1)
  opened.session.save()
  expect(opened.commit()).toEqual([])
  expect(dumps).not.toHaveBeenCalled()
})
