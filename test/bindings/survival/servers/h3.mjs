// @ts-nocheck -- plain JavaScript: the processes of the tests run it as it stands
import { H3, toNodeHandler } from 'h3'
import * as binding from '../../../../dist/bindings/h3.js'
import { h3Routes } from '../faults/h3.mjs'
import { factory, heard, mode, serve, webHandlers, webOptions } from './process.mjs'

const onError = webHandlers[mode] && (({ cause }) => webHandlers[mode](cause))
const app = new H3({ silent: true, ...(onError && { onError }) })
app.use(binding.session(factory, webOptions))
app.all('/**', (event) => h3Routes(heard, event))
serve(toNodeHandler(app))
