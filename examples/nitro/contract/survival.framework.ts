import { survives } from '../../../test/bindings/survival/suite.js'

survives('nitro', new URL('survival.mjs', import.meta.url))
