import { survives } from '../../../test/bindings/survival/suite.js'

survives('sveltekit', new URL('survival.mjs', import.meta.url))
