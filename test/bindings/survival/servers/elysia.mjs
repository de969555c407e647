// @ts-nocheck -- plain JavaScript: the processes of the tests run it as it stands
import { Elysia } from 'elysia'
import * as binding from '../../../../dist/bindings/elysia.js'
import { elysiaFaults } from '../faults/elysia.mjs'
import { webRoutes } from '../faults/web.mjs'
import { serveFetch } from './bridge.mjs'
import { factory, heard, mode, webHandlers, webOptions } from './process.mjs'

const app = new Elysia().use(binding.session(factory, webOptions))
if (mode !== 'none') app.onError(({ error }) => webHandlers[mode](error))
app.all('/*', ({ request, session }) => webRoutes(heard, request, session, elysiaFaults))
serveFetch(app.handle)
