// @ts-nocheck -- plain JavaScript: the processes of the tests run it as it stands
import * as binding from '../../../../dist/bindings/fetch.js'
import { webRoutes } from '../faults/web.mjs'
import { serveFetch } from './bridge.mjs'
import { factory, heard, mode, webHandlers, webOptions } from './process.mjs'

const onError = webHandlers[mode]
const handle = (request, session) => webRoutes(heard, request, session)
serveFetch(binding.withSession(factory, handle, { ...webOptions, ...(onError && { onError }) }))
