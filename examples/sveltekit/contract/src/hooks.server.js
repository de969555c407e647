/** The test says what is done, by the hook of each server. */
const contract = globalThis.cartoucheContract

export const handle = (input) => contract?.hooksOf(input.event).handle(input) ?? input.resolve(input.event)

export const handleError = (input) => contract.hooksOf(input.event).handleError(input)
