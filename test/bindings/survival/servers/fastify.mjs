// @ts-nocheck -- plain JavaScript: the processes of the tests run it as it stands
import Fastify from 'fastify'
import * as binding from '../../../../dist/bindings/fastify.js'
import { fastifyOnSend, fastifyRoutes } from '../faults/fastify.mjs'
import { fastifyHandlers, heard, keep, mode, onCommitError, others, start } from './process.mjs'
import { factory } from './process.mjs'

const app = Fastify()
app.decorateRequest('isLate', false)
app.addHook('onRequest', async (_request, reply) => keep(reply.raw))
await app.register(binding.session, { factory, csrf: {}, onCommitError })
// It is Fastify that catches what a hook throws which is called after ours.
if (!others.includes('store answers late')) app.addHook('onSend', fastifyOnSend)
if (mode !== 'none') app.setErrorHandler(fastifyHandlers[mode])
app.all('/*', (request, reply) => fastifyRoutes(heard, request, reply))
await app.ready()
start(app.server)
