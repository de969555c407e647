import { existsSync } from 'node:fs'
import { missingTool } from '../support/tools.js'

/** The module of the packages; `undefined`, after a notice, where they are not installed outside CI. */
export function findAuthPackages(): string | undefined {
  if (existsSync(new URL('node_modules/@auth/core', import.meta.url))) {
    return new URL('packages.mjs', import.meta.url).href
  }
  missingTool('Auth.js, next-auth and better-auth (npm ci --prefix test/auth)')
  return undefined
}
