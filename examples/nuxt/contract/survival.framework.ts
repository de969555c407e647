import { survives, survivesLateStores } from '../../../test/bindings/survival/suite.js'

const server = new URL('survival.mjs', import.meta.url)
survives('nuxt', server)
survivesLateStores('nuxt', server)
