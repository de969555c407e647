// What the contract of bindings asks of NestJS: one controller and one filter, on Express or on Fastify.
import { All, Catch, Controller, Module, Req, Res } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { ExpressAdapter } from '@nestjs/platform-express'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import 'reflect-metadata'

/**
 * An application that is not listening yet.
 *
 * @param platform 'express' or 'fastify'
 * @param trustProxy the platform's own setting
 * @param answer answers all paths, by the platform's own request and response
 * @param answerError the same for errors; `undefined` where Nest's own filter answers
 * @param give gives what Nest sends, on paths that begin with `/given`; left out where there are none
 */
export async function applicationOf(platform, trustProxy, answer, answerError, give) {
  const adapter = platform === 'fastify' ? onFastify(trustProxy) : onExpress(trustProxy)
  const module = moduleOf({ answer, give }, PATHS[platform])
  const app = await NestFactory.create(module, adapter, { logger: false })
  if (answerError !== undefined) app.useGlobalFilters(filterOf(answerError))
  return app
}

/** All of them, in each platform's words. */
const PATHS = {
  express: { all: ['/', '*path'], given: ['given*path'] },
  fastify: { all: ['*'], given: ['given*'] },
}

function onExpress(trustProxy) {
  const adapter = new ExpressAdapter()
  adapter.set('trust proxy', trustProxy)
  return adapter
}

function onFastify(trustProxy) {
  const adapter = new FastifyAdapter({ trustProxy, forceCloseConnections: true })
  // What the behaviours send that is no form is for the handler to read.
  adapter.getInstance().addContentTypeParser('*', (_request, _payload, done) => done(null))
  return adapter
}

function moduleOf({ answer, give }, paths) {
  class Shop {
    give(request) {
      return give(request)
    }

    handle(request, response) {
      return answer(request, response)
    }
  }
  if (give !== undefined) decorate(Shop, 'give', [Req()], All(paths.given))
  decorate(Shop, 'handle', [Req(), Res()], All(paths.all))
  Controller()(Shop)
  // oxlint-disable-next-line typescript/no-extraneous-class -- a module of Nest's has nothing else
  class Application {}
  Module({ controllers: [Shop] })(Application)
  return Application
}

function filterOf(answerError) {
  class Filter {
    catch(error, host) {
      const http = host.switchToHttp()
      return answerError(error, http.getRequest(), http.getResponse())
    }
  }
  Catch()(Filter)
  return new Filter()
}

/** What the compiler makes of decorators. */
function decorate(Class, method, parameters, route) {
  for (const [at, parameter] of parameters.entries()) parameter(Class.prototype, method, at)
  route(Class.prototype, method, Object.getOwnPropertyDescriptor(Class.prototype, method))
}
