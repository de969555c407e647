import { VERSION } from '@sveltejs/kit'
import { endsAlone, survives, survivesLateStores } from '../../../test/bindings/survival/suite.js'

const server = new URL('survival.mjs', import.meta.url)
const isTwo = VERSION.startsWith('2.')
const name = isTwo ? 'sveltekit 2' : 'sveltekit'
survives(name, server)
survivesLateStores(name, server)

// adapter-node waits for its promise without a catch.
if (isTwo) endsAlone('SvelteKit 2', 'failing handleError', server)
