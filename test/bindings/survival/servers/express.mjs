// @ts-nocheck -- plain JavaScript: the processes of the tests run it as it stands
import express from 'express'
import express4 from 'express-4'
import * as binding from '../../../../dist/bindings/express.js'
import { expressRoutes } from '../faults/express.mjs'
import { expressHandlers, factory, heard, keep, mode } from './process.mjs'
import { onCommitError, others, serve } from './process.mjs'

const isOld = others.includes('4')

/** Express 4 leaves promises to the application. */
const hearing = (handle) =>
  handle.length === 4
    ? (error, request, response, next) =>
        void Promise.resolve(handle(error, request, response, next)).catch(next)
    : async (request, response, next) => {
        try {
          await handle(request, response, next)
        } catch (error) {
          next(error)
        }
      }
const hear = isOld ? hearing : (handle) => handle

const app = isOld ? express4() : express()
app.set('env', 'test') // keeps Express from printing errors
app.use((_request, response, next) => {
  keep(response)
  next()
})
app.use(binding.session(factory, { onCommitError }))
app.use(binding.csrf())
expressRoutes(app, heard, hear)
if (mode === 'exceptions') app.use(binding.sessionExceptions())
const handler = expressHandlers[mode === 'exceptions' ? 'own' : mode]
if (handler !== undefined) {
  app.use(hear((error, request, response, _next) => handler(error, request, response)))
}
serve(app)
