import { endsAlone, survives, survivesLateStores } from '../../../test/bindings/survival/suite.js'

const server = new URL('survival.mjs', import.meta.url)
survives('nestjs on express', server, 'express')
survives('nestjs on fastify', server, 'fastify')
survivesLateStores('nestjs on express', server, 'express')
survivesLateStores('nestjs on fastify', server, 'fastify')

// Nobody waits for the promise of a filter.
endsAlone('NestJS', 'rejects', server, 'express')
endsAlone('NestJS', 'rejects', server, 'fastify')
