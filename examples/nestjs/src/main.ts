import { Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { sealedCookieSessionFactory } from 'cartouche'
import { useSession } from 'cartouche/nestjs'
import 'reflect-metadata'
import { AccountController } from './account.controller.js'

const { SESSION_KEY, HOST = 'localhost', PORT = '3000' } = process.env
if (!SESSION_KEY) {
  console.error('SESSION_KEY is not set. To make one: npx cartouche keygen')
  process.exit(1)
}

@Module({ controllers: [AccountController] })
// oxlint-disable-next-line typescript/no-extraneous-class -- a module of Nest's has nothing else
class AppModule {}

const app = await NestFactory.create<NestExpressApplication>(AppModule)
useSession(app, sealedCookieSessionFactory(SESSION_KEY), { csrf: {} })
await app.listen(Number(PORT), HOST)
console.log(`http://${HOST}:${PORT}`)
