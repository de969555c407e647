import { survives } from '../../../test/bindings/survival/suite.js'

survives('nuxt', new URL('survival.mjs', import.meta.url))
