import { redirect } from '@sveltejs/kit'

/** The test says what is done, by the hooks of each server. */
const contract = globalThis.cartoucheContract
Object.assign(contract ?? {}, { redirect })

export const handle = (input) => contract.hooksOf(input.event).handle(input)

export const handleError = (input) => contract.hooksOf(input.event).handleError(input)
