import { survives } from '../../../test/bindings/survival/suite.js'

survives('astro', new URL('survival.mjs', import.meta.url))
