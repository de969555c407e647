// Serves the faults of the tests of survival by the build of the contract.
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { nextSession } from '../../../dist/bindings/next.js'
import { nextRoutes } from '../../../test/bindings/survival/faults/next.mjs'
import { factory, heard, mode, serve } from '../../../test/bindings/survival/servers/process.mjs'
import { webHandlers, webOptions } from '../../../test/bindings/survival/servers/process.mjs'
import { KEY } from './key.js'

const onError = webHandlers[mode]
const { withSession } = nextSession(factory, { ...webOptions, ...(onError && { onError }) })
const handle = withSession((request, session) => nextRoutes(heard, request, session))
globalThis.cartoucheContract = { servers: { get: () => handle }, failed: [] }

const environment = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', SESSION_KEY: KEY }
Object.assign(process.env, environment)
const require = createRequire(import.meta.url)
const next = require('next')
const application = next({
  dev: false,
  dir: fileURLToPath(new URL('.', import.meta.url)),
})
await application.prepare()
heard.navigation = require('next/navigation')
serve(application.getRequestHandler())
