/** How the contract of bindings is joined by every Express that the package promises to work with. */
import { createRequire } from 'node:module'
import express from 'express'
import type { ErrorRequestHandler, RequestHandler } from 'express'
import * as binding from '../../src/bindings/express.js'
import { csrf, exemptFromCsrf, session, sessionExceptions } from '../../src/bindings/express.js'
import { actionsOf, sessionsOf } from '../contracts/binding/actions.js'
import type { Harness } from '../contracts/binding/harness.js'
import { sendByExpress } from '../contracts/binding/node-reply.js'
import { listen } from '../contracts/binding/node-server.js'

export type Express = typeof express

/** Under these names the compiler finds no types. */
const load = createRequire(import.meta.url) as (name: string) => Express

/** By name: the newest Express of each number, and the oldest that is promised. */
export const VERSIONS = {
  Express: express,
  'Express 5.0': load('express-5-oldest'),
  'Express 4': load('express-4'),
  'Express 4.18': load('express-4-oldest'),
} as const

export const joinWith =
  (express: Express): Harness =>
  (app, { factory, admin, csrf: checks, onError, ...setup }) => {
    const { onCommitError, trustProxy = false } = setup
    const server = express().set('env', 'test') // keeps Express from printing errors
    server.set('trust proxy', trustProxy)
    server.use(session(factory, { onCommitError }))
    if (admin) server.use(session(admin, { property: 'admin', onCommitError }))
    if (checks) server.use('/exempt', exemptFromCsrf())
    if (checks) server.use(express.urlencoded({ extended: false }), csrf(checks))
    server.use(
      heard(async (request, response) => {
        sendByExpress(response, await app(request.path, actionsOf(binding, request)))
      }),
    )
    server.use(sessionExceptions())
    const page: ErrorRequestHandler = (error, request, response, _next) =>
      sendByExpress(response, onError!(error, sessionsOf(request)))
    if (onError) server.use(page)
    return listen(server)
  }

/** What Express 5 does by itself with the promise of a handler. */
const heard =
  (handler: RequestHandler): RequestHandler =>
  (request, response, next) =>
    void Promise.resolve(handler(request, response, next)).catch(next)
