import { VERSION } from '@sveltejs/kit'
import { endsAlone, survives } from '../../../test/bindings/survival/suite.js'

const server = new URL('survival.mjs', import.meta.url)
const isTwo = VERSION.startsWith('2.')
survives(isTwo ? 'sveltekit 2' : 'sveltekit', server)

// adapter-node waits for its promise without a catch.
if (isTwo) endsAlone('SvelteKit 2', 'failing handleError', server)
