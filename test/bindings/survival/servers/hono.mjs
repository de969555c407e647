// @ts-nocheck -- plain JavaScript: the processes of the tests run it as it stands
import { Hono } from 'hono'
import * as binding from '../../../../dist/bindings/hono.js'
import { webRoutes } from '../faults/web.mjs'
import { serveFetch } from './bridge.mjs'
import { factory, heard, mode, webHandlers, webOptions } from './process.mjs'

const app = new Hono()
if (mode !== 'none') app.onError(webHandlers[mode])
app.use(binding.session(factory, webOptions))
app.all('*', (c) => webRoutes(heard, c.req.raw, c.var.session))
serveFetch(app.fetch)
