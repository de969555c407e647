/** What visitors do who go from a Pyramid application to a cartouche application and back, behind one address. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { BindableFactory } from '../../src/index.js'
import { behindOneAddress } from './address.js'
import type { Cookies } from './address.js'
import { createApp } from './app.js'

export const SECRET =
  'sécret shared by both sides, and long enough for the signatures of both formats'

/**
 * @param python the path of a Python that has Pyramid, and what the factory of this kind needs
 * @param environment what its application is told besides
 */
export function visits(
  python: string,
  kind: string,
  factory: () => BindableFactory,
  environment: () => Readonly<Record<string, string>> = () => ({}),
): void {
  const start = (): ChildProcess =>
    spawn(python, [fileURLToPath(new URL('pyramid_app.py', import.meta.url))], {
      env: { ...process.env, ...environment(), SESSION_FACTORY: kind, SESSION_SECRET: SECRET },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
  const visitBoth = behindOneAddress(start, () => createApp(factory()), ['pyramid', 'cartouche'])

  function visitor() {
    const cookies: Cookies = new Map()
    return async (path: string, form?: Record<string, string>): Promise<string> =>
      await visitBoth(cookies, path, form)
  }

  describe.each([
    ['pyramid', 'cartouche'],
    ['cartouche', 'pyramid'],
  ])('from %s to %s', (here, there) => {
    test('signed in here is signed in there; signed out there is signed out here', async () => {
      const visit = visitor()
      expect(await visit(`/${there}/who`)).toBe('None None')
      expect(await visit(`/${here}/sign_in`, { user: 'Zoë €' })).toBe('signed in')
      expect(await visit(`/${there}/who`)).toBe('Zoë € 2.0')
      expect(await visit(`/${here}/who`)).toBe('Zoë € 2.0')
      expect(await visit(`/${there}/sign_out`, {})).toBe('signed out')
      expect(await visit(`/${here}/who`)).toBe('None None')
    })

    test('flash messages set here show there, once', async () => {
      const visit = visitor()
      await visit(`/${here}/flash`, { message: 'one' })
      await visit(`/${there}/flash`, { message: 'two' })
      expect(await visit(`/${there}/messages`)).toBe('one|two')
      expect(await visit(`/${here}/messages`)).toBe('')
    })

    test('a CSRF token made here is accepted there, another is not', async () => {
      const visit = visitor()
      const token = await visit(`/${here}/token`)
      expect(token).toMatch(/^(?:[0-9a-f]{32,40}|[0-9a-f]{64})$/)
      expect(await visit(`/${there}/token`)).toBe(token)
      expect(await visit(`/${there}/protected`, { csrf_token: token })).toBe('done')
      expect(await visit(`/${there}/protected`, { csrf_token: token.replace(/^./, 'x') })).toBe(
        'refused',
      )
      expect(await visit(`/${there}/protected`, {})).toBe('refused')
    })
  })
}
